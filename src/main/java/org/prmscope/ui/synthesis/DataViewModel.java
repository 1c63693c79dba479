package org.prmscope.ui.synthesis;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.core.Solution;
import org.prmscope.core.SynthesisRun;
import org.prmscope.run.SetSummary;
import org.prmscope.synthesis.filter.FilterPlan;
import org.prmscope.ui.compare.CompareDesk;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
    private final FilterApplying applying;
    private final ChainListViewModel chains = new ChainListViewModel();
    private final FiltersViewModel filters = new FiltersViewModel(this::filtersChanged);
    private final PairViewModel pair;
    private final LabelsViewModel labels;
    private final FilterSaving saving;
    private final RulingsViewModel rulings;
    private final ExportViewModel export;
    private final RunFollowing following;
    private final ReadOnlyObjectWrapper<DataState> state =
            new ReadOnlyObjectWrapper<>(new DataState.NoSet());
    private final ReadOnlyObjectWrapper<@Nullable DataReview> review =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<DataSource>> sources =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable DataSource> source =
            new ReadOnlyObjectWrapper<>();
    private final BooleanProperty shown = new SimpleBooleanProperty();
    private @Nullable SetSummary set;
    private List<Solution> solutions = List.of();
    private boolean stale = true;

    /// @param desk the window's one run, and what to run with
    public DataViewModel(Session session, Remembered remembered, CompareDesk desk) {
        this.session = session;
        this.remembered = remembered;
        this.desk = desk;
        reading = session.tasks().lane();
        applying = new FilterApplying(session);
        pair = new PairViewModel(session, this);
        labels = new LabelsViewModel(session);
        saving = new FilterSaving(session, this);
        rulings = new RulingsViewModel(session, remembered, this);
        export = new ExportViewModel(session, this);
        following = new RunFollowing(session, this);
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
        following.forget();
        set = next;
        solutions = List.copyOf(of);
        source.set(null);
        sources.set(List.of());
        review.set(null);
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
        following.restart();
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

    /// Takes up another list of runs; what is in view stays.
    void list(List<DataSource> found) {
        sources.set(found);
    }

    /// Takes up what the set has, and shows what it should: what was in view if it still is there.
    void listed(DataSources.Found all) {
        List<DataSource> found = all.sources();
        list(found);
        if (found.isEmpty()) {
            showNoChains(following.goesOn(all));
            return;
        }
        DataSource before = source.get();
        DataSource next = following.own(all);
        if (next == null && before != null) {
            next = DataSources.same(found, before);
        }
        if (next == null) {
            choose(DataSources.usual(found));
        } else if (review.get() == null || !isSame(next, before)) {
            choose(next);
        } else if (!next.equals(before)) {
            // It has more chains than before: filters as typed and what was ruled stay.
            source.set(next);
            apply();
        }
    }

    private void showNoChains(boolean goesOn) {
        SetSummary of = set;
        if (state.get() instanceof DataState.Reading) {
            chains.clear();
            review.set(null);
            source.set(null);
            filters.show(remembered(), 0);
        }
        state.set(
                goesOn
                        ? following.sampling()
                        : new DataState.NoChains(
                                of == null ? "" : of.name(), labelled().size(), solutions.size()));
    }

    private static boolean isSame(DataSource next, @Nullable DataSource before) {
        return before != null && next.brief().equals(before.brief());
    }

    /// Looks at another run, or at other saved filters.
    public void choose(DataSource next) {
        applying.cancel();
        DataReview before = review.get();
        if (next.saved() != null || before == null || !isOfSameRun(before, next)) {
            // What was said of chains stays with the filters it was saved with; filters that are
            // typed only take it over from those in view, as when one of these is edited.
            rulings.clear();
            review.set(null);
        }
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
        DataReview before = review.get();
        if (before == null) {
            state.set(new DataState.Reading(0, of.run().chains()));
        }
        List<ChainRow> ruled =
                before == null || !isOfSameRun(before, of) ? List.of() : before.rows();
        applying.start(of, plan, ruled, next -> take(next, before), this::failed);
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
        applying.end();
        review.set(next);
        chains.show(next.rows());
        state.set(new DataState.Ready(next));
    }

    /// Shows the chains in view as they are by now.
    void renew(DataSource now, DataReview next) {
        DataReview before = review.get();
        source.set(now);
        if (before != null && before.rows().equals(next.rows())) {
            review.set(next);
            state.set(new DataState.Ready(next));
        } else {
            show(next);
        }
    }

    /// Shows one chain anew, with the counts that follow.
    void replace(DataReview next, ChainRow row) {
        chains.replace(row);
        review.set(next);
        state.set(new DataState.Ready(next));
    }

    void failed(Throwable failure) {
        applying.end();
        state.set(new DataState.Failed(DialogService.report("Filtering the chains", failure)));
    }

    /// Stops filters that are being applied; what was shown before stays.
    public void stopApplying() {
        if (!applying.isRunning()) {
            return;
        }
        applying.cancel();
        if (review.get() == null) {
            state.set(new DataState.Stopped());
        }
    }

    /// Whether filters are being applied.
    boolean isApplying() {
        return applying.isRunning();
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
        following.poll();
        applying.poll();
        if (state.get() instanceof DataState.Sampling && desk.activeProperty().get()) {
            state.set(following.sampling());
        } else if (state.get() instanceof DataState.Reading && applying.isRunning()) {
            state.set(applying.reading());
        }
    }

    /// Solutions that gold labels far enough to filter by.
    public List<Solution> labelled() {
        return solutions.stream()
                .filter(one -> !(one.goldFirstError() instanceof FirstError.Unknown))
                .toList();
    }

    /// Says that the run which is started next is to be shown: as its chains come where there are
    /// no others, else when it ends.
    void takeNextRun() {
        following.takeNext();
        if (state.get() instanceof DataState.NoChains) {
            state.set(new DataState.Sampling(0, 0));
        }
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
        return applying.progressProperty();
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

    RunFollowing following() {
        return following;
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
