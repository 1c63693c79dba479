package org.prmscope.ui.synthesis;

import org.prmscope.core.WorkbenchException;

/// What the data view shows as a whole.
public sealed interface DataState {
    /// No set is open.
    record NoSet() implements DataState {}

    /// Runs and filters of the set are looked up, or filters are applied for the first time.
    ///
    /// @param done chains
    /// @param total 0 while it is not known
    record Reading(int done, int total) implements DataState {}

    /// Nothing was sampled yet.
    ///
    /// @param labelled solutions that gold labels far enough
    /// @param ofSolutions all of the set
    record NoChains(String set, int labelled, int ofSolutions) implements DataState {}

    /// Nothing was sampled yet, but a run over the set is making chains.
    ///
    /// @param done chains
    /// @param total 0 while the run is being started
    record Sampling(int done, int total) implements DataState {}

    /// The person stopped the first application of filters.
    record Stopped() implements DataState {}

    /// It cannot be shown.
    record Failed(WorkbenchException.Report report) implements DataState {}

    /// All is there.
    record Ready(DataReview review) implements DataState {}
}
