package org.prmscope.synthesis.filter;

import org.prmscope.core.FirstError;
import org.prmscope.core.Rejection;
import org.prmscope.core.RejectionReason;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How many chains are kept and dropped, and what kind they are: what to look at for a filter that
/// prefers easy problems, short chains or late errors.
///
/// @param readmitted chains that a person let in against the filters
/// @param droppedByHand chains that a person took out against them
/// @param reasons for each that occurs, chains that are dropped for it first, and chains that it
///   speaks against at all, those dropped by hand and re-admitted not among the first
/// @param labels by [ChainProperty#LABEL], and the following by the others
/// @param notices what a person should know, a sentence each
public record FilterSummary(
        int chains,
        int kept,
        int solutions,
        int solutionsKept,
        int readmitted,
        int droppedByHand,
        List<ReasonCount> reasons,
        List<Bucket> labels,
        List<Bucket> sources,
        List<Bucket> positions,
        List<Bucket> lengths,
        List<Bucket> steps,
        List<String> notices) {
    /// How often one reason of one filter occurs.
    ///
    /// @param first chains that are dropped and have it as their first reason
    /// @param all chains that have it among their reasons
    public record ReasonCount(String filter, RejectionReason reason, int first, int all) {}

    /// Chains of one group; [ChainProperty#groupOf(ChainFacts)] finds them.
    ///
    /// @param name of the group
    public record Bucket(String name, int kept, int dropped) {}

    /// Counts chains.
    public static FilterSummary of(List<ReviewedChain> chains) {
        List<ReviewedChain> kept = chains.stream().filter(ReviewedChain::isKept).toList();
        return new FilterSummary(
                chains.size(),
                kept.size(),
                solutions(chains).size(),
                solutions(kept).size(),
                (int) chains.stream().filter(ReviewedChain::isReadmitted).count(),
                (int) chains.stream().filter(ReviewedChain::isDroppedByHand).count(),
                reasons(chains),
                buckets(chains, ChainProperty.LABEL),
                buckets(chains, ChainProperty.SOURCE),
                buckets(chains, ChainProperty.FIRST_ERROR),
                buckets(chains, ChainProperty.TOKENS),
                buckets(chains, ChainProperty.STEPS),
                notices(chains, kept));
    }

    private static Set<String> solutions(List<ReviewedChain> chains) {
        Set<String> ids = new HashSet<>();
        chains.forEach(chain -> ids.add(chain.facts().solutionId()));
        return ids;
    }

    /// Reasons, those first for which most chains are dropped.
    private static List<ReasonCount> reasons(List<ReviewedChain> chains) {
        Map<String, Map<RejectionReason, int[]>> counts = new LinkedHashMap<>();
        for (ReviewedChain chain : chains) {
            Map<String, Set<RejectionReason>> seen = new TreeMap<>();
            for (Rejection rejection : chain.rejections()) {
                boolean isNew =
                        seen.computeIfAbsent(
                                        rejection.filter(),
                                        _ -> EnumSet.noneOf(RejectionReason.class))
                                .add(rejection.reason());
                int[] count =
                        counts.computeIfAbsent(
                                        rejection.filter(),
                                        _ -> new EnumMap<>(RejectionReason.class))
                                .computeIfAbsent(rejection.reason(), _ -> new int[2]);
                count[1] += isNew ? 1 : 0;
                boolean first = rejection.equals(chain.rejections().getFirst());
                count[0] += first && isNew && !chain.isKept() ? 1 : 0;
            }
        }
        List<ReasonCount> reasons = new ArrayList<>();
        counts.forEach((filter, byReason) ->
                byReason.forEach((reason, count) ->
                        reasons.add(new ReasonCount(filter, reason, count[0], count[1]))));
        reasons.sort(
                Comparator.comparingInt(ReasonCount::first)
                        .thenComparingInt(ReasonCount::all)
                        .reversed());
        return reasons;
    }

    /// The groups of a property that have chains, in their order.
    private static List<Bucket> buckets(List<ReviewedChain> chains, ChainProperty property) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        chains.stream()
                .sorted(
                        Comparator.comparingInt(
                                        (ReviewedChain chain) -> property.order(chain.facts()))
                                .thenComparing(chain -> property.groupOf(chain.facts())))
                .forEach(chain ->
                        counts.computeIfAbsent(property.groupOf(chain.facts()), _ -> new int[2])[
                                chain.isKept() ? 0 : 1]++);
        List<Bucket> buckets = new ArrayList<>();
        counts.forEach((name, count) -> buckets.add(new Bucket(name, count[0], count[1])));
        return buckets;
    }

    /// Where gold has the first error, for a person.
    static String position(FirstError gold) {
        return switch (gold) {
            case FirstError.None() -> "no error";
            case FirstError.At(int step) -> "the first error at step " + (step + 1);
            case FirstError.Unknown() -> "an unknown first error";
        };
    }

    private static List<String> notices(List<ReviewedChain> chains, List<ReviewedChain> kept) {
        List<String> notices = new ArrayList<>();
        Set<String> sources = new TreeSet<>();
        Set<String> unlabelled = new HashSet<>();
        int incomparable = 0;
        for (ReviewedChain chain : chains) {
            if (!chain.facts().source().isEmpty()) {
                sources.add(chain.facts().source());
            }
            if (!chain.facts().hasGold()) {
                unlabelled.add(chain.facts().solutionId());
            }
            incomparable += chain.facts().incomparable();
        }
        if (chains.isEmpty()) {
            notices.add("The run has no chains to filter.");
        } else if (kept.isEmpty()) {
            notices.add("No chain is kept: there is nothing to train on. See the reasons above.");
        }
        if (!unlabelled.isEmpty()) {
            notices.add(
                    "Gold does not label %d of %d solutions far enough to compare with."
                            .formatted(unlabelled.size(), solutions(chains).size()));
        }
        if (sources.size() > 1) {
            notices.add(
                    "Gold labels come from %d sources: %s. Labels of different origin differ in"
                                    .formatted(sources.size(), String.join("; ", sources))
                            + " what they call wrong; source:is=NAME keeps to one.");
        }
        if (incomparable > 0) {
            notices.add(
                    "%d %s after the first gold error could not be compared: gold has no"
                                    .formatted(
                                            incomparable,
                                            incomparable == 1 ? "verdict" : "verdicts")
                            + " labels there.");
        }
        boolean right = false;
        boolean wrong = false;
        for (ReviewedChain chain : kept) {
            right |= chain.facts().gold() instanceof FirstError.None;
            wrong |= chain.facts().gold() instanceof FirstError.At;
        }
        if (!kept.isEmpty() && right != wrong) {
            notices.add(
                    "Only chains of %s solutions are kept: a verifier trained on them alone learns"
                                    .formatted(right ? "correct" : "incorrect")
                            + " one answer.");
        }
        return notices;
    }
}
