package org.prmscope.ui.compare;

import javafx.beans.property.IntegerProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.core.Scaling;
import org.prmscope.ui.figures.Figures;

import java.time.ZoneId;
import java.util.List;

/// Chooses two to four runs of the set, resumes unfinished ones, and makes a new pair.
final class RunsPanel extends VBox {
    private final CompareViewModel model;
    private final ZoneId zone;
    private final GridPane list = new GridPane();
    private final Label obstacle = new Label();
    private final Button start = new Button("▶ Run both");

    /// @param done closes the panel
    RunsPanel(CompareViewModel model, ZoneId zone, Runnable done) {
        this.model = model;
        this.zone = zone;
        getStyleClass().addAll("options-panel", "runs-panel");
        Label title = new Label("Runs of this set");
        title.getStyleClass().add("panel-title");
        list.getStyleClass().add("panel-grid");
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("panel-scroll");
        scroll.setMaxHeight(260);
        scroll.setMinHeight(60);
        Label pair = new Label("A new pair at the same budget");
        pair.getStyleClass().add("record-group");
        obstacle.getStyleClass().add("warning-note");
        obstacle.managedProperty().bind(obstacle.visibleProperty());
        start.getStyleClass().add("success");
        start.setOnAction(event -> {
            model.recipes().start();
            done.run();
        });
        getChildren().addAll(title, scroll, pair, recipes(), obstacle, new HBox(start));
        model.runs().runs().addListener((ListChangeListener<RunEntry>) change -> refresh());
        model.runs().chosenProperty().subscribe(this::refresh);
    }

    /// Brings the list up to date; call before it is opened.
    void refresh() {
        list.getChildren().clear();
        List<RunEntry> runs = model.runs().runs();
        if (runs.isEmpty()) {
            list.add(PaneParts.quiet("No run yet: verify some solutions, or run a pair."), 0, 0);
        }
        int row = 0;
        for (RunEntry entry : runs) {
            addRun(row++, entry);
        }
        String against = model.recipes().obstacle();
        obstacle.setText(against == null ? "" : against);
        obstacle.setVisible(against != null);
        start.setDisable(against != null);
    }

    private void addRun(int row, RunEntry entry) {
        int column = model.runs().chosenProperty().get().indexOf(entry.id());
        CheckBox box = new CheckBox(entry.title());
        box.setMnemonicParsing(false);
        box.setMinWidth(USE_PREF_SIZE);
        box.setSelected(column >= 0);
        box.setOnAction(event -> model.runs().toggle(entry.id()));
        Label letter = new Label(column < 0 ? "" : Comparison.letter(column));
        letter.getStyleClass().add("run-letter");
        if (column >= 0) {
            letter.getStyleClass()
                    .add("run-" + Comparison.letter(column).toLowerCase(java.util.Locale.ROOT));
        }
        letter.setMinWidth(16);
        Label details = new Label(entry.details());
        details.getStyleClass().add("compare-quiet");
        details.setMinWidth(40);
        Label date = new Label(entry.date(zone));
        date.getStyleClass().add("compare-quiet");
        date.setMinWidth(USE_PREF_SIZE);
        Label state = new Label(entry.state());
        state.setMinWidth(USE_PREF_SIZE);
        Label tokens =
                PaneParts.figure(
                        "%s · %s tok"
                                .formatted(
                                        Figures.count(entry.summary().solutions(), "solution"),
                                        entry.generated() < 0
                                                ? "…"
                                                : Figures.count(entry.generated())));
        list.addRow(row, letter, box, details, date, state, tokens);
        if (entry.canResume()) {
            Button resume = new Button("Resume");
            resume.getStyleClass().add("small");
            resume.setMinWidth(USE_PREF_SIZE);
            resume.setTooltip(new Tooltip("Make the chains that it lacks"));
            resume.setDisable(model.recipes().obstacle() != null || model.runs().queue().isBusy());
            resume.setOnAction(event -> model.runs().resume(entry));
            list.add(resume, 6, row);
        }
    }

    private GridPane recipes() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("panel-grid");
        RecipesViewModel recipes = model.recipes();
        grid.addRow(
                0,
                new Label("parallel, chains K"),
                whole(recipes.chainsProperty(), 1, Scaling.MAX_CHAINS, 1),
                new Label("sequential, rounds R"),
                whole(recipes.roundsProperty(), 1, Scaling.MAX_ROUNDS, 1));
        ComboBox<RecipesViewModel.Scope> scope = new ComboBox<>();
        scope.getItems().setAll(RecipesViewModel.Scope.values());
        scope.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(RecipesViewModel.@Nullable Scope of) {
                        return of == null ? "" : of.title();
                    }

                    @Override
                    public RecipesViewModel.Scope fromString(String text) {
                        return RecipesViewModel.Scope.ALL;
                    }
                });
        scope.valueProperty().bindBidirectional(recipes.scopeProperty());
        grid.addRow(
                1,
                new Label("budget a solution"),
                whole(recipes.budgetProperty(), 0, 10_000_000, 1_024),
                new Label("of"),
                scope);
        Label plan = new Label();
        plan.getStyleClass().add("definition");
        plan.textProperty().bind(recipes.planProperty());
        grid.add(plan, 0, 2, 3, 1);
        Button match = new Button("Budget as A used");
        match.getStyleClass().add("small");
        match.setTooltip(new Tooltip("Take what run A spent on a solution on average"));
        match.setOnAction(event -> recipes.matchTo(0));
        match.disableProperty().bind(model.figuresProperty().isNull());
        grid.add(match, 3, 2);
        return grid;
    }

    private static Spinner<Integer> whole(IntegerProperty property, int least, int most, int by) {
        Spinner<Integer> spinner = new Spinner<>(least, most, property.get(), by);
        spinner.setEditable(true);
        spinner.setPrefWidth(120);
        spinner.valueProperty().addListener((value, before, now) -> property.set(now));
        SpinnerValueFactory<Integer> values = spinner.getValueFactory();
        property.subscribe(now -> values.setValue(now.intValue()));
        spinner.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        commit(spinner);
                    }
                });
        return spinner;
    }

    private static void commit(Spinner<Integer> spinner) {
        try {
            spinner.commitValue();
        } catch (NumberFormatException malformed) {
            // What was typed is no number: the value stays.
            spinner.getEditor().setText(String.valueOf(spinner.getValue()));
        }
    }
}
