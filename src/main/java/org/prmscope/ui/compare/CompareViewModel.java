package org.prmscope.ui.compare;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.ComparedRun;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.FacetTable;
import org.prmscope.compare.SetComparison;
import org.prmscope.compare.Slice;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Solution;
import org.prmscope.plot.Plot;
import org.prmscope.report.ComparisonPlots;
import org.prmscope.run.RunComparison;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SetSummary;
import org.prmscope.run.Workbench;
import org.prmscope.scaling.Aggregation;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.session.Remembered;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// The compare view as a whole: reads the chosen runs, compares them off the FX thread under the
/// chosen aggregation, and follows a run that goes on.
public final class CompareViewModel {
    /// Polls between two looks at a run that goes on: with ten polls a second, about four looks.
    private static final int POLLS_A_LOOK = 3;

    /// The settings to read before a set is shown.
    public static final List<String> KEYS = List.of(Slices.KEY, ChosenRuns.KEY);

    /// The figures of all solutions, computed before they are shown.
    ///
    /// @param facets of each run but the pinned one, by run
    /// @param curves F1 against tokens
    /// @param scores how the scores of the solutions are spread
    public record Figures(
            SetComparison set, Map<Integer, List<FacetTable>> facets, Plot curves, Plot scores) {}

    /// What one computation needs, taken on the FX thread.
    private record Order(
            List<Solution> solutions,
            List<RunSummary> runs,
            @Nullable RunSnapshot live,
            Aggregation aggregation,
            int pinned,
            @Nullable Slice filter,
            boolean figuresFollow) {}

    private record Computed(
            Comparison comparison, Comparison sliced, Figures figures, List<String> ids) {}

    /// What was computed before the view was opened.
    private record Ahead(Order order, Computed computed) {}

    private final Session session;
    private final CompareDesk desk;
    private final RunsViewModel runs;
    private final Slices slices;
    private final BackgroundTasks.Lane computing;
    private final SolutionViewModel solution;
    private final ChainColumnsViewModel chains;
    private final RecipesViewModel recipes;
    private final ReadOnlyObjectWrapper<CompareState> state =
            new ReadOnlyObjectWrapper<>(new CompareState.NoSet());
    private final ReadOnlyObjectWrapper<@Nullable Figures> figures = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Slice> filter = new ReadOnlyObjectWrapper<>();
    private final BooleanProperty figuresFollow = new SimpleBooleanProperty();
    private final ObjectProperty<Aggregation> aggregation =
            new SimpleObjectProperty<>(Aggregation.DEFAULT);
    private final IntegerProperty pinned = new SimpleIntegerProperty();
    private final BooleanProperty shown = new SimpleBooleanProperty();
    private int polls;
    private int chainsSeen = -1;
    private long runSeen;
    private List<RunSummary> columnsSeen = List.of();
    private ReadRuns read = new ReadRuns();
    private @Nullable Ahead ahead;
    private boolean busy;
    private boolean stale = true;

    /// @param remembered where slices are kept
    public CompareViewModel(Session session, Remembered remembered, CompareDesk desk) {
        this.session = session;
        this.desk = desk;
        computing = session.tasks().lane();
        runs = new RunsViewModel(session, desk, new ChosenRuns(remembered), () -> read);
        slices = new Slices(remembered);
        solution = new SolutionViewModel();
        chains = new ChainColumnsViewModel(session, solution);
        recipes = new RecipesViewModel(desk, runs, this, new RecipeListViewModel(session));
        runs.chosenProperty().subscribe(this::recompute);
        runs.loadedProperty().subscribe(this::recompute);
        runs.runs().addListener((ListChangeListener<RunEntry>) change -> runsListed());
        aggregation.subscribe(this::recompute);
        pinned.subscribe(this::recompute);
        filter.subscribe(this::recompute);
        figuresFollow.subscribe(this::recompute);
        runs.queue()
                .textProperty()
                .subscribe(_ -> {
                    if (isWaiting() || state.get() instanceof CompareState.NothingChosen) {
                        recompute();
                    }
                });
        shown.subscribe(on -> {
            if (on && stale) {
                recompute();
            }
        });
        desk.activeProperty()
                .subscribe(active -> {
                    if (!active) {
                        recompute();
                    } else if (!shown.get()) {
                        computing.cancel();
                    }
                });
    }

