package org.prmscope.ui.workbench;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.RunConfiguration;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.VerifierChoice;
import org.prmscope.ui.compare.CompareDesk;
import org.prmscope.ui.model.VerifierViewModel;

/// The window's run, verifier and options, as comparing uses them.
final class RunDesk implements CompareDesk {
    private final RunViewModel run;
    private final VerifierViewModel verifier;
    private final RunBarViewModel runBar;

    RunDesk(RunViewModel run, VerifierViewModel verifier, RunBarViewModel runBar) {
        this.run = run;
        this.verifier = verifier;
        this.runBar = runBar;
    }

    @Override
    public void start(RunRequest request) {
        run.start(request);
    }

    @Override
    public void cancel() {
        run.cancel();
    }

    @Override
    public ReadOnlyBooleanProperty activeProperty() {
        return run.activeProperty();
    }

    @Override
    public ReadOnlyObjectProperty<@Nullable RunSnapshot> snapshotProperty() {
        return run.snapshotProperty();
    }

    @Override
    public @Nullable VerifierChoice verifier() {
        return verifier.canRun() ? verifier.toRun() : null;
    }

    @Override
    public RunConfiguration configuration() {
        return runBar.configuration();
    }
}
