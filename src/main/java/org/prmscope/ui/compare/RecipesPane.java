package org.prmscope.ui.compare;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.core.Scaling;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.Recipe;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.NumberSpinner;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Plans runs: taken from a recipe or put together, described, kept under a name, started.
final class RecipesPane extends VBox {
    private static final int MOST_TOKENS = 10_000_000;
    private static final double WIDEST_TEXT = 800;

    private final CompareViewModel compare;
    private final RecipesViewModel model;
    private final MenuButton choose = new MenuButton("choose a recipe…");
    private final MenuButton match = new MenuButton("as a run used…");
    private final Button save = new Button();
    private final Button delete = new Button("Delete");
    private final Label problem = new Label();
    private final GridPane planned = new GridPane();
    private final List<PlannedRow> rows = new ArrayList<>();
    private final Button add = new Button("+ another run");
    private final Label obstacle = new Label();
    private final Button start = new Button();

    /// @param done closes the panel
    RecipesPane(CompareViewModel compare, Runnable done) {
        this.compare = compare;
        model = compare.recipes();
        getStyleClass().add("recipes-pane");
        Label title = new Label("Make new runs");
        title.getStyleClass().add("record-group");
        for (Label warning : List.of(problem, obstacle)) {
            warning.getStyleClass().add("warning-note");
            warning.managedProperty().bind(warning.visibleProperty());
            warning.setWrapText(true);
            warning.setMaxWidth(WIDEST_TEXT);
            warning.setMinHeight(USE_PREF_SIZE);
        }
        planned.getStyleClass().addAll("panel-grid", "planned-runs");
        ColumnConstraints rest = new ColumnConstraints();
        rest.setHgrow(Priority.ALWAYS);
        planned.getColumnConstraints()
                .addAll(
                        Stream.concat(
                                        Stream.generate(ColumnConstraints::new).limit(6),
                                        Stream.of(rest))
                                .toList());
        add.getStyleClass().add("small");
        add.setTooltip(new Tooltip("Two chains of two rounds, to begin with"));
        add.setOnAction(event -> model.add());
        start.getStyleClass().add("success");
        start.setOnAction(event -> {
            model.start();
            done.run();
        });
        getChildren()
                .addAll(
                        title,
                        recipeLine(),
                        problem,
                        planned,
                        new HBox(add),
                        budgetLine(),
                        obstacle,
                        new HBox(start));
        model.list().savedProperty().subscribe(this::refreshRecipes);
        model.list().problemProperty().subscribe(this::refreshRecipes);
        model.nameProperty().subscribe(this::refreshRecipes);
        model.plannedProperty().subscribe(this::refreshPlanned);
        model.linesProperty().subscribe(this::refreshPlanned);
        refreshRecipes();
        refreshPlanned();
    }

    private HBox recipeLine() {
        choose.setMnemonicParsing(false);
        choose.setMinWidth(USE_PREF_SIZE);
        choose.setTooltip(new Tooltip("Runs that were kept, and the paper's comparison"));
        TextField name = new TextField();
        name.setPromptText("name");
        name.setPrefColumnCount(18);
        name.setAccessibleText("Name of the recipe");
        name.textProperty().bindBidirectional(model.nameProperty());
        name.setOnAction(event -> model.save());
        save.setMinWidth(USE_PREF_SIZE);
        save.setOnAction(event -> model.save());
        delete.setMinWidth(USE_PREF_SIZE);
        delete.setOnAction(event -> model.delete());
        HBox line = new HBox(choose, name, save, delete);
        line.getStyleClass().add("panel-line");
        return line;
    }

    private HBox budgetLine() {
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
        scope.valueProperty().bindBidirectional(model.scopeProperty());
        match.setMnemonicParsing(false);
        match.setTooltip(
                new Tooltip(
                        "Take what a run really spent on a solution, on average, as the budget"));
        Spinner<Integer> budget =
                number(
                        "Budget of a solution in tokens, 0 for none",
                        NumberSpinner.whole(model.budgetProperty(), 0, MOST_TOKENS, 1_024));
        HBox line = new HBox(new Label("budget a solution"), budget, match, new Label("of"), scope);
        line.getStyleClass().addAll("panel-line", "budget-line");
        return line;
    }

    private static Spinner<Integer> number(String name, Spinner<Integer> spinner) {
        spinner.setPrefWidth(105);
        spinner.setMinWidth(80);
        spinner.setAccessibleText(name);
        return spinner;
    }