    /// Shows another set, or none.
    public void show(@Nullable SetSummary set, List<Solution> solutions) {
        // Another one, since the one before may be reading.
        read = new ReadRuns();
        ahead = null;
        filter.set(null);
        pinned.set(0);
        runs.show(set, solutions);
        if (set != null) {
            slices.show(set.id());
        }
        recipes.describe();
        recompute();
    }

    /// Follows a run that goes on; call about ten times a second.
    public void poll() {
        if (!shown.get() || busy || ++polls % POLLS_A_LOOK != 0) {
            return;
        }
        RunSnapshot now = desk.snapshotProperty().get();
        if (now != null && !now.state().isOver() && isChosen(now.runId())) {
            if (now.done() != chainsSeen || now.runId() != runSeen) {
                chainsSeen = now.done();
                runSeen = now.runId();
                recompute();
            }
        }
    }

    private boolean isChosen(long id) {
        return runs.chosenProperty().get().contains(id);
    }

    private List<RunSummary> columns() {
        List<RunSummary> columns = new ArrayList<>();
        for (Long id : runs.chosenProperty().get()) {
            RunEntry entry = runs.entry(id);
            if (entry != null) {
                columns.add(entry.summary());
            }
        }
        return columns;
    }

    /// The list changes for other runs too.
    private void runsListed() {
        if (!columns().equals(columnsSeen)) {
            recompute();
        }
    }

    private void recompute() {
        List<RunSummary> columns = columns();
        columnsSeen = columns;
        if (runs.set() == null) {
            settle(new CompareState.NoSet());
            return;
        }
        if (columns.isEmpty()) {
            CompareState.GoesOn goesOn = runs.goesOn();
            settle(
                    !runs.loadedProperty().get()
                            ? new CompareState.Loading()
                            : goesOn != null
                                    ? goesOn
                                    : new CompareState.NothingChosen(runs.runs().size()));
            return;
        }
        stale = !shown.get();
        if (stale) {
            computeAhead(order(columns));
            return;
        }
        Order order = order(columns);
        Ahead known = ahead;
        ahead = null;
        if (known != null && known.order().equals(order)) {
            computing.cancel();
            computed(known.computed());
            return;
        }
        if (!(state.get() instanceof CompareState.Ready || isWaiting())) {
            state.set(new CompareState.Loading());
        }
        busy = true;
        ReadRuns from = read;
        session.call(
                computing,
                (workbench, cancellation) -> compute(workbench, from, order, cancellation),
                this::computed,
                failure -> {
                    busy = false;
                    settle(
                            new CompareState.Failed(
                                    DialogService.report("Comparing the runs", failure)));
                });
    }

    private boolean isWaiting() {
        return state.get() instanceof CompareState.GoesOn;
    }

    private void settle(CompareState next) {
        computing.cancel();
        busy = false;
        state.set(next);
        figures.set(null);
        solution.show(null, List.of());
    }

    /// Computes what the view will need when it is opened; not while a run goes on, which needs the
    /// machine more.
    private void computeAhead(Order order) {
        if (desk.activeProperty().get()) {
            return;
        }
        ReadRuns from = read;
        session.call(
                computing,
                (workbench, cancellation) -> compute(workbench, from, order, cancellation),
                computed -> ahead = new Ahead(order, computed),
                // Told when the view is opened, which tries again.
                _ -> {});
    }

    private Order order(List<RunSummary> columns) {
        RunSnapshot now = desk.snapshotProperty().get();
        int column = Math.clamp(pinned.get(), 0, columns.size() - 1);
        return new Order(
                runs.solutions(),
                columns,
                now != null && !now.state().isOver() ? now : null,
                aggregation.get(),
                column,
                filter.get(),
                figuresFollow.get());
    }

    /// The results of a run that goes on are all in its snapshot, those made before a resumption
    /// too; once it is over its summary is another one and it is read from the workspace.
    private static ComparedRun column(
            Workbench workbench, ReadRuns read, Order order, RunSummary summary) throws Exception {
        RunSnapshot live = order.live();
        return live != null && live.runId() == summary.run().id()
                ? RunComparison.of(summary, List.copyOf(live.finished().values()))
                : read.of(workbench, summary);
    }

