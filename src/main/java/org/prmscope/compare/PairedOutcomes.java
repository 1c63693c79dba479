package org.prmscope.compare;

import org.prmscope.diagnostics.Difference;
import org.prmscope.diagnostics.McNemar;

import java.util.List;

/// Two runs on the same solutions: who is right where. Lists are ids in the order of the set.
///
/// @param a the first run, from 0
/// @param b the second
/// @param both right
/// @param onlyA right
/// @param onlyB right
/// @param neither right, an invalid judgement being wrong
/// @param noGold those that say nothing here
/// @param test of the two accuracies
/// @param f1 A's minus B's, with the interval of a paired bootstrap
/// @param accuracy A's minus B's, likewise
public record PairedOutcomes(
        int a,
        int b,
        List<String> both,
        List<String> onlyA,
        List<String> onlyB,
        List<String> neither,
        List<String> noGold,
        McNemar test,
        Difference f1,
        Difference accuracy) {
    public PairedOutcomes {
        both = List.copyOf(both);
        onlyA = List.copyOf(onlyA);
        onlyB = List.copyOf(onlyB);
        neither = List.copyOf(neither);
        noGold = List.copyOf(noGold);
    }

    /// Solutions with gold.
    public int n() {
        return both.size() + onlyA.size() + onlyB.size() + neither.size();
    }
}
