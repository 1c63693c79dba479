package org.prmscope.ui.compare;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.ComparedChain;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.SolutionComparison;
import org.prmscope.compare.VerdictCell;
import org.prmscope.core.FirstError;
import org.prmscope.core.Solution;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.run.ChainKey;
import org.prmscope.run.Workbench;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.MarkedText;
import org.prmscope.ui.session.Session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The chains under the table, one for each run: read from the workspace and marked where they
/// differ, off the FX thread.
public final class ChainColumnsViewModel {
    private static final int CHAINS_KEPT = 32;

    private record Place(long run, ChainKey key) {}

    /// What all columns are to show.
    ///
    /// @param step from 0; null for whole chains
    private record Asked(List<Wanted> wanted, int pinned, @Nullable Integer step) {}

    /// What one column is to show.
    private record Wanted(
            int run, Place place, int number, int of, @Nullable Verdict verdict, String note) {}

    private final Session session;
    private final SolutionViewModel solution;
    private final BackgroundTasks.Lane reading;
    private final ReadOnlyObjectWrapper<List<ChainColumn>> columns =
            new ReadOnlyObjectWrapper<>(List.of());
    private final BooleanProperty whole = new SimpleBooleanProperty();
    private final IntegerProperty active = new SimpleIntegerProperty();
    private final Map<Integer, Integer> chosen = new HashMap<>();
    private final Map<Place, VerificationChain> kept =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        @Override
                        protected boolean removeEldestEntry(
                                Map.Entry<Place, VerificationChain> eldest) {
                            return size() > CHAINS_KEPT;
                        }
                    });
    private @Nullable String solutionId;
    private @Nullable Asked shown;

    ChainColumnsViewModel(Session session, SolutionViewModel solution) {
        this.session = session;
        this.solution = solution;
        reading = session.tasks().lane();
        solution.shownProperty().subscribe(this::refresh);
        solution.stepProperty().subscribe(this::refresh);
        whole.subscribe(this::refresh);
    }

    private void refresh() {
        SolutionComparison now = solution.shownProperty().get();
        Comparison comparison = solution.comparisonProperty().get();
        if (now == null || comparison == null) {
            reading.cancel();
            columns.set(List.of());
            solutionId = null;
            shown = null;
            return;
        }
        Solution of = now.solution();
        if (!of.id().equals(solutionId)) {
            solutionId = of.id();
            chosen.clear();
        }
        int step = solution.stepProperty().get();
        List<Wanted> wanted = new ArrayList<>();
        for (int run = 0; run < comparison.runs().size(); run++) {
            wanted.add(wanted(comparison, now, run, step));
        }
        int pinned = comparison.pinned();
        Integer shownStep = whole.get() ? null : (Integer) Math.max(step, 0);
        Asked asked = new Asked(wanted, pinned, shownStep);
        // Another aggregation asks for the same texts again.
        if (asked.equals(shown)) {
            reading.cancel();
            return;
        }
        session.call(
                reading,
                (workbench, cancellation) -> read(workbench, asked),
                read -> show(asked, read),
                failure -> {
                    // The texts of another solution would be taken for those of this one.
                    shown = null;
                    columns.set(List.of());
                    session.dialogs().showFailure("Reading the chains", failure);
                });
    }

    private Wanted wanted(Comparison comparison, SolutionComparison now, int run, int step) {
        List<ComparedChain> chains = comparison.chains(run, now.index());
        int at = position(run, chains, now.columns().get(run).firstError());
        ComparedChain chain = chains.get(at);
        Verdict verdict =
                whole.get() || step < 0 || step >= chain.verdicts().size()
                        ? null
                        : chain.verdicts().get(step).verdict();
        return new Wanted(
                run,
                new Place(
                        comparison.runs().get(run).id(),
                        new ChainKey(now.solution().id(), chain.index())),
                at + 1,
                chains.size(),
                verdict,
                note(now, run, step, chain));
    }

    /// The chain the user chose, or the first that says what all come to.
    private int position(int run, List<ComparedChain> chains, FirstError together) {
        Integer index = chosen.get(run);
        for (int at = 0; at < chains.size(); at++) {
            if (index != null && chains.get(at).index() == index) {
                return at;
            }
        }
        for (int at = 0; at < chains.size(); at++) {
            if (chains.get(at).firstError().equals(together)) {
                return at;
            }
        }
        return 0;
    }

    private static String note(SolutionComparison now, int run, int step, ComparedChain chain) {
        if (chain.rounds().size() < 2) {
            return "";
        }
        if (step >= 0 && step < now.rows().size()) {
            for (VerdictCell cell : now.rows().get(step).outcomes().get(run).cells()) {
                if (cell.chain() == chain.index() && cell.isFlip()) {
                    return "flips at round " + (cell.round() + 1);
                }
            }
        }
        return Figures.count(chain.rounds().size(), "round") + ", no flip here";
    }

    private void show(Asked asked, List<ChainColumn> read) {
        // A chain that is not there yet may come.
        shown = read.stream().allMatch(column -> column.absence().isEmpty()) ? asked : null;
        columns.set(read);
    }

    private List<ChainColumn> read(Workbench workbench, Asked asked) throws Exception {
        List<Wanted> wanted = asked.wanted();
        int pinned = asked.pinned();
        Map<Integer, VerificationChain> chains = new HashMap<>();
        for (Wanted one : wanted) {
            VerificationChain chain = kept.get(one.place());
            if (chain == null) {
                ChainKey key = one.place().key();
                chain =
                        workbench
                                .chain(one.place().run(), key.solutionId(), key.chain())
                                .orElse(null);
            }
            if (chain != null) {
                kept.put(one.place(), chain);
                chains.put(one.run(), chain);
            }
        }
        List<ChainColumn> read = new ArrayList<>();
        for (Wanted one : wanted) {
            VerificationChain chain = chains.get(one.run());
            VerificationChain reference =
                    chains.get(one.run() != pinned ? pinned : pinned == 0 ? 1 : 0);
            MarkedText text =
                    chain == null ? MarkedText.EMPTY : ChainText.of(chain, asked.step(), reference);
            read.add(
                    new ChainColumn(
                            one.place().key().solutionId(),
                            one.run(),
                            title(one),
                            one.verdict(),
                            one.note(),
                            text,
                            absence(chain, text)));
        }
        return read;
    }

    private static String absence(@Nullable VerificationChain chain, MarkedText text) {
        if (chain == null) {
            return "The record of this chain is not in the workspace.";
        }
        return text.spans().isEmpty() ? "This chain did not come to the step." : "";
    }

    private static String title(Wanted one) {
        String letter = Comparison.letter(one.run());
        return one.of() == 1
                ? letter + " · one chain"
                : "%s · chain %d of %d".formatted(letter, one.number(), one.of());
    }

    /// Reads another chain of a run.
    ///
    /// @param chain its index in the run
    public void choose(int run, int chain) {
        active.set(run);
        chosen.put(run, chain);
        refresh();
    }

    /// Reads the next (1) or previous (-1) chain of the active run.
    public void chooseNext(int direction) {
        Comparison comparison = solution.comparisonProperty().get();
        SolutionComparison now = solution.shownProperty().get();
        int run = active.get();
        if (comparison == null || now == null || run >= comparison.runs().size()) {
            return;
        }
        List<ComparedChain> chains = comparison.chains(run, now.index());
        int to = position(run, chains, now.columns().get(run).firstError()) + direction;
        if (to >= 0 && to < chains.size()) {
            choose(run, chains.get(to).index());
        }
    }

    /// The index of the chain that a run's column shows, -1 if there is none.
    public int chain(int run) {
        Comparison comparison = solution.comparisonProperty().get();
        SolutionComparison now = solution.shownProperty().get();
        if (comparison == null || now == null || run >= comparison.runs().size()) {
            return -1;
        }
        List<ComparedChain> chains = comparison.chains(run, now.index());
        return chains.get(position(run, chains, now.columns().get(run).firstError())).index();
    }

    /// One column for each run, in order.
    public ReadOnlyObjectProperty<List<ChainColumn>> columnsProperty() {
        return columns.getReadOnlyProperty();
    }

    /// Whether whole chains are read, not only what they say of the selected step.
    public BooleanProperty wholeProperty() {
        return whole;
    }

    /// The run whose chains left and right move through, from 0.
    public IntegerProperty activeProperty() {
        return active;
    }
}
