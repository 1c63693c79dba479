package org.prmscope.verify;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Works out which step each verdict of a ThinkPRM text is for.
sealed interface StepWalk permits VerdictWalk, RecheckWalk {
    /// Takes the next verdict in the text.
    ///
    /// @param from where the text since the previous verdict begins
    /// @return the step it is for, from 0; null if for none
    @Nullable Integer take(VerdictBox box, boolean positive, int from);

    /// The step whose verdict would come next, from 0; -1 if all have one or it cannot be told.
    int nextStep();

    /// The verdict of every step, in order.
    List<ThinkPrmTranscript.StepReading> readings(ThinkPrmTranscript.Ending ending);
}
