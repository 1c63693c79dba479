package org.prmscope.ui.training;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.training.TrainingOutlook;
import org.prmscope.train.finetune.FineTunePlan;
import org.prmscope.ui.figures.Figures;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What to train: the form, what is wrong with it beside each field, the estimate, and Start.
final class TrainingFormPane {
    private static final double WIDEST = 860;
    private static final double NUMBER = 110;
    private static final double NAME = 140;
    private static final double TWO_COLUMNS = 740;
    private static final int TARGETS_ROW = 6;

    private final TrainingViewModel training;
    private final TrainingFormViewModel model;
    private final ScrollPane root;
    private final GridPane numbers = new GridPane();
    private final List<Placed> placed = new ArrayList<>();
    private final VBox finding = new VBox();
    private final Button start = new Button("▶ Start training");
    private final Label why = new Label();
    private final Map<TrainingField, List<Node>> rows = new EnumMap<>(TrainingField.class);
    private final Map<TrainingField, Label> problems = new EnumMap<>(TrainingField.class);
    private final Map<TrainingField, TextField> inputs = new EnumMap<>(TrainingField.class);
    private boolean narrow;
    private final List<Node> ofTuning = new ArrayList<>();

    TrainingFormPane(TrainingViewModel training) {
        this.training = training;
        model = training.form();
        Label title = new Label("New training");
        title.getStyleClass().add("training-title");
        VBox page = new VBox(title, kinds(), files(), numbers(), finding, startLine());
        page.getStyleClass().add("training-form");
        page.setMaxWidth(WIDEST);
        page.setMinWidth(0);
        root = new ScrollPane(page);
        root.setFitToWidth(true);
        arrange(false);
        root.widthProperty().subscribe(width -> showWidth(width.doubleValue()));
        root.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        root.getStyleClass().add("inspector-scroll");
        model.draftProperty().subscribe(this::showDraft);
        model.checkedProperty().subscribe(this::showProblems);
        model.findingProperty().subscribe(this::showFinding);
        training.obstacleProperty().subscribe(this::showFinding);
        training.activeProperty().subscribe(this::showFinding);
        showFinding();
    }

    ScrollPane root() {
        return root;
    }

    private Node kinds() {
        HBox line = new HBox();
        line.getStyleClass().add("training-pills");
        Label explanation = new Label();
        explanation.getStyleClass().add("quiet");
        TrainingKind[] all = TrainingKind.values();
        for (int i = 0; i < all.length; i++) {
            TrainingKind kind = all[i];
            ToggleButton pill = new ToggleButton(kind.title());
            pill.getStyleClass().add(pill(i, all.length));
            pill.setMinWidth(Region.USE_PREF_SIZE);
            pill.setOnAction(_ -> {
                model.kindProperty().set(kind);
                pill.setSelected(true);
            });
            model.kindProperty()
                    .subscribe(now -> {
                        pill.setSelected(now == kind);
                        explanation.setText(now.explanation());
                    });
            line.getChildren().add(pill);
        }
        VBox box = new VBox(line, explanation);
        box.getStyleClass().add("training-part");
        return box;
    }

    private static String pill(int at, int of) {
        return at == 0 ? "left-pill" : at == of - 1 ? "right-pill" : "center-pill";
    }

