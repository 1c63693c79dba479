package org.prmscope.synthesis.filter;

import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.FirstError;
import org.prmscope.core.Protocol;
import org.prmscope.core.Rejection;
import org.prmscope.core.RejectionReason;
import org.prmscope.core.RunConfiguration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Applies a plan to chains that are shown to it one after another, so that only one of them is in
/// memory. Not thread-safe.
///
/// A chain that failed is no sample: it is rejected whatever the plan says, and no filter looks at
/// it.
public final class Filtering {
    private static final String FAILED = "run";

    private final FilterPlan plan;
    private final RunConfiguration draws;
    private final List<Entry> entries = new ArrayList<>();

    /// A chain with its reasons by filter; those of caps come last in time, not in order.
    private record Entry(ChainFacts facts, boolean failed, Map<Integer, List<Rejection>> reasons) {
        boolean isKept() {
            return reasons.isEmpty();
        }
    }

    public Filtering(FilterPlan plan) {
        this.plan = plan;
        // The draws of a chain come from (seed, solution, chain), as those of its sampling do.
        draws = RunConfiguration.of(Protocol.GENPRM).withSeed(plan.seed());
    }

    /// Shows one chain to the filters of single chains.
    public void add(SampledChain chain) {
        add(chain, Map.of());
    }

    /// Shows one chain to the filters of single chains that have not seen it.
    ///
    /// @param known what the others said of it
    /// @return what each filter of single chains says of it; empty for one that failed
    public Map<ChainFilter, List<Rejection>> add(
            SampledChain chain, Map<ChainFilter, List<Rejection>> known) {
        Map<ChainFilter, List<Rejection>> said = new HashMap<>();
        ChainFacts facts = ChainFacts.of(chain);
        Map<Integer, List<Rejection>> reasons = new TreeMap<>();
        boolean failed = chain.chain().end() != ChainEnd.COMPLETED;
        if (failed) {
            reasons.put(-1, List.of(failure(chain)));
        } else {
            for (int at = 0; at < plan.filters().size(); at++) {
                if (plan.filters().get(at) instanceof ChainFilter filter) {
                    List<Rejection> before = known.get(filter);
                    List<Rejection> found = before == null ? filter.examine(chain) : before;
                    said.put(filter, found);
                    if (!found.isEmpty()) {
                        reasons.put(at, found);
                    }
                }
            }
        }
        entries.add(new Entry(facts, failed, reasons));
        return said;
    }

    private static Rejection failure(SampledChain chain) {
        return new Rejection(
                FAILED,
                RejectionReason.UNFINISHED,
                null,
                chain.chain().events().stream()
                        .filter(event -> event.kind() == ChainEvent.Kind.FAILED)
                        .map(ChainEvent::detail)
                        .findFirst()
                        .orElse("The chain did not come to its end."));
    }

    /// Applies the filters of several chains and gives all decisions, in the order in which the
    /// chains were shown. To be called once.
    public List<ExaminedChain> finish() {
        for (int at = 0; at < plan.filters().size(); at++) {
            if (plan.filters().get(at) instanceof ConsensusFilter consensus) {
                consensus(consensus, at);
            }
        }
        caps(Cap.OfSolution.class, this::capSolutions);
        caps(Cap.OfPosition.class, this::capPositions);
        caps(Cap.OfLabel.class, this::capLabels);
        return entries.stream()
                .map(entry ->
                        new ExaminedChain(
                                entry.facts(),
                                entry.reasons().values().stream()
                                        .flatMap(Collection::stream)
                                        .toList()))
                .toList();
    }

    private void consensus(ConsensusFilter consensus, int at) {
        List<Entry> sampled = entries.stream().filter(entry -> !entry.failed()).toList();
        grouped(sampled, entry -> entry.facts().solutionId())
                .values()
                .forEach(group ->
                        consensus
                                .examine(group.stream().map(Entry::facts).toList())
                                .ifPresent(rejection ->
                                        group.forEach(entry ->
                                                entry.reasons().put(at, List.of(rejection)))));
    }

    /// What one kind of cap does with the chains that are left.
    private interface Capping<C extends Cap> {
        void apply(C cap, int at, List<Entry> kept);
    }

    private <C extends Cap> void caps(Class<C> kind, Capping<C> capping) {
        for (int at = 0; at < plan.filters().size(); at++) {
            Filter filter = plan.filters().get(at);
            if (kind.isInstance(filter)) {
                capping.apply(kind.cast(filter), at, drawn());
            }
        }
    }

    /// The chains that are kept so far, in the order in which the seed draws them.
    private List<Entry> drawn() {
        return entries.stream()
                .filter(Entry::isKept)
                .sorted(
                        Comparator.comparingLong((Entry entry) ->
                                        draws.chainSeed(
                                                entry.facts().solutionId(), entry.facts().chain()))
                                .thenComparing(entry -> entry.facts().solutionId())
                                .thenComparingInt(entry -> entry.facts().chain()))
                .toList();
    }

    private void capSolutions(Cap.OfSolution cap, int at, List<Entry> kept) {
        grouped(kept, entry -> entry.facts().solutionId())
                .values()
                .forEach(group ->
                        dropRest(
                                group,
                                cap.max(),
                                at,
                                cap.name(),
                                RejectionReason.SOLUTION_CAP,
                                "%d other chains of the solution are kept.".formatted(cap.max())));
    }

    private void capPositions(Cap.OfPosition cap, int at, List<Entry> kept) {
        List<Entry> wrong =
                kept.stream()
                        .filter(entry -> entry.facts().gold() instanceof FirstError.At)
                        .toList();
        grouped(wrong, entry -> entry.facts().gold())
                .forEach((first, group) ->
                        dropRest(
                                group,
                                cap.max(),
                                at,
                                cap.name(),
                                RejectionReason.POSITION_CAP,
                                "%d other chains with %s are kept."
                                        .formatted(cap.max(), FilterSummary.position(first))));
    }

    private void capLabels(Cap.OfLabel cap, int at, List<Entry> kept) {
        List<Entry> right = new ArrayList<>();
        List<Entry> wrong = new ArrayList<>();
        for (Entry entry : kept) {
            Boolean isCorrect = Outcome.saysCorrect(entry.facts().gold());
            if (isCorrect != null) {
                (isCorrect ? right : wrong).add(entry);
            }
        }
        boolean more = right.size() > wrong.size();
        int most =
                (int)
                        Math.min(
                                1 << 30,
                                Math.floor(cap.ratio() * Math.min(right.size(), wrong.size())));
        dropRest(
                more ? right : wrong,
                most,
                at,
                cap.name(),
                RejectionReason.LABEL_CAP,
                "Of chains of %s solutions %d are kept, %s times those of %s ones."
                        .formatted(
                                ProcessFilter.word(more),
                                most,
                                FilterText.number(cap.ratio()),
                                ProcessFilter.word(!more)));
    }

    private static void dropRest(
            List<Entry> group,
            int max,
            int at,
            String name,
            RejectionReason reason,
            String detail) {
        for (Entry entry : group.subList(Math.min(max, group.size()), group.size())) {
            entry.reasons().put(at, List.of(new Rejection(name, reason, null, detail)));
        }
    }

    private static <K> Map<K, List<Entry>> grouped(List<Entry> entries, Function<Entry, K> by) {
        Map<K, List<Entry>> groups = new LinkedHashMap<>();
        entries.forEach(entry ->
                groups.computeIfAbsent(by.apply(entry), _ -> new ArrayList<>()).add(entry));
        return groups;
    }
}
