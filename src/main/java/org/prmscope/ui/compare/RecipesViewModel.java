package org.prmscope.ui.compare;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.run.Recipe;
import org.prmscope.run.RunRequest;
import org.prmscope.run.SetSummary;
import org.prmscope.run.VerifierChoice;
import org.prmscope.scaling.BudgetPlan;
import org.prmscope.ui.figures.Figures;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The runs that "Run both" makes, usually a pair: as many tokens once in parallel and once in
/// sequence. They are put together here, or taken from a recipe.
///
/// Everything but the spread is as the recipe has it, or else as the options of the next run.
public final class RecipesViewModel {
    private static final int MOST_TOKENS = 10_000_000;
    private static final int FIRST_BUDGET = 8_192;

    /// Which solutions are run.
    public enum Scope {
        ALL("the whole set"),
        FILTERED("the solutions shown"),
        ONE("this solution");

        private final String title;

        Scope(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// What one planned run would do, in words.
    ///
    /// @param title such as `parallel K=4 · ThinkPRM · T 0.6`
    /// @param split how its budget is split
    /// @param warnings where that cannot do
    public record Line(String title, String split, List<String> warnings) {
        public Line {
            warnings = List.copyOf(warnings);
        }

        /// All of it on one line.
        public String text() {
            return "%s: %s%s".formatted(title, split, warnings.isEmpty() ? "" : " (!)");
        }
    }

    private final CompareDesk desk;
    private final RunsViewModel runs;
    private final CompareViewModel compare;
    private final RecipeListViewModel list;
    private final ReadOnlyObjectWrapper<List<PlannedColumn>> planned =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Line>> lines = new ReadOnlyObjectWrapper<>(List.of());
    private final IntegerProperty budget = new SimpleIntegerProperty(FIRST_BUDGET);
    private final StringProperty name = new SimpleStringProperty("");
    private final ObjectProperty<Scope> scope = new SimpleObjectProperty<>(Scope.ALL);
    private final ReadOnlyStringWrapper plan = new ReadOnlyStringWrapper("");
    private boolean applying;

    RecipesViewModel(
            CompareDesk desk,
            RunsViewModel runs,
            CompareViewModel compare,
            RecipeListViewModel list) {
        this.desk = desk;
        this.runs = runs;
        this.compare = compare;
        this.list = list;
        reset();
        budget.subscribe(this::spread);
        scope.subscribe(this::describe);
    }

    /// A pair anew, with the options of the next run: 4 chains against 4 rounds.
    public void reset() {
        name.set("");
        apply(
                List.of(
                        new PlannedColumn(null, 4, 1, FIRST_BUDGET),
                        new PlannedColumn(null, 1, 4, FIRST_BUDGET)));
    }

    /// Plans what a recipe says, to be run as it is or changed first.
    public void choose(Recipe recipe) {
        name.set(list.has(recipe.name()) ? recipe.name() : "");
        apply(recipe.runs().stream().map(PlannedColumn::of).toList());
    }

    private void apply(List<PlannedColumn> next) {
        applying = true;
        Integer tokens = next.getFirst().budget();
        budget.set(tokens == null ? 0 : tokens);
        applying = false;
        planned.set(List.copyOf(next));
        describe();
    }

    /// One budget for all of them.
    private void spread() {
        if (!applying) {
            int tokens = budget.get();
            planned.set(
                    planned.get().stream()
                            .map(run -> run.withBudget(tokens <= 0 ? null : (Integer) tokens))
                            .toList());
            describe();
        }
    }

    /// Gives a planned run other chains.
    ///
    /// @param run which, from 0
    public void setChains(int run, int chains) {
        replace(run, planned.get().get(run).withChains(chains));
    }

    /// Gives a planned run other rounds.
    ///
    /// @param run which, from 0
    public void setRounds(int run, int rounds) {
        replace(run, planned.get().get(run).withRounds(rounds));
    }

    private void replace(int run, PlannedColumn with) {
        List<PlannedColumn> next = new ArrayList<>(planned.get());
        if (!next.set(run, with).equals(with)) {
            planned.set(List.copyOf(next));
            describe();
        }
    }

    /// Plans one run more, with chains and rounds both; nothing happens where there are as many as
    /// can be compared.
    public void add() {
        List<PlannedColumn> next = new ArrayList<>(planned.get());
        if (next.size() < Comparison.MOST_RUNS) {
            PlannedColumn last = next.getLast();
            next.add(new PlannedColumn(last.settings(), 2, 2, last.budget()));
            planned.set(List.copyOf(next));
            describe();
        }
    }

    /// Leaves a run out, unless it is the only one.
    ///
    /// @param run which, from 0
    public void remove(int run) {
        if (planned.get().size() > 1) {
            List<PlannedColumn> next = new ArrayList<>(planned.get());
            next.remove(run);
            planned.set(List.copyOf(next));
            describe();
        }
    }

    /// Takes what a run spent on a solution on average as the budget of all, so that they may use
    /// as much; nothing happens for a run without a chain.
    public void matchTo(RunEntry run) {
        int tokens = run.summary().generatedPerSolution();
        if (tokens > 0) {
            budget.set(Math.min(tokens, MOST_TOKENS));
        }
    }

    /// The runs as they would be made.
    List<RunConfiguration> configurations() {
        RunConfiguration next = desk.configuration();
        return planned.get().stream().map(run -> run.configuration(next)).toList();
    }

    /// Says anew what would be done; call when the options of the next run may be others.
    public void describe() {
        int steps = solutions().stream().mapToInt(each -> each.steps().size()).max().orElse(1);
        List<Line> next = new ArrayList<>();
        for (RunConfiguration run : configurations()) {
            BudgetPlan split = BudgetPlan.of(run, Math.max(1, steps));
            next.add(
                    new Line(
                            "%s · %s · T %s"
                                    .formatted(
                                            run.scaling().title(),
                                            run.protocol().title(),
                                            Figures.plain(run.sampling().temperature())),
                            split.text(),
                            split.warnings()));
        }
        lines.set(List.copyOf(next));
        plan.set(next.stream().map(Line::text).collect(Collectors.joining("\n")));
    }

    /// What the button says that starts them.
    public String startText() {
        int count = planned.get().size();
        return switch (count) {
            case 1 -> "▶ Run it";
            case 2 -> "▶ Run both";
            default -> "▶ Run all " + count;
        };
    }

    /// Why it cannot be started; null where it can.
    public @Nullable String obstacle() {
        if (runs.set() == null) {
            return "Open a set first.";
        }
        if (desk.verifier() == null) {
            return "Choose a verifier that can run first (v).";
        }
        return solutions().isEmpty() ? "No solution is shown." : null;
    }

    /// Makes the runs, one after the other.
    public void start() {
        SetSummary set = runs.set();
        VerifierChoice verifier = desk.verifier();
        List<Solution> wanted = solutions();
        if (set == null || verifier == null || wanted.isEmpty()) {
            return;
        }
        runs.start(
                configurations().stream()
                        .map(run -> new RunRequest(set.id(), wanted, verifier, run))
                        .toList());
    }

    private List<Solution> solutions() {
        return switch (scope.get()) {
            case ALL -> runs.solutions();
            case FILTERED -> {
                Set<String> ids = new HashSet<>(compare.solution().ids());
                yield compare.filterProperty().get() == null
                        ? runs.solutions()
                        : runs.solutions().stream().filter(one -> ids.contains(one.id())).toList();
            }
            case ONE -> {
                SolutionComparison now = compare.solution().shownProperty().get();
                yield now == null
                        ? runs.solutions().subList(0, Math.min(1, runs.solutions().size()))
                        : List.of(now.solution());
            }
        };
    }

    /// Why what is planned cannot be saved under the name; null where it can.
    public @Nullable String saveObstacle() {
        String wanted = name.get().strip();
        if (list.problemProperty().get() != null) {
            return "The file of recipes has to be put right first.";
        }
        if (!Recipe.isName(wanted)) {
            return "A recipe needs a name of 1 to 80 characters.";
        }
        return Recipe.PRESETS.stream().anyMatch(preset -> preset.name().equals(wanted))
                ? "A preset has this name."
                : null;
    }

    /// Whether saving would take the place of another recipe.
    public boolean replaces() {
        return list.has(name.get().strip());
    }

    /// Keeps what is planned under the name, with all options of the runs as they are now.
    public void save() {
        if (saveObstacle() == null) {
            list.save(new Recipe(name.get().strip(), configurations()));
        }
    }

    /// Deletes the recipe of the name, after asking; what is planned stays.
    public void delete() {
        String gone = name.get().strip();
        if (list.has(gone)
                && compare.session()
                        .dialogs()
                        .confirm(
                                "Delete the recipe?",
                                "\"%s\" cannot be brought back. Runs made by it stay."
                                        .formatted(gone),
                                "Delete recipe")) {
            list.remove(gone);
        }
    }

    /// The recipes that can be chosen.
    public RecipeListViewModel list() {
        return list;
    }

    /// The planned runs, at least one.
    public ReadOnlyObjectProperty<List<PlannedColumn>> plannedProperty() {
        return planned.getReadOnlyProperty();
    }

    /// What each of them would do.
    public ReadOnlyObjectProperty<List<Line>> linesProperty() {
        return lines.getReadOnlyProperty();
    }

    /// Tokens a solution, of every planned run once it is changed; 0 for none.
    public IntegerProperty budgetProperty() {
        return budget;
    }

    /// The name to save under, or of the recipe that was chosen.
    public StringProperty nameProperty() {
        return name;
    }

    public ObjectProperty<Scope> scopeProperty() {
        return scope;
    }

    /// All lines together.
    public ReadOnlyStringProperty planProperty() {
        return plan.getReadOnlyProperty();
    }
}
