package org.prmscope.report;

import org.prmscope.compare.Comparison;
import org.prmscope.core.Run;

import java.util.List;

/// What [HtmlComparison] puts on a page.
///
/// @param set the name of the set
/// @param date when it was written, for a person
/// @param runs the runs of the comparison, in the order of their columns
/// @param solutions those to show step by step
/// @param limits what is left out, and said to be
public record ComparisonPage(
        Comparison comparison,
        String set,
        String date,
        List<Run> runs,
        List<ChosenSolution> solutions,
        Limits limits) {
    public ComparisonPage {
        runs = List.copyOf(runs);
        solutions = List.copyOf(solutions);
        if (runs.size() != comparison.runs().size()) {
            throw new IllegalArgumentException(
                    "%d runs of a comparison of %d"
                            .formatted(runs.size(), comparison.runs().size()));
        }
    }

    /// How much a page takes.
    ///
    /// @param solutions that are shown step by step, at most
    /// @param characters of one text, at most
    /// @param rows of a list of solutions, at most
    public record Limits(int solutions, int characters, int rows) {
        /// 20 solutions, 40,000 characters a text, 50 rows.
        public static final Limits DEFAULT = new Limits(20, 40_000, 50);

        public Limits {
            if (solutions < 0 || characters < 1 || rows < 0) {
                throw new IllegalArgumentException("limits of nothing: " + solutions);
            }
        }
    }
}
