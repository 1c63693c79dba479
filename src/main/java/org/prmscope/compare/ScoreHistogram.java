package org.prmscope.compare;

import org.prmscope.diagnostics.Histogram;

import java.util.List;

/// How one run's scores of the solutions are spread.
///
/// @param run which, from 0
/// @param counts of the bins
/// @param bins of each bin the ids behind it
/// @param unscored ids of the solutions without a score, as unreadable ones
public record ScoreHistogram(
        int run, Histogram counts, List<List<String>> bins, List<String> unscored) {
    public ScoreHistogram {
        bins = bins.stream().map(List::copyOf).toList();
        unscored = List.copyOf(unscored);
    }
}
