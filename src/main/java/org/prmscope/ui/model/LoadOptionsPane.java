package org.prmscope.ui.model;

import javafx.beans.binding.Bindings;
import javafx.beans.property.IntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.run.CudaProbe;
import org.prmscope.run.LoadOptions;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.NumberSpinner;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The controls of [LoadOptionsViewModel].
final class LoadOptionsPane extends VBox {
    private static final String AUTOMATIC = "automatic";
    private static final int KV_STEP_MIB = 512;
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,7}(?:\\.\\d{1,4})?)\\s*([mg]?)\\w*");

    private final VerifierViewModel verifier;
    private final LoadOptionsViewModel model;
    private final Map<LoadOptions.Device, ToggleButton> devices =
            new EnumMap<>(LoadOptions.Device.class);
    private final Label note = PanelGrid.muted("");

    LoadOptionsPane(VerifierViewModel verifier) {
        this.verifier = verifier;
        model = verifier.options();
        getStyleClass().add("load-options");
        Label title = new Label("How to load it");
        title.getStyleClass().add("choice-name");
        CheckBox reference = new CheckBox("reference: float32, the same bits every time");
        reference.selectedProperty().bindBidirectional(model.referenceProperty());
        reference.setTooltip(
                new Tooltip(
                        "For audits: float32 activations, one chain at a time, no speculation."
                                + " Slower."));
        Spinner<Integer> rows =
                spinner(
                        model.rowsProperty(),
                        LoadOptionsViewModel.MOST_ROWS,
                        1,
                        value -> Figures.count(value, "chain") + " at a time",
                        LoadOptionsPane::wholeNumber);
        rows.disableProperty().bind(model.referenceProperty());
        rows.setTooltip(new Tooltip("How many solutions are verified together"));
        rows.setAccessibleText("chains that are decoded together");
        Spinner<Integer> kv =
                spinner(
                        model.kvMibProperty(),
                        LoadOptionsViewModel.MOST_KV_MIB,
                        KV_STEP_MIB,
                        value -> Figures.bytes((long) value << 20),
                        LoadOptionsPane::mebibytes);
        kv.setTooltip(new Tooltip("What the key-value cache of all chains may take"));
        kv.setAccessibleText("memory for the key-value cache");
        PanelGrid grid =
                new PanelGrid()
                        .with("device", devices())
                        .with("mode", reference)
                        .with("chains", rows)
                        .with("KV memory", kv);
        note.managedProperty().bind(note.visibleProperty());
        note.visibleProperty().bind(note.textProperty().isNotEmpty());
        getChildren().addAll(title, grid, note);
        verifier.cudaProperty().subscribe(this::show);
        model.deviceProperty().subscribe(this::showDevice);
    }

    private HBox devices() {
        HBox box = new HBox();
        box.setAlignment(Pos.CENTER_LEFT);
        for (LoadOptions.Device device : LoadOptions.Device.values()) {
            ToggleButton button =
                    new ToggleButton(
                            switch (device) {
                                case AUTOMATIC -> "Automatic";
                                case CPU -> "CPU";
                                case CUDA -> "CUDA";
                            });
            button.getStyleClass()
                    .addAll(
                            "small",
                            switch (device) {
                                case AUTOMATIC -> "left-pill";
                                case CPU -> "center-pill";
                                case CUDA -> "right-pill";
                            });
            button.setOnAction(event -> {
                model.deviceProperty().set(device);
                showDevice(device);
            });
            devices.put(device, button);
            box.getChildren().add(button);
        }
        return box;
    }

    private void showDevice(LoadOptions.Device chosen) {
        devices.forEach((device, button) -> button.setSelected(device == chosen));
    }

    private void show(CudaProbe.@Nullable Finding found) {
        ToggleButton cuda = devices.get(LoadOptions.Device.CUDA);
        boolean unusable = found != null && !(found instanceof CudaProbe.Finding.Usable);
        if (cuda != null) {
            // One that was chosen before stays in reach, so that the refusal can be read.
            cuda.disableProperty()
                    .bind(
                            Bindings.createBooleanBinding(
                                    () ->
                                            unusable
                                                    && model.deviceProperty().get()
                                                            != LoadOptions.Device.CUDA,
                                    model.deviceProperty()));
        }
        note.setText(
                switch (found) {
                    case null -> "";
                    case CudaProbe.Finding.Usable(String device) -> "CUDA: " + device;
                    case CudaProbe.Finding.Absent(String reason) -> "CUDA: " + reason;
                    case CudaProbe.Finding.Unusable(String reason, String remedy) ->
                            ("CUDA: " + reason + " " + remedy).strip();
                });
    }

    /// Asks what can be chosen; to be called when the panel opens.
    void opened() {
        verifier.probe();
    }

    /// A spinner whose 0 reads `automatic`.
    private static Spinner<Integer> spinner(
            IntegerProperty property,
            int most,
            int step,
            IntFunction<String> shown,
            Function<String, OptionalInt> read) {
        NumberSpinner.Words words =
                new NumberSpinner.Words() {
                    @Override
                    public String shown(int value) {
                        return value == 0 ? AUTOMATIC : shown.apply(value);
                    }

                    @Override
                    public OptionalInt read(String text) {
                        String typed = text.toLowerCase(Locale.ROOT);
                        return AUTOMATIC.startsWith(typed) ? OptionalInt.of(0) : read.apply(typed);
                    }
                };
        Spinner<Integer> spinner = NumberSpinner.whole(property, 0, most, step, words);
        spinner.setPrefWidth(190);
        return spinner;
    }

    private static OptionalInt wholeNumber(String text) {
        String digits = text.split("\\D", 2)[0];
        return digits.isEmpty() || digits.length() > 6
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(digits));
    }

    /// Such as `4 GiB`, `512 MiB` or `4`, which is in GiB.
    static OptionalInt mebibytes(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return OptionalInt.empty();
        }
        double number = Double.parseDouble(size.group(1));
        double mib = "m".equals(size.group(2)) ? number : number * 1_024;
        return OptionalInt.of((int) Math.min(Math.round(mib), LoadOptionsViewModel.MOST_KV_MIB));
    }
}