    /// Brings everything up to date that is not told of: call when it is opened.
    void refresh() {
        model.describe();
        match.getItems().clear();
        for (RunEntry entry : compare.runs().runs()) {
            int tokens = entry.summary().generatedPerSolution();
            if (tokens > 0) {
                int column = compare.runs().chosenProperty().get().indexOf(entry.id());
                MenuItem item =
                        new MenuItem(
                                "%s%s · %s: %s a solution"
                                        .formatted(
                                                column < 0 ? "" : Comparison.letter(column) + " ",
                                                entry.title(),
                                                entry.details(),
                                                Figures.count(tokens, "token")));
                item.setMnemonicParsing(false);
                item.setOnAction(event -> model.matchTo(entry));
                match.getItems().add(item);
            }
        }
        match.setDisable(match.getItems().isEmpty());
        String against = model.obstacle();
        obstacle.setText(against == null ? "" : against);
        obstacle.setVisible(against != null);
        start.setDisable(against != null);
    }

    private void refreshRecipes() {
        WorkbenchException.Report report = model.list().problemProperty().get();
        problem.setText(report == null ? "" : report.text());
        problem.setVisible(report != null);
        choose.getItems().clear();
        MenuItem own = new MenuItem("a new pair: 4 chains against 4 rounds");
        own.setOnAction(event -> model.reset());
        choose.getItems().addAll(own, new SeparatorMenuItem());
        model.list().savedProperty().get().forEach(this::addRecipe);
        if (!model.list().savedProperty().get().isEmpty()) {
            choose.getItems().add(new SeparatorMenuItem());
        }
        Recipe.PRESETS.forEach(this::addRecipe);
        String against = model.saveObstacle();
        save.setText(model.replaces() ? "Replace" : "Save");
        save.setDisable(against != null);
        save.setTooltip(
                new Tooltip(
                        against == null
                                ? "Keep these runs with all their options, to run them again"
                                : against));
        delete.setDisable(!model.replaces());
    }

    private void addRecipe(Recipe recipe) {
        MenuItem item = new MenuItem(recipe.name());
        item.setMnemonicParsing(false);
        item.setOnAction(event -> model.choose(recipe));
        choose.getItems().add(item);
    }

    /// Rows stay while there are as many, so that the one that is edited keeps the focus.
    private void refreshPlanned() {
        List<PlannedColumn> now = model.plannedProperty().get();
        List<RecipesViewModel.Line> lines = model.linesProperty().get();
        if (lines.size() != now.size()) {
            return;
        }
        if (rows.size() != now.size()) {
            rows.clear();
            planned.getChildren().clear();
            for (int run = 0; run < now.size(); run++) {
                rows.add(new PlannedRow(run, now.size() > 1));
            }
        }
        for (int run = 0; run < rows.size(); run++) {
            rows.get(run).show(now.get(run), lines.get(run));
        }
        add.setDisable(now.size() >= Comparison.MOST_RUNS);
        start.setText(model.startText());
    }

    /// A planned run: its numbers, and below them what it would do.
    private final class PlannedRow {
        private final IntegerProperty chains = new SimpleIntegerProperty(1);
        private final IntegerProperty rounds = new SimpleIntegerProperty(1);
        private final Label title = new Label();
        private final Label text = new Label();

        PlannedRow(int run, boolean removable) {
            chains.addListener((_, _, now) -> model.setChains(run, now.intValue()));
            rounds.addListener((_, _, now) -> model.setRounds(run, now.intValue()));
            title.setMinWidth(USE_PREF_SIZE);
            text.getStyleClass().add("definition");
            text.setWrapText(true);
            text.setMaxWidth(WIDEST_TEXT);
            text.setMinHeight(USE_PREF_SIZE);
            planned.addRow(
                    2 * run,
                    new Label("chains K"),
                    number(
                            "Chains K of run " + (run + 1),
                            NumberSpinner.whole(chains, 1, Scaling.MAX_CHAINS, 1)),
                    new Label("rounds R"),
                    number(
                            "Rounds R of run " + (run + 1),
                            NumberSpinner.whole(rounds, 1, Scaling.MAX_ROUNDS, 1)),
                    title);
            if (removable) {
                Button remove = new Button("✕");
                remove.getStyleClass().addAll("small", "flat");
                remove.setTooltip(new Tooltip("Leave this run out"));
                remove.setAccessibleText("Leave run %d out".formatted(run + 1));
                remove.setOnAction(event -> model.remove(run));
                planned.add(remove, 5, 2 * run);
            }
            // Reaches to the pane's edge, past the columns.
            planned.add(text, 0, 2 * run + 1, 7, 1);
        }

        void show(PlannedColumn column, RecipesViewModel.Line line) {
            chains.set(column.chains());
            rounds.set(column.rounds());
            title.setText(line.title());
            text.setText(
                    line.warnings().isEmpty()
                            ? line.split()
                            : line.split() + "\n" + String.join("\n", line.warnings()));
            text.getStyleClass().removeAll("definition", "warning-note");
            text.getStyleClass().add(line.warnings().isEmpty() ? "definition" : "warning-note");
        }
    }
}
