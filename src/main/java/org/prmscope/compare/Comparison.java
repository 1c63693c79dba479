package org.prmscope.compare;

import org.prmscope.core.FirstError;
import org.prmscope.core.Solution;
import org.prmscope.scaling.AggregatedSolution;
import org.prmscope.scaling.Aggregation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Runs of the same solutions side by side, under one aggregation, with one run pinned as the
/// reference.
///
/// What can be compared is compared; the rest is in [#excluded()] with the reason. A comparison
/// does not change: another aggregation, pinned run or slice, or results that have come in since,
/// make a new one, which is cheap. What is expensive ([#set()]) is computed when it is asked for.
public final class Comparison {
    /// As many columns as can be read side by side.
    public static final int MOST_RUNS = 4;

    private final Alignment everything;
    private final Alignment alignment;
    private final Aggregation aggregation;
    private final int pinned;
    private final Slice slice;
    private final Memo<List<List<AggregatedSolution>>> outcomes;
    private final Memo<Map<String, Integer>> positions;
    private final Memo<SetComparison> set;

    private Comparison(Alignment everything, Aggregation aggregation, int pinned, Slice slice) {
        this.everything = everything;
        this.aggregation = aggregation;
        this.pinned = pinned;
        this.slice = slice;
        this.alignment = cut();
        outcomes = new Memo<>(this::aggregateAll);
        positions = new Memo<>(this::index);
        set = new Memo<>(() -> new SetComparison(alignment, aggregation, pinned, outcomes.get()));
    }

    /// Compares runs.
    ///
    /// @param solutions of one set; of two with the same id the first counts
    /// @param runs one to [#MOST_RUNS], each in the order of its column
    /// @param pinned which of them is the reference, from 0
    public static Comparison of(
            List<Solution> solutions, List<ComparedRun> runs, Aggregation aggregation, int pinned) {
        if (runs.isEmpty() || runs.size() > MOST_RUNS || pinned < 0 || pinned >= runs.size()) {
            throw new IllegalArgumentException(
                    "1 to %d runs of which one is pinned, were %d and %d"
                            .formatted(MOST_RUNS, runs.size(), pinned));
        }
        return new Comparison(
                Alignment.of(solutions, List.copyOf(runs)), aggregation, pinned, Slice.ALL);
    }

    private Alignment cut() {
        if (slice.conditions().isEmpty()) {
            return everything;
        }
        FacetValues values = new FacetValues(everything, aggregation, pinned);
        IntStream kept = IntStream.range(0, everything.solutions().size());
        for (Condition condition : slice.conditions()) {
            kept = kept.filter(member(condition, values));
        }
        return everything.keep(kept.boxed().toList());
    }

    /// Which positions meet a condition.
    private IntPredicate member(Condition condition, FacetValues values) {
        return switch (condition) {
            case Condition.Between between ->
                    at -> Condition.holds(between, values.of(between.facet(), at));
            case Condition.Is is -> at -> Condition.holds(is, values.of(is.facet(), at));
            case Condition.Lacks lacks ->
                    at -> Condition.holds(lacks, values.of(lacks.facet(), at));
            case Condition.Among(List<String> ids) -> {
                Set<String> known = Set.copyOf(ids);
                yield at -> known.contains(everything.solutions().get(at).id());
            }
        };
    }

    private List<List<AggregatedSolution>> aggregateAll() {
        List<List<AggregatedSolution>> all = new ArrayList<>();
        for (List<List<ComparedChain>> chains : alignment.chains()) {
            all.add(aggregate(aggregation, chains));
        }
        return all;
    }

    static List<AggregatedSolution> aggregate(
            Aggregation aggregation, List<List<ComparedChain>> solutions) {
        List<AggregatedSolution> aggregated = new ArrayList<>(solutions.size());
        for (List<ComparedChain> chains : solutions) {
            aggregated.add(
                    aggregation.aggregate(
                            chains.stream().map(ComparedChain::verdicts).toList(),
                            chains.getFirst().verdicts().size()));
        }
        return aggregated;
    }

    private Map<String, Integer> index() {
        Map<String, Integer> index = new HashMap<>();
        for (int at = 0; at < alignment.solutions().size(); at++) {
            index.put(alignment.solutions().get(at).id(), at);
        }
        return index;
    }

    /// The same runs under another aggregation.
    public Comparison with(Aggregation other) {
        return new Comparison(everything, other, pinned, slice);
    }

    /// The same runs with another one as the reference.
    public Comparison withPinned(int run) {
        return new Comparison(everything, aggregation, run, slice);
    }

    /// The same runs over a part of the set; [Slice#ALL] gives the whole of it.
    public Comparison with(Slice other) {
        return new Comparison(everything, aggregation, pinned, other);
    }

    public List<ComparedRun> runs() {
        return alignment.runs();
    }

    public Aggregation aggregation() {
        return aggregation;
    }

    /// Which run is the reference, from 0.
    public int pinned() {
        return pinned;
    }

    public Slice slice() {
        return slice;
    }

    /// What a run is called here: A, B, C or D.
    public static String letter(int run) {
        return Alignment.letter(run);
    }

    /// The solutions of the slice that all runs have, in the order of the set.
    public List<Solution> solutions() {
        return alignment.solutions();
    }

    /// The solutions that cannot be compared, whatever the slice.
    public List<Excluded> excluded() {
        return alignment.excluded();
    }

    /// What a reader must know before the figures: sentences, none if the runs are alike.
    public List<String> notes() {
        return ComparisonNotes.of(alignment);
    }

    /// Where a solution is in [#solutions()]; -1 where it is not.
    public int indexOf(String solutionId) {
        return positions.get().getOrDefault(solutionId, -1);
    }

    /// One solution, steps as rows and runs as columns.
    ///
    /// @param index in [#solutions()]
    public SolutionComparison solution(int index) {
        return SolutionComparison.of(
                alignment.solutions().get(index),
                index,
                alignment.runs(),
                pinned,
                outcomes.get().stream().map(ofRun -> ofRun.get(index)).toList(),
                alignment.chains().stream().map(ofRun -> ofRun.get(index)).toList());
    }

    /// The chains of a run that count for a solution.
    ///
    /// @param index in [#solutions()]
    public List<ComparedChain> chains(int run, int index) {
        return alignment.chains().get(run).get(index);
    }

    /// Where a run has the first error of a solution.
    ///
    /// @param index in [#solutions()]
    public FirstError firstError(int run, int index) {
        return outcomes.get().get(run).get(index).firstError();
    }

    /// Whether two runs differ in the first error of a solution.
    ///
    /// @param index in [#solutions()]
    public boolean isDisagreement(int index) {
        FirstError first = firstError(0, index);
        return IntStream.range(1, runs().size())
                .anyMatch(run -> !firstError(run, index).equals(first));
    }

    /// The next solution after this one on which runs differ; -1 if none follows.
    ///
    /// @param index in [#solutions()]; -1 begins with the first
    public int nextDisagreement(int index) {
        return IntStream.range(index + 1, solutions().size())
                .filter(this::isDisagreement)
                .findFirst()
                .orElse(-1);
    }

    /// The last solution before this one on which runs differ; -1 if none does.
    ///
    /// @param index in [#solutions()]; their number begins with the last
    public int previousDisagreement(int index) {
        for (int at = index - 1; at >= 0; at--) {
            if (isDisagreement(at)) {
                return at;
            }
        }
        return -1;
    }

    /// All solutions together.
    public SetComparison set() {
        return set.get();
    }
}
