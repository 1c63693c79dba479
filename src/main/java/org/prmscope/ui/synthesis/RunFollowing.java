package org.prmscope.ui.synthesis;

import org.jspecify.annotations.Nullable;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.SetSummary;
import org.prmscope.synthesis.filter.FilterPlan;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.session.Session;

import java.util.Objects;

/// Looks again at the chains in view while a run makes more: soon after it has begun, then every
/// few seconds as chains come. Rests the longer the longer a look takes, so that looking never
/// keeps the machine from sampling.
final class RunFollowing {
    private static final int REST_POLLS = 20;
    private static final int REST_FOR_EACH_POLL_OF_LOOKING = 9;

    /// What a look found.
    ///
    /// @param before what was in view when it began
    /// @param source the one in view as it is now; null if there is none
    /// @param review its chains; null unless there are others than before
    private record Look(
            DataSources.Found found,
            @Nullable DataReview before,
            @Nullable DataSource source,
            @Nullable DataReview review) {}

    private final Session session;
    private final DataViewModel view;
    private final BackgroundTasks.Lane lane;
    private long run;
    private int done;
    private int rest;
    private int looking;
    private boolean isLooking;
    private boolean isOwn;

    RunFollowing(Session session, DataViewModel view) {
        this.session = session;
        this.view = view;
        lane = session.tasks().lane();
    }

    /// Forgets what was seen of a run: the next poll looks at once.
    void restart() {
        lane.cancel();
        isLooking = false;
        run = 0;
        rest = 0;
    }

    /// Looks where it is time to; call about ten times a second while the view is in sight.
    void poll() {
        RunSnapshot now = view.desk().snapshotProperty().get();
        SetSummary set = view.set();
        if (isLooking) {
            looking++;
            return;
        }
        if (rest > 0) {
            rest--;
        }
        if (now == null || set == null || now.runId() == 0 || !canLook()) {
            return;
        }
        boolean isNew = now.runId() != run;
        if (isNew || (rest == 0 && now.done() != done)) {
            run = now.runId();
            done = now.done();
            look(set);
        }
    }

    private boolean canLook() {
        return isActive()
                && !view.isApplying()
                && !view.saving().runningProperty().get()
                && switch (view.stateProperty().get()) {
                    case DataState.NoChains _, DataState.Sampling _, DataState.Ready _ -> true;
                    case DataState.NoSet _,
                            DataState.Reading _,
                            DataState.Stopped _,
                            DataState.Failed _ ->
                            false;
                };
    }

    private void look(SetSummary set) {
        isLooking = true;
        looking = 0;
        DataSource source = view.sourceProperty().get();
        DataReview before = view.reviewProperty().get();
        FilterPlan plan = view.isBehind() ? null : view.filters().plan();
        session.call(
                lane,
                (workbench, cancellation) -> {
                    DataSources.Found found = DataSources.of(workbench, set.id());
                    DataSource now =
                            source == null ? null : DataSources.same(found.sources(), source);
                    DataReview review =
                            now == null || now.equals(source) || plan == null || before == null
                                    ? null
                                    : Reviewing.of(
                                            workbench,
                                            now,
                                            plan,
                                            before.rows(),
                                            _ -> {},
                                            cancellation);
                    return new Look(found, before, now, review);
                },
                this::take,
                failure -> {
                    isLooking = false;
                    view.failed(failure);
                });
    }

    private void take(Look look) {
        isLooking = false;
        rest = REST_POLLS + REST_FOR_EACH_POLL_OF_LOOKING * looking;
        DataReview review = look.review();
        DataSource source = look.source();
        if (view.reviewProperty().get() == null) {
            view.listed(look.found());
            return;
        }
        view.list(look.found().sources());
        // What changed in the meantime is newer than what was looked at.
        boolean isUntouched =
                !view.isApplying()
                        && !view.saving().runningProperty().get()
                        && Objects.equals(view.reviewProperty().get(), look.before());
        if (review != null
                && source != null
                && isUntouched
                && review.plan().equals(view.filters().plan())) {
            view.renew(source, review);
        }
    }

    /// Says that the run which is started next is the view's own.
    void takeNext() {
        isOwn = true;
    }

    /// Another set is in view: what is started for the one before is not the view's own any more.
    void forget() {
        restart();
        isOwn = false;
    }

    /// The view's own run once it has chains, to go over to; null if there is none, or it was given
    /// before.
    @Nullable DataSource own(DataSources.Found found) {
        RunSnapshot now = view.desk().snapshotProperty().get();
        if (!isOwn || now == null) {
            return null;
        }
        DataSource own = isStarting(now) ? null : DataSources.run(found.sources(), now.runId());
        isOwn = own == null && isActive();
        return own;
    }

    /// Whether a run over the set goes on or is being started.
    boolean goesOn(DataSources.Found found) {
        RunSnapshot now = view.desk().snapshotProperty().get();
        return isActive() && (isOwn || (now != null && found.runs().contains(now.runId())));
    }

    private boolean isActive() {
        return view.desk().activeProperty().get();
    }

    /// Until the first snapshot of a run there is that of the run before.
    private boolean isStarting(RunSnapshot now) {
        return isActive() && now.state().isOver();
    }

    /// How far the run is that makes the first chains.
    DataState.Sampling sampling() {
        RunSnapshot now = view.desk().snapshotProperty().get();
        return now == null || isStarting(now)
                ? new DataState.Sampling(0, 0)
                : new DataState.Sampling(now.done(), now.total());
    }

    /// How far the run that goes on is, such as `12 of 40`; empty where none does.
    String progress() {
        RunSnapshot now = view.desk().snapshotProperty().get();
        return !isActive() || now == null || now.total() == 0
                ? ""
                : "%s of %s".formatted(Figures.count(now.done()), Figures.count(now.total()));
    }
}