    private Node files() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("training-grid");
        ColumnConstraints names = new ColumnConstraints(NAME);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, fields);
        file(grid, TrainingField.BASE, "A folder with config.json, tokenizer.json, safetensors");
        file(grid, TrainingField.CHATS, "OpenAI chat JSONL, as the Data view and synth export it");
        file(grid, TrainingField.EVALUATION, "More chats, whose loss is shown, never trained on");
        file(grid, TrainingField.FOLDER, "For checkpoints and curves; may hold this training");
        return grid;
    }

    private void file(GridPane grid, TrainingField field, String prompt) {
        Label name = name(field);
        if (field == TrainingField.EVALUATION) {
            name.setText("evaluation (optional)");
        }
        TextField text = input(field);
        text.setPromptText(prompt);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button choose = new Button("Choose…");
        choose.getStyleClass().add("small");
        choose.setMinWidth(Region.USE_PREF_SIZE);
        choose.setAccessibleText("Choose: " + field.title());
        choose.setOnAction(_ -> model.choose(field));
        HBox line = new HBox(text, choose);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("training-line");
        Label problem = problem(field);
        VBox box = new VBox(line, problem);
        name.setLabelFor(text);
        grid.addRow(grid.getRowCount(), name, box);
        GridPane.setValignment(name, VPos.TOP);
        rows.put(field, List.of(name, box));
    }

    private Node numbers() {
        GridPane grid = numbers;
        grid.getStyleClass().add("training-grid");
        number(0, 0, TrainingField.LENGTH, lengthUnit());
        number(0, 1, TrainingField.THREADS, note(""));
        number(1, 0, TrainingField.RATE, note("its peak"));
        number(1, 1, TrainingField.WARMUP, note("steps"));
        number(2, 0, TrainingField.BATCH, note("chats"));
        number(2, 1, TrainingField.PACK, note("tokens, added up"));
        number(3, 0, TrainingField.LONGEST, note("tokens, or left out"));
        number(3, 1, TrainingField.SEED, note(""));
        number(4, 0, TrainingField.CHECKPOINT, note("steps"));
        number(4, 1, TrainingField.EVALUATE, note("steps"));
        number(5, 0, TrainingField.RANK, note(""));
        number(5, 1, TrainingField.ALPHA, note("over the rank"));
        Label targets = name(TrainingField.TARGETS);
        VBox targetBox = new VBox(input(TrainingField.TARGETS), problem(TrainingField.TARGETS));
        targets.setLabelFor(input(TrainingField.TARGETS));
        GridPane.setValignment(targets, VPos.TOP);
        placed.add(new Placed(targets, targetBox, TARGETS_ROW, 0));
        grid.getChildren().addAll(targets, targetBox);
        rows.put(TrainingField.TARGETS, List.of(targets, targetBox));
        Label device = new Label("device");
        device.getStyleClass().add("training-field");
        HBox pills = new HBox();
        FineTunePlan.Place[] places = FineTunePlan.Place.values();
        for (int i = 0; i < places.length; i++) {
            FineTunePlan.Place place = places[i];
            ToggleButton pill =
                    new ToggleButton(place == FineTunePlan.Place.CPU ? "CPU, fp32" : "CUDA, bf16");
            pill.getStyleClass().add(pill(i, places.length));
            pill.setOnAction(_ -> {
                model.placeProperty().set(place);
                pill.setSelected(true);
            });
            model.placeProperty().subscribe(now -> pill.setSelected(now == place));
            pills.getChildren().add(pill);
        }
        placed.add(new Placed(device, pills, TARGETS_ROW + 1, 0));
        grid.getChildren().addAll(device, pills);
        ofTuning.addAll(List.of(device, pills));
        return grid;
    }

    private void showWidth(double width) {
        boolean isNarrow = width > 0 && width < TWO_COLUMNS;
        if (isNarrow != narrow) {
            narrow = isNarrow;
            arrange(isNarrow);
        }
    }

    /// In two columns, or in one where there is no room for two.
    private void arrange(boolean isNarrow) {
        numbers.getColumnConstraints().clear();
        for (int column = 0; column < (isNarrow ? 1 : 2); column++) {
            ColumnConstraints fields = new ColumnConstraints();
            fields.setHgrow(Priority.ALWAYS);
            numbers.getColumnConstraints().addAll(new ColumnConstraints(NAME), fields);
        }
        for (Placed each : placed) {
            int row = isNarrow ? 2 * each.row() + each.column() : each.row();
            int column = isNarrow ? 0 : 2 * each.column();
            boolean spans = !isNarrow && each.row() >= TARGETS_ROW;
            GridPane.setConstraints(each.name(), column, row);
            GridPane.setConstraints(each.box(), column + 1, row, spans ? 3 : 1, 1);
        }
    }

    /// Where a field stands when there are two columns.
    private record Placed(Node name, Node box, int row, int column) {}

    private HBox lengthUnit() {
        HBox unit = new HBox();
        ToggleButton epochs = new ToggleButton("epochs");
        ToggleButton steps = new ToggleButton("steps");
        epochs.getStyleClass().addAll("left-pill", "small");
        steps.getStyleClass().addAll("right-pill", "small");
        epochs.setMinWidth(Region.USE_PREF_SIZE);
        steps.setMinWidth(Region.USE_PREF_SIZE);
        epochs.setOnAction(_ -> setEpochs(epochs, true));
        steps.setOnAction(_ -> setEpochs(steps, false));
        Label total = note("");
        HBox pills = new HBox(epochs, steps);
        pills.setAlignment(Pos.CENTER_LEFT);
        model.draftProperty()
                .subscribe(draft -> {
                    boolean tunes = draft.kind() != TrainingKind.BUILTIN;
                    pills.setVisible(tunes);
                    pills.setManaged(tunes);
                    epochs.setSelected(draft.isEpochs());
                    steps.setSelected(!draft.isEpochs());
                    total.setText(total(draft));
                });
        unit.getChildren().addAll(pills, total);
        unit.getStyleClass().add("training-line");
        unit.setAlignment(Pos.CENTER_LEFT);
        return unit;
    }

    private static String total(TrainingDraft draft) {
        if (draft.kind() == TrainingKind.BUILTIN) {
            return "steps";
        }
        return draft.isEpochs() && draft.chats() > 0
                ? draft.steps().map(all -> "= " + Figures.count(all, "step")).orElse("")
                : "";
    }

    private void setEpochs(ToggleButton pressed, boolean isEpochs) {
        model.epochsProperty().set(isEpochs);
        pressed.setSelected(true);
    }

    private void number(int row, int column, TrainingField field, Node unit) {
        Label name = name(field);
        TextField text = input(field);
        text.setPrefWidth(NUMBER);
        text.setMaxWidth(NUMBER);
        text.setMinWidth(70);
        name.setLabelFor(text);
        HBox line = new HBox(text, unit);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("training-line");
        VBox box = new VBox(line, problem(field));
        GridPane.setValignment(name, VPos.TOP);
        placed.add(new Placed(name, box, row, column));
        numbers.getChildren().addAll(name, box);
        rows.put(field, List.of(name, box));
    }

    private static Label name(TrainingField field) {
        Label name = new Label(field.title());
        name.getStyleClass().add("training-field");
        return name;
    }

    private static Label note(String text) {
        Label note = new Label(text);
        note.getStyleClass().add("quiet");
        return note;
    }

    private TextField input(TrainingField field) {
        return inputs.computeIfAbsent(
                field,
                _ -> {
                    TextField text = new TextField();
                    text.setAccessibleText(field.title());
                    text.textProperty().bindBidirectional(model.text(field));
                    text.setOnAction(_ -> model.look());
                    return text;
                });
    }

    private Label problem(TrainingField field) {
        Label label = new Label();
        label.getStyleClass().add("warning-note");
        label.setWrapText(true);
        label.managedProperty().bind(label.visibleProperty());
        problems.put(field, label);
        return label;
    }

    private HBox startLine() {
        start.getStyleClass().add("success");
        start.setMinWidth(Region.USE_PREF_SIZE);
        start.setTooltip(
                new Tooltip("Start, or go on where the folder's checkpoint is (Ctrl+Shift+G)"));
        start.setOnAction(_ -> training.start());
        why.getStyleClass().add("quiet");
        why.setWrapText(true);
        HBox line = new HBox(start, why);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("training-line");
        return line;
    }

    private void showDraft(TrainingDraft draft) {
        rows.forEach((field, nodes) ->
                nodes.forEach(node -> {
                    node.setVisible(draft.has(field));
                    node.setManaged(draft.has(field));
                }));
        ofTuning.forEach(node -> {
            node.setVisible(draft.kind() != TrainingKind.BUILTIN);
            node.setManaged(draft.kind() != TrainingKind.BUILTIN);
        });
    }

    private void showProblems(TrainingDraft.Checked checked) {
        Map<TrainingField, String> wrong =
                checked instanceof TrainingDraft.Checked.Incomplete(var found) ? found : Map.of();
        problems.forEach((field, label) -> {
            String text = wrong.getOrDefault(field, "");
            label.setText(text);
            label.setVisible(!text.isEmpty());
            Objects.requireNonNull(inputs.get(field))
                    .pseudoClassStateChanged(PseudoClass.getPseudoClass("wrong"), !text.isEmpty());
        });
    }

    private void showFinding() {
        finding.getStyleClass().setAll("training-part");
        finding.getChildren().clear();
        WorkbenchException.@Nullable Report missing = training.obstacleProperty().get();
        if (missing != null) {
            finding.getChildren().add(new ReportPane(missing));
        }
        switch (model.findingProperty().get()) {
            case TrainingFormViewModel.Finding.Nothing(),
                    TrainingFormViewModel.Finding.Looking() -> {}
            case TrainingFormViewModel.Finding.Refused(WorkbenchException.Report report) ->
                    finding.getChildren().add(new ReportPane(report));
            case TrainingFormViewModel.Finding.Known(_, TrainingOutlook outlook) ->
                    finding.getChildren().addAll(estimate(outlook));
        }
        boolean active = training.activeProperty().get();
        String obstacle =
                missing != null
                        ? "Without the training libraries only curves can be looked at."
                        : active ? "A training is going on: one at a time." : model.obstacle();
        start.setDisable(!obstacle.isEmpty());
        why.setText(obstacle);
    }

    private static List<Node> estimate(TrainingOutlook outlook) {
        List<Node> lines = new ArrayList<>();
        String chats =
                outlook.chats() == 0
                        ? "Generated problems"
                        : Figures.count(outlook.chats(), "chat")
                                + (outlook.tooLong() == 0
                                        ? ""
                                        : ", %s too long and left out"
                                                .formatted(Figures.count(outlook.tooLong())));
        Label what =
                new Label(
                        "%s · %s of %s weights are trained"
                                .formatted(
                                        chats,
                                        Figures.parameters(outlook.trained()),
                                        Figures.parameters(outlook.parameters())));
        Label memory =
                new Label(
                        "Memory %s%s"
                                .formatted(
                                        outlook.memory(),
                                        outlook.freeBytes() < 0
                                                ? ""
                                                : " · "
                                                        + Figures.bytes(outlook.freeBytes())
                                                        + " free"));
        what.setWrapText(true);
        memory.setWrapText(true);
        memory.setMinHeight(Region.USE_PREF_SIZE);
        lines.add(what);
        lines.add(memory);
        if (!outlook.fits()) {
            lines.add(
                    new ReportPane(
                            new WorkbenchException.Report(
                                    "This training needs more memory than there is",
                                    "",
                                    Figures.bytes(outlook.neededBytes()),
                                    Figures.bytes(outlook.freeBytes()) + " free",
                                    "Train by LoRA, make the tokens at a time fewer or the longest"
                                            + " chat shorter, or unload what takes the memory.")));
        }
        return lines;
    }
}
