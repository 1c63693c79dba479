package org.prmscope.ui.synthesis;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.SynthesisRun;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.session.Session;

import java.util.List;

/// Keeps the filters in view, with what they say of each chain, in the workspace.
public final class FilterSaving {
    private final Session session;
    private final DataViewModel view;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();

    FilterSaving(Session session, DataViewModel view) {
        this.session = session;
        this.view = view;
    }

    /// Whether filters are being saved.
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// Why the filters in view cannot be saved now; null if they can.
    public @Nullable String obstacle() {
        DataReview now = view.reviewProperty().get();
        if (now == null) {
            return "there are no chains yet";
        }
        SynthesisRun kept = now.saved();
        // Chains that were made since are let in by saving the same filters anew.
        if (kept != null && now.missing() == 0) {
            return "they are saved already, as filters " + kept.id();
        }
        if (view.filters().plan() == null) {
            return "a filter cannot be read";
        }
        if (view.isBehind()) {
            return "they are still being applied";
        }
        return running.get() ? "they are being saved" : null;
    }

    /// Saves the filters, or says why not.
    ///
    /// @param done called once they are saved
    public void save(String name, Runnable done) {
        String against = obstacle();
        if (against != null) {
            session.dialogs()
                    .show(
                            new Notice(
                                    Notice.Level.HINT,
                                    "The filters were not saved: " + against,
                                    List.of(),
                                    List.of()));
            return;
        }
        write(
                name,
                () -> {
                    done.run();
                    DataSource now = view.sourceProperty().get();
                    if (now != null) {
                        session.dialogs().show(Notice.done("Saved: " + now.brief()));
                    }
                });
    }

    /// @param then called once they are saved, at once where they are already
    void saveThen(String name, Runnable then) {
        DataReview now = view.reviewProperty().get();
        if (now != null && now.saved() != null && !running.get() && !view.isBehind()) {
            then.run();
        } else {
            write(name, then);
        }
    }

    private void write(String name, Runnable then) {
        DataReview now = view.reviewProperty().get();
        DataSource of = view.sourceProperty().get();
        if (now == null || of == null || running.get() || view.isBehind()) {
            return;
        }
        running.set(true);
        session.call(
                (workbench, cancellation) -> Reviewing.save(workbench, of, now, name, cancellation),
                made -> {
                    running.set(false);
                    view.saved(made, now);
                    then.run();
                },
                failure -> {
                    running.set(false);
                    view.rulings().clear();
                    session.dialogs().showFailure("Saving the filters", failure);
                });
    }
}
