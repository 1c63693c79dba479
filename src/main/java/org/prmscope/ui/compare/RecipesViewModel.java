package org.prmscope.ui.compare;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.run.RunRequest;
import org.prmscope.run.SetSummary;
import org.prmscope.run.VerifierChoice;
import org.prmscope.ui.figures.Figures;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The pair of runs that "Run both" makes: as many tokens once in parallel and once in sequence.
///
/// Everything but the spread is as the options of the next run have it.
public final class RecipesViewModel {
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

    private final CompareDesk desk;
    private final RunsViewModel runs;
    private final CompareViewModel compare;
    private final IntegerProperty chains = new SimpleIntegerProperty(4);
    private final IntegerProperty rounds = new SimpleIntegerProperty(4);
    private final IntegerProperty budget = new SimpleIntegerProperty(8_192);
    private final ObjectProperty<Scope> scope = new SimpleObjectProperty<>(Scope.ALL);
    private final ReadOnlyStringWrapper plan = new ReadOnlyStringWrapper("");

    RecipesViewModel(CompareDesk desk, RunsViewModel runs, CompareViewModel compare) {
        this.desk = desk;
        this.runs = runs;
        this.compare = compare;
        chains.subscribe(this::describe);
        rounds.subscribe(this::describe);
        budget.subscribe(this::describe);
        describe();
    }

    /// The parallel one, then the sequential one.
    List<Scaling> scalings() {
        int k = Math.clamp(chains.get(), 1, Scaling.MAX_CHAINS);
        int r = Math.clamp(rounds.get(), 1, Scaling.MAX_ROUNDS);
        Integer tokens =
                budget.get() <= 0 ? null : (Integer) Math.max(budget.get(), Math.max(k, r));
        List<String> phrases = desk.configuration().scaling().triggers();
        return List.of(new Scaling(k, 1, phrases, tokens), new Scaling(1, r, phrases, tokens));
    }

    private void describe() {
        Integer tokens = scalings().getFirst().budget();
        int k = scalings().getFirst().chains();
        int r = scalings().getLast().rounds();
        plan.set(
                tokens == null
                        ? "%s against %s, without a budget"
                                .formatted(Figures.count(k, "chain"), Figures.count(r, "round"))
                        : "%s tokens a solution: %d × %s in parallel, 1 × %d × %s in sequence"
                                .formatted(
                                        Figures.count(tokens),
                                        k,
                                        Figures.count(tokens / k),
                                        r,
                                        Figures.count(tokens / r)));
    }

    /// Takes what a run actually used as the budget, so that the other may use as much.
    ///
    /// @param run a column, from 0
    public void matchTo(int run) {
        CompareViewModel.Figures figures = compare.figuresProperty().get();
        if (figures != null && run < figures.set().figures().size()) {
            budget.set(
                    (int)
                            Math.min(
                                    Math.round(
                                            figures.set()
                                                    .figures()
                                                    .get(run)
                                                    .spending()
                                                    .perSolution()),
                                    10_000_000));
        }
    }

    /// Why it cannot be started; null where it can.
    public @Nullable String obstacle() {
        if (runs.set() == null) {
            return "Open a set first.";
        }
        return desk.verifier() == null ? "Choose a verifier that can run first (v)." : null;
    }

    /// Makes both runs, one after the other.
    public void start() {
        SetSummary set = runs.set();
        VerifierChoice verifier = desk.verifier();
        List<Solution> wanted = solutions();
        if (set == null || verifier == null || wanted.isEmpty()) {
            return;
        }
        RunConfiguration configuration = desk.configuration();
        List<RunRequest> requests = new ArrayList<>();
        for (Scaling scaling : scalings()) {
            requests.add(
                    new RunRequest(set.id(), wanted, verifier, configuration.withScaling(scaling)));
        }
        runs.start(requests);
    }

    private List<Solution> solutions() {
        return switch (scope.get()) {
            case ALL -> runs.solutions();
            case FILTERED -> {
                Set<String> ids = new HashSet<>(compare.solution().ids());
                yield ids.isEmpty()
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

    /// K of the parallel run.
    public IntegerProperty chainsProperty() {
        return chains;
    }

    /// R of the sequential run.
    public IntegerProperty roundsProperty() {
        return rounds;
    }

    /// Tokens a solution in either; 0 for none.
    public IntegerProperty budgetProperty() {
        return budget;
    }

    public ObjectProperty<Scope> scopeProperty() {
        return scope;
    }

    /// How the budget is split, in words.
    public ReadOnlyStringProperty planProperty() {
        return plan.getReadOnlyProperty();
    }
}
