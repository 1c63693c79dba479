package org.prmscope.ui.compare;

import org.prmscope.compare.Comparison;
import org.prmscope.compare.Excluded;
import org.prmscope.core.WorkbenchException;

import java.util.List;

/// What the compare view shows as a whole.
public sealed interface CompareState {
    /// No set is shown.
    record NoSet() implements CompareState {}

    /// Runs are read.
    record Loading() implements CompareState {}

    /// The set has no run yet, or none is chosen.
    ///
    /// @param runs how many there are to choose from
    record NothingChosen(int runs) implements CompareState {}

    /// A run goes on or waits, and there is nothing to compare before it has more.
    ///
    /// @param title which run, in a sentence without a full stop
    /// @param done chains
    /// @param total 0 until it has begun
    record GoesOn(String title, int done, int total) implements CompareState {}

    /// The chosen runs have no solution in common.
    record NothingCommon(List<Excluded> excluded) implements CompareState {
        public NothingCommon {
            excluded = List.copyOf(excluded);
        }
    }

    /// There is something to compare.
    ///
    /// @param comparison over all solutions that the runs have in common
    /// @param figures the same, or a slice of it where the figures are to follow the filter
    record Ready(Comparison comparison, Comparison figures) implements CompareState {}

    /// The runs cannot be read.
    record Failed(WorkbenchException.Report report) implements CompareState {}
}
