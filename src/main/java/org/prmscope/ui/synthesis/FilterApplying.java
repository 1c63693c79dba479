package org.prmscope.ui.synthesis;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.prmscope.synthesis.filter.FilterPlan;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.session.Session;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Applies filters to the chains of a run off the FX thread, one list of filters at a time.
final class FilterApplying {
    private final Session session;
    private final BackgroundTasks.Lane lane;
    private final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper("");
    private AtomicInteger done = new AtomicInteger();
    private int total;
    private boolean isRunning;

    FilterApplying(Session session) {
        this.session = session;
        lane = session.tasks().lane();
    }

    /// Applies filters in place of those that are being applied.
    ///
    /// @param ruled rows of the same run, whose rulings stay
    void start(
            DataSource of,
            FilterPlan plan,
            List<ChainRow> ruled,
            Consumer<DataReview> then,
            Consumer<Throwable> onFailure) {
        AtomicInteger counted = new AtomicInteger();
        done = counted;
        total = of.run().chains();
        isRunning = true;
        session.call(
                lane,
                (workbench, cancellation) ->
                        Reviewing.of(workbench, of, plan, ruled, counted::set, cancellation),
                then,
                onFailure);
        poll();
    }

    /// Stops; what was being applied is not told of any more.
    void cancel() {
        lane.cancel();
        end();
    }

    /// Nothing is being applied any more.
    void end() {
        isRunning = false;
        progress.set("");
    }

    /// Brings the progress up to date.
    void poll() {
        if (isRunning) {
            progress.set("%s of %s".formatted(Figures.count(done.get()), Figures.count(total)));
        }
    }

    boolean isRunning() {
        return isRunning;
    }

    DataState.Reading reading() {
        return new DataState.Reading(done.get(), total);
    }

    /// How far it is; empty where nothing is being applied.
    ReadOnlyStringProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }
}
