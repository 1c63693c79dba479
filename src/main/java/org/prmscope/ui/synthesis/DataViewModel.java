package org.prmscope.ui.synthesis;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.core.Solution;
import org.prmscope.core.SynthesisRun;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.SetSummary;
import org.prmscope.synthesis.filter.FilterPlan;
import org.prmscope.ui.compare.CompareDesk;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// The data view as a whole: which run's chains are looked at and what the filters say of them.
/// Filters are applied off the FX thread as soon as they change.
public final class DataViewModel {
    private static final String FILTERS = "data.filters";

    /// The settings to read before the window opens.
    public static final List<String> KEYS = List.of(FILTERS, RulingsViewModel.WHO);

    private static final List<String> USUAL = FilterPreset.ALL.getFirst().filters();

    private final Session session;
    private final Remembered remembered;
    private final CompareDesk desk;
    private final BackgroundTasks.Lane reading;
    private final BackgroundTasks.Lane applying;
    private final ChainListViewModel chains = new ChainListViewModel();
    private final FiltersViewModel filters = new FiltersViewModel(this::filtersChanged);
    private final PairViewModel pair;
    private final LabelsViewModel labels;
    private final FilterSaving saving;
    private final RulingsViewModel rulings;
    private final ExportViewModel export;
    private final ReadOnlyObjectWrapper<DataState> state =
            new ReadOnlyObjectWrapper<>(new DataState.NoSet());
    private final ReadOnlyObjectWrapper<@Nullable DataReview> review =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<DataSource>> sources =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable DataSource> source =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper("");
    private final BooleanProperty shown = new SimpleBooleanProperty();
    private AtomicInteger done = new AtomicInteger();
    private @Nullable SetSummary set;
    private List<Solution> solutions = List.of();
    private boolean stale = true;
    private boolean ownRun;
    private boolean isApplying;

    /// @param desk the window's one run, and what to run with
    public DataViewModel(Session session, Remembered remembered, CompareDesk desk) {
        this.session = session;
        this.remembered = remembered;
        this.desk = desk;
        reading = session.tasks().lane();
        applying = session.tasks().lane();
        pair = new PairViewModel(session, this);
        labels = new LabelsViewModel(session);
        saving = new FilterSaving(session, this);
        rulings = new RulingsViewModel(session, remembered, this);
        export = new ExportViewModel(session, this);
        shown.subscribe(on -> {
            if (on && stale) {
                begin();
            }
        });
        desk.activeProperty()
                .subscribe(active -> {
                    if (!active && set != null && shown.get()) {
                        begin();
                    } else {
                        stale = true;
                    }
                });
    }

    /// Shows another set, or none.
    public void show(@Nullable SetSummary next, List<Solution> of) {
        reading.cancel();
        applying.cancel();
        isApplying = false;
        set = next;
        solutions = List.copyOf(of);
        ownRun = false;
        source.set(null);
        sources.set(List.of());
        review.set(null);
        progress.set("");
        chains.clear();
        rulings.clear();
        labels.show(solutions, shown.get());
        state.set(next == null ? new DataState.NoSet() : new DataState.Reading(0, 0));
        stale = true;
        if (shown.get()) {
            begin();
        }
    }

    /// Looks up runs and filters of the set, anew after a failure too.
    public void begin() {
        SetSummary of = set;
        if (of == null) {
            return;
        }
        stale = false;
        labels.show(solutions, true);
        if (state.get() instanceof DataState.Failed) {
            review.set(null);
        }
        if (review.get() == null) {
            state.set(new DataState.Reading(0, 0));
        }
        session.call(
                reading,
                (workbench, _) -> DataSources.of(workbench, of.id()),
                this::listed,
                this::failed);
    }

    private void listed(List<DataSource> found) {
        SetSummary of = set;
        sources.set(found);
        if (found.isEmpty()) {
            chains.clear();
            review.set(null);
            source.set(null);
            filters.show(remembered(), 0);
            state.set(
                    new DataState.NoChains(
                            of == null ? "" : of.name(), labelled().size(), solutions.size()));
            return;
        }
        RunSnapshot now = desk.snapshotProperty().get();
        DataSource before = source.get();
        DataSource next = null;
        if (ownRun && now != null) {
            next = DataSources.run(found, now.runId());
            ownRun = next == null;
        }
        if (next == null && before != null) {
            next = DataSources.same(found, before);
        }
        DataReview known = review.get();
        if (next == null) {
            choose(DataSources.usual(found));
        } else if (known == null || !next.equals(before)) {
            choose(next);
        }
    }

    /// Looks at another run, or at other saved filters.
    public void choose(DataSource next) {
        applying.cancel();
        rulings.clear();
        // What was said of chains stays with the filters it was said under.
        review.set(null);
        source.set(next);
        SynthesisRun saved = next.saved();
        filters.show(
                saved == null ? remembered() : saved.filters(), saved == null ? 0 : saved.seed());
        apply();
    }

    private List<String> remembered() {
        String text = remembered.get(FILTERS);
        return text == null ? USUAL : text.lines().filter(line -> !line.isBlank()).toList();
    }

    private void filtersChanged() {
        if (filters.plan() != null) {
            remembered.put(FILTERS, String.join("\n", filters.texts()) + "\n");
        }
        apply();
    }

