package org.prmscope.ui.compare;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.RunConfiguration;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.VerifierChoice;

/// What comparing needs of the window around it: the one run that may go on, and what to run with.
///
/// Everything is called on the FX thread.
public interface CompareDesk {
    /// Starts a run; nothing happens while one goes on.
    void start(RunRequest request);

    /// Asks the run that goes on to stop; finished chains are kept.
    void cancel();

    /// Whether a run is being started or goes on.
    ReadOnlyBooleanProperty activeProperty();

    /// The newest snapshot of the run that goes on or went on last, null before the first.
    ReadOnlyObjectProperty<@Nullable RunSnapshot> snapshotProperty();

    /// The verifier that a run would take, null if none can run.
    @Nullable VerifierChoice verifier();

    /// The options of the next run, as the inspect view has them.
    RunConfiguration configuration();
}
