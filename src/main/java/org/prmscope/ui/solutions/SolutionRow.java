package org.prmscope.ui.solutions;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.FirstError;
import org.prmscope.core.Solution;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;
import org.prmscope.run.SolutionResult;
import org.prmscope.ui.figures.Figures;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// One solution in the table, with what is known of its verification so far.
public final class SolutionRow {
    private final Solution solution;
    private final int position;
    private final String haystack;
    private final ReadOnlyObjectWrapper<Standing> standing;

    /// What changes while a run goes on.
    ///
    /// @param verdicts the running chain's while it runs, otherwise the newest result's
    /// @param result the newest result, kept while a new run is queued
    public record Standing(
            RowState state, List<StepVerdict> verdicts, @Nullable SolutionResult result) {
        public Standing {
            verdicts = List.copyOf(verdicts);
        }
    }

    /// A row of the solution at `position` of its set, from 0.
    public SolutionRow(Solution solution, int position, @Nullable SolutionResult result) {
        this.solution = solution;
        this.position = position;
        haystack =
                (solution.id() + '\n' + solution.generator() + '\n' + solution.problem())
                        .toLowerCase(Locale.ROOT);
        standing = new ReadOnlyObjectWrapper<>(settled(result));
    }

    public Solution solution() {
        return solution;
    }

    public String id() {
        return solution.id();
    }

    /// The place in the file, from 0: the order without sorting.
    public int position() {
        return position;
    }

    public Standing standing() {
        return standing.get();
    }

    public ReadOnlyObjectProperty<Standing> standingProperty() {
        return standing.getReadOnlyProperty();
    }

    public RowState state() {
        return standing().state();
    }

    /// Whether every one of the lower-case `words` occurs in id, generator or problem.
    boolean matches(List<String> words) {
        return words.stream().allMatch(haystack::contains);
    }

    void queue() {
        set(new Standing(RowState.QUEUED, standing().verdicts(), standing().result()));
    }

    void run(List<StepVerdict> verdicts) {
        set(new Standing(RowState.RUNNING, verdicts, standing().result()));
    }

    void settle(@Nullable SolutionResult result) {
        set(settled(result));
    }

    /// Goes back to the newest result, as when a run ends before it reached this solution.
    void settleBack() {
        set(settled(standing().result()));
    }

    private void set(Standing next) {
        if (!next.equals(standing())) {
            standing.set(next);
        }
    }

    private static Standing settled(@Nullable SolutionResult result) {
        if (result == null) {
            return new Standing(RowState.NOT_RUN, List.of(), null);
        }
        return new Standing(
                result.end() == ChainEnd.FAILED ? RowState.FAILED : RowState.DONE,
                result.verdicts(),
                result);
    }

    /// Gold's first error, from 1; a dash for none, empty where gold does not say.
    public String goldText() {
        return text(solution.goldFirstError(), "");
    }

    /// The predicted first error, from 1; a dash for none, `inv` where it cannot be read.
    public String predictedText() {
        SolutionResult result = standing().result();
        if (result == null || state() == RowState.RUNNING) {
            return "";
        }
        return state() == RowState.FAILED ? "fail" : text(result.firstError(), "inv");
    }

    private static String text(FirstError error, String unknown) {
        return switch (error) {
            case FirstError.At(int step) -> Figures.step(step);
            case FirstError.None() -> Figures.DASH;
            case FirstError.Unknown() -> unknown;
        };
    }

    /// How the newest result compares with gold.
    public Agreement agreement() {
        SolutionResult result = standing().result();
        if (result == null) {
            return Agreement.NOT_RUN;
        }
        if (result.end() == ChainEnd.FAILED || result.firstError() instanceof FirstError.Unknown) {
            return Agreement.INVALID;
        }
        FirstError gold = solution.goldFirstError();
        if (gold instanceof FirstError.Unknown) {
            return Agreement.NO_GOLD;
        }
        return gold.equals(result.firstError()) ? Agreement.AGREE : Agreement.DISAGREE;
    }

    /// The lowest confidence 0..1 among the steps with a readable verdict; empty if there is none.
    public OptionalDouble lowestConfidence() {
        double lowest = Double.POSITIVE_INFINITY;
        for (StepVerdict verdict : standing().verdicts()) {
            if (verdict.confidence() != null && isReadable(verdict.verdict())) {
                lowest = Math.min(lowest, verdict.confidence().probability());
            }
        }
        return lowest <= 1 ? OptionalDouble.of(lowest) : OptionalDouble.empty();
    }

    /// The lowest confidence for the column, a dash where a result has none.
    public String lowestConfidenceText() {
        OptionalDouble lowest = lowestConfidence();
        if (lowest.isPresent()) {
            return Figures.probability(lowest.getAsDouble());
        }
        return state() == RowState.DONE ? Figures.DASH : "";
    }

    private static boolean isReadable(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Correct(), Verdict.Incorrect() -> true;
            case Verdict.Invalid _, Verdict.NotReached() -> false;
        };
    }
}
