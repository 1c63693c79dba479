package org.prmscope.ui.model;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ImportPlan;
import org.prmscope.run.ImportProgress;
import org.prmscope.run.ModelOffer;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.Chip;

import java.nio.file.Path;

/// The import of a checkpoint: precisions with their sizes, where to put it, and its progress.
final class ImportPane extends VBox {
    private final ImportViewModel model;
    private final ProgressBar bar = new ProgressBar();
    private final Label figures = PanelGrid.muted("");
    private final Button cancel = new Button("Cancel");
    private boolean showsProgress;

    ImportPane(ImportViewModel model) {
        this.model = model;
        getStyleClass().add("import-pane");
        bar.setMaxWidth(Double.MAX_VALUE);
        cancel.setOnAction(event -> model.cancel());
        managedProperty().bind(visibleProperty());
        model.stateProperty().subscribe(this::show);
    }

    private void show(ImportViewModel.State state) {
        setVisible(!(state instanceof ImportViewModel.State.Nothing));
        switch (state) {
            case ImportViewModel.State.Nothing() -> getChildren().clear();
            case ImportViewModel.State.Offered offered -> offer(offered);
            case ImportViewModel.State.Writing writing -> progress(writing);
        }
        showsProgress = state instanceof ImportViewModel.State.Writing;
    }

    private void offer(ImportViewModel.State.Offered offered) {
        ModelOffer.Importable checkpoint = offered.offer();
        getChildren()
                .setAll(
                        heading(checkpoint.name() + " is a checkpoint"),
                        PanelGrid.muted(
                                "%s, %s parameters, %s of safetensors. It is written as an ONNX"
                                                .formatted(
                                                        checkpoint.architecture(),
                                                        Figures.parameters(checkpoint.parameters()),
                                                        Figures.bytes(checkpoint.sourceBytes()))
                                        + " model once; the checkpoint stays as it is."));
        VBox plans = new VBox();
        plans.getStyleClass().add("verifier-choices");
        for (ImportPlan plan : checkpoint.plans()) {
            plans.getChildren().add(choice(plan, plan.equals(offered.chosen())));
        }
        getChildren()
                .addAll(
                        plans,
                        PanelGrid.muted(offered.chosen().advice()),
                        new PanelGrid().with("into", target(offered.target())));
        WorkbenchException.Report failure = offered.failure();
        if (failure != null) {
            Label what = new Label("✗ " + failure.what());
            what.setWrapText(true);
            getChildren().addAll(what, PanelGrid.of(failure));
        }
        Button dismiss = new Button("Not now");
        dismiss.setOnAction(event -> model.dismiss());
        Button start = new Button("Import as " + offered.chosen().precision());
        start.getStyleClass().add("accent");
        start.setOnAction(event -> model.start());
        HBox buttons = new HBox(dismiss, start);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.getStyleClass().add("panel-buttons");
        getChildren().add(buttons);
    }

    private Node choice(ImportPlan plan, boolean isChosen) {
        Label name = new Label(plan.precision() + " · " + Figures.bytes(plan.weightBytes()));
        name.getStyleClass().add("choice-name");
        HBox head = new HBox(8, name);
        head.setAlignment(Pos.CENTER_LEFT);
        if (plan.isRecommended()) {
            head.getChildren().add(new Chip("✓ recommended", Chip.Tone.SUCCESS));
        } else if (!plan.fits()) {
            head.getChildren().add(new Chip("does not fit now", Chip.Tone.DANGER));
        }
        Label needs = new Label("needs about " + Figures.bytes(plan.neededBytes()));
        needs.getStyleClass().add("muted");
        ToggleButton button = new ToggleButton();
        button.setGraphic(new VBox(head, needs));
        button.getStyleClass().add("choice");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAlignment(Pos.CENTER_LEFT);
        button.setSelected(isChosen);
        button.setAccessibleText(plan.precision() + ", " + Figures.bytes(plan.weightBytes()));
        button.setOnAction(event -> {
            button.setSelected(true);
            model.choose(plan);
        });
        return button;
    }

    private Node target(Path target) {
        Label path = new Label(target.toString());
        path.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        path.setTooltip(new Tooltip(target.toString()));
        path.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(path, Priority.ALWAYS);
        Button change = new Button("Change…");
        change.getStyleClass().add("small");
        change.setMinWidth(USE_PREF_SIZE);
        change.setOnAction(event -> model.chooseTarget());
        HBox box = new HBox(8, path, change);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private void progress(ImportViewModel.State.Writing writing) {
        if (!showsProgress) {
            HBox.setHgrow(bar, Priority.ALWAYS);
            HBox line = new HBox(8, bar, cancel);
            line.setAlignment(Pos.CENTER_LEFT);
            cancel.setMinWidth(USE_PREF_SIZE);
            getChildren()
                    .setAll(
                            heading(
                                    "Importing %s as %s"
                                            .formatted(
                                                    writing.from().offer().name(),
                                                    writing.from().chosen().precision())),
                            line,
                            figures);
        }
        ImportProgress now = writing.progress();
        cancel.setDisable(writing.isCancelling());
        bar.setProgress(now == null || writing.isCancelling() ? -1 : now.share());
        figures.setText(figures(now, writing.isCancelling()));
    }

    static String figures(@Nullable ImportProgress now, boolean isCancelling) {
        if (isCancelling) {
            return "Cancelling, what was written is removed…";
        }
        if (now == null) {
            return "Reading the checkpoint…";
        }
        Double left = now.leftMs();
        return "%s of %s%s"
                .formatted(
                        Figures.bytes(now.bytes()),
                        Figures.bytes(now.of()),
                        left == null ? "" : " · " + Figures.clock(left) + " left");
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("choice-name");
        label.setWrapText(true);
        return label;
    }
}
