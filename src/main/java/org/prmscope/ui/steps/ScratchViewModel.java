package org.prmscope.ui.steps;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeResult;
import org.prmscope.ui.session.Session;

import java.util.List;

/// A code check run again beside the record, edited or not; the record never changes.
public final class ScratchViewModel {
    /// Where the scratch run hangs, null result until it ran.
    ///
    /// @param step from 0
    /// @param round from 1
    /// @param earlier the blocks that run first, so that the namespace is as it was
    public record Scratch(
            int step,
            int round,
            List<String> earlier,
            boolean running,
            @Nullable CodeResult result) {
        public Scratch {
            earlier = List.copyOf(earlier);
        }

        Scratch with(boolean nowRunning, @Nullable CodeResult nowResult) {
            return new Scratch(step, round, earlier, nowRunning, nowResult);
        }
    }

    private final Session session;
    private final StringProperty code = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Scratch> scratch = new ReadOnlyObjectWrapper<>();
    private @Nullable Cancellation work;

    public ScratchViewModel(Session session) {
        this.session = session;
    }

    /// Opens a copy of a check for editing.
    public void open(int step, int round, String original, List<String> earlier) {
        cancel();
        code.set(original);
        scratch.set(new Scratch(step, round, earlier, false, null));
    }

    /// Runs the copy as it stands.
    public void run() {
        Scratch now = scratch.get();
        if (now == null || now.running()) {
            return;
        }
        scratch.set(now.with(true, null));
        String text = code.get();
        work =
                session.call(
                        (workbench, cancellation) ->
                                workbench.scratch(now.earlier(), text, cancellation),
                        result -> finish(now, result),
                        failure -> {
                            scratch.set(now.with(false, null));
                            session.dialogs().showFailure("Running the scratch check", failure);
                        });
    }

    private void finish(Scratch of, CodeResult result) {
        scratch.set(of.with(false, result));
    }

    /// Throws the copy away.
    public void close() {
        cancel();
        scratch.set(null);
    }

    private void cancel() {
        if (work != null) {
            work.cancel();
            work = null;
        }
    }

    /// The copy's text; the view edits it.
    public StringProperty codeProperty() {
        return code;
    }

    /// The copy in hand, null if none.
    public ReadOnlyObjectProperty<@Nullable Scratch> scratchProperty() {
        return scratch.getReadOnlyProperty();
    }
}