    /// Applies the filters as they are; the ones before keep what they gave until then.
    public void apply() {
        DataSource of = source.get();
        FilterPlan plan = filters.plan();
        if (of == null || plan == null) {
            return;
        }
        AtomicInteger counted = new AtomicInteger();
        done = counted;
        isApplying = true;
        DataReview before = review.get();
        if (before == null) {
            state.set(new DataState.Reading(0, of.run().chains()));
        }
        List<ChainRow> ruled =
                before == null || !isOfSameRun(before, of) ? List.of() : before.rows();
        session.call(
                applying,
                (workbench, cancellation) ->
                        Reviewing.of(workbench, of, plan, ruled, counted::set, cancellation),
                next -> take(next, before),
                this::failed);
        poll();
    }

    /// What was ruled meanwhile is not in it: then the filters are applied once more.
    private void take(DataReview next, @Nullable DataReview before) {
        DataReview now = review.get();
        if (now == null
                || Objects.equals(now, before)
                || now.run().run().id() != next.run().run().id()) {
            show(next);
        } else {
            apply();
        }
    }

    private static boolean isOfSameRun(DataReview before, DataSource of) {
        return before.run().run().id() == of.run().run().id();
    }

    /// Shows chains with what is said of them.
    void show(DataReview next) {
        isApplying = false;
        progress.set("");
        review.set(next);
        chains.show(next.rows());
        state.set(new DataState.Ready(next));
    }

    /// Shows one chain anew, with the counts that follow.
    void replace(DataReview next, ChainRow row) {
        chains.replace(row);
        review.set(next);
        state.set(new DataState.Ready(next));
    }

    private void failed(Throwable failure) {
        isApplying = false;
        progress.set("");
        state.set(new DataState.Failed(DialogService.report("Filtering the chains", failure)));
    }

    /// Stops filters that are being applied; what was shown before stays.
    public void stopApplying() {
        if (!isApplying) {
            return;
        }
        applying.cancel();
        isApplying = false;
        progress.set("");
        DataReview before = review.get();
        if (before == null) {
            state.set(new DataState.Stopped());
        }
    }

    /// Whether filters are being applied.
    boolean isApplying() {
        return isApplying;
    }

    /// Whether the chains in view are not those that the filters as typed give.
    public boolean isBehind() {
        DataReview now = review.get();
        return now != null && !now.plan().equals(filters.plan());
    }

    /// Takes filters that were saved into the list, and shows them if they are still in view.
    void saved(DataReview made, DataReview before) {
        DataSource next = new DataSource(made.run(), made.saved());
        List<DataSource> more = new ArrayList<>(sources.get());
        more.add(Math.max(0, DataSources.indexOfRun(more, made.run().run().id()) + 1), next);
        sources.set(List.copyOf(more));
        if (Objects.equals(review.get(), before)) {
            source.set(next);
            show(made);
        }
    }

    /// Follows what goes on; call about ten times a second.
    public void poll() {
        if (!shown.get()) {
            return;
        }
        export.poll();
        DataSource of = source.get();
        if (!isApplying || of == null) {
            return;
        }
        int total = of.run().chains();
        progress.set("%s of %s".formatted(Figures.count(done.get()), Figures.count(total)));
        if (state.get() instanceof DataState.Reading) {
            state.set(new DataState.Reading(done.get(), total));
        }
    }

    /// Solutions that gold labels far enough to filter by.
    public List<Solution> labelled() {
        return solutions.stream()
                .filter(one -> !(one.goldFirstError() instanceof FirstError.Unknown))
                .toList();
    }

    /// Says that the run which is started next is to be shown when it ends.
    void takeNextRun() {
        ownRun = true;
    }

    /// How far the run that goes on is, such as `12 of 40`; empty where none does.
    public String runProgress() {
        RunSnapshot now = desk.snapshotProperty().get();
        return !desk.activeProperty().get() || now == null || now.total() == 0
                ? ""
                : "%s of %s".formatted(Figures.count(now.done()), Figures.count(now.total()));
    }

    @Nullable Solution solution(String id) {
        for (Solution each : solutions) {
            if (each.id().equals(id)) {
                return each;
            }
        }
        return null;
    }

    List<Solution> solutions() {
        return solutions;
    }

    @Nullable SetSummary set() {
        return set;
    }

    public ReadOnlyObjectProperty<DataState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The chains in view with their counts; null before there are some.
    public ReadOnlyObjectProperty<@Nullable DataReview> reviewProperty() {
        return review.getReadOnlyProperty();
    }

    /// Runs with their saved filters, the newest run first.
    public ReadOnlyObjectProperty<List<DataSource>> sourcesProperty() {
        return sources.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable DataSource> sourceProperty() {
        return source.getReadOnlyProperty();
    }

    /// How far filters that are being applied are; empty where none are.
    public ReadOnlyStringProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /// Whether the view is in sight: nothing is read while it is not.
    public BooleanProperty shownProperty() {
        return shown;
    }

    public ChainListViewModel chains() {
        return chains;
    }

    public FiltersViewModel filters() {
        return filters;
    }

    public PairViewModel pair() {
        return pair;
    }

    public LabelsViewModel labels() {
        return labels;
    }

    public FilterSaving saving() {
        return saving;
    }

    public RulingsViewModel rulings() {
        return rulings;
    }

    public ExportViewModel export() {
        return export;
    }

    CompareDesk desk() {
        return desk;
    }

    Session session() {
        return session;
    }
}