    private static Computed compute(
            Workbench workbench, ReadRuns read, Order order, Cancellation cancellation)
            throws Exception {
        List<ComparedRun> columns = new ArrayList<>();
        for (RunSummary summary : order.runs()) {
            stopIf(cancellation);
            columns.add(column(workbench, read, order, summary));
        }
        read.keepOnly(order.runs());
        Comparison comparison =
                Comparison.of(order.solutions(), columns, order.aggregation(), order.pinned());
        Slice filter = order.filter();
        Comparison sliced = filter == null ? comparison : comparison.with(filter);
        Comparison counted = order.figuresFollow() ? sliced : comparison;
        SetComparison set = counted.set();
        ComparisonPlots plots = new ComparisonPlots(counted);
        set.figures();
        set.pairs();
        Map<Integer, List<FacetTable>> facets = new HashMap<>();
        stopIf(cancellation);
        for (int run = 0; run < columns.size(); run++) {
            if (run != order.pinned()) {
                facets.put(run, set.facets(run));
            }
        }
        stopIf(cancellation);
        return new Computed(
                comparison,
                counted,
                new Figures(set, facets, plots.f1(), plots.scores()),
                sliced.solutions().stream().map(Solution::id).toList());
    }

    /// Nobody waits for what was superseded.
    private static void stopIf(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new CancellationException("superseded");
        }
    }

    private void computed(Computed result) {
        busy = false;
        if (result.comparison().solutions().isEmpty()) {
            CompareState.GoesOn goesOn = runs.goesOn();
            settle(
                    goesOn != null
                            ? goesOn
                            : new CompareState.NothingCommon(result.comparison().excluded()));
            return;
        }
        runs.keep();
        solution.show(result.comparison(), result.ids());
        state.set(new CompareState.Ready(result.comparison(), result.sliced()));
        figures.set(result.figures());
    }

    /// Shows only some solutions, such as those behind a mark.
    ///
    /// @param name such as `only A right`
    public void select(String name, List<String> ids) {
        if (!ids.isEmpty()) {
            filter.set(Slice.among(name, ids));
        }
    }

    /// Shows the solutions of a slice.
    public void select(Slice slice) {
        filter.set(slice.conditions().isEmpty() ? null : slice);
    }

    /// Shows all solutions again.
    public void clearFilter() {
        figuresFollow.set(false);
        filter.set(null);
    }

    /// Pins the next column instead.
    public void pinNext() {
        int columns = runs.chosenProperty().get().size();
        if (columns > 1) {
            pinned.set((pinned.get() + 1) % columns);
        }
    }

    /// Keeps the solutions shown as a slice of the set.
    public void saveSlice() {
        Slice now = filter.get();
        if (now != null) {
            slices.save(Slice.among(now.name(), solution.ids()));
        }
    }

    public ReadOnlyObjectProperty<CompareState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The figures over all solutions, or over the slice; null while there are none.
    public ReadOnlyObjectProperty<@Nullable Figures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /// The solutions that the table shows, null for all.
    public ReadOnlyObjectProperty<@Nullable Slice> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    /// Whether the figures are over the filtered solutions only.
    public BooleanProperty figuresFollowProperty() {
        return figuresFollow;
    }

    /// How chains become one judgement.
    public ObjectProperty<Aggregation> aggregationProperty() {
        return aggregation;
    }

    /// The column that the others are compared with, from 0.
    public IntegerProperty pinnedProperty() {
        return pinned;
    }

    /// Whether the view is in sight: while it is not, only what it will begin with is computed.
    public BooleanProperty shownProperty() {
        return shown;
    }

    public RunsViewModel runs() {
        return runs;
    }

    public SolutionViewModel solution() {
        return solution;
    }

    public ChainColumnsViewModel chains() {
        return chains;
    }

    public RecipesViewModel recipes() {
        return recipes;
    }

    public Slices slices() {
        return slices;
    }

    Session session() {
        return session;
    }
}
