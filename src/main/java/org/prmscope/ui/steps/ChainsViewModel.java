package org.prmscope.ui.steps;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.FirstError;
import org.prmscope.core.StepVerdict;
import org.prmscope.run.ChainResult;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.Chips;
import org.prmscope.ui.fx.VerdictMark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/// Which of a solution's chains is in view.
///
/// There is something to choose as soon as the solution has more than one chain; a chain of several
/// rounds says in [#roundsProperty()] where it changed its mind.
public final class ChainsViewModel {
    /// One chain to choose.
    ///
    /// @param chain its index, from 0
    /// @param mark its verdict on the opened step
    /// @param tip what it says, for a person
    public record Cell(int chain, VerdictMark mark, String tip) {}

    private final ReadOnlyObjectWrapper<List<Cell>> cells = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyIntegerWrapper chosen = new ReadOnlyIntegerWrapper(-1);
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper rounds = new ReadOnlyStringWrapper("");
    private final IntegerProperty step = new SimpleIntegerProperty(-1);
    private final IntConsumer open;
    private Map<Integer, ChainResult> finished = new TreeMap<>();
    private Set<Integer> working = Set.of();
    private int total;
    private @Nullable Integer picked;

    /// @param open told the index of a chain that the user chose
    public ChainsViewModel(IntConsumer open) {
        this.open = open;
        step.subscribe(this::refresh);
    }

    /// Nothing to choose from; forgets what was picked.
    public void clear() {
        picked = null;
        show(List.of(), Set.of(), 0, -1);
    }

    /// Brings the chains up to date.
    ///
    /// @param done with their verdicts
    /// @param inWork indexes of those being written
    /// @param of how many there are to be
    /// @param inView the chain in view
    public void show(List<ChainResult> done, Set<Integer> inWork, int of, int inView) {
        Map<Integer, ChainResult> byIndex = new TreeMap<>();
        done.forEach(chain -> byIndex.put(chain.chainIndex(), chain));
        finished = byIndex;
        working = Set.copyOf(inWork);
        int most = byIndex.keySet().stream().mapToInt(index -> index + 1).max().orElse(0);
        total = Math.max(of, most);
        chosen.set(inView);
        refresh();
    }

    private void refresh() {
        List<Cell> fresh = new ArrayList<>();
        for (int chain = 0; chain < total; chain++) {
            fresh.add(cell(chain));
        }
        cells.set(List.copyOf(fresh));
        int now = chosen.get();
        title.set(total > 1 && now >= 0 ? "chain %d of %d".formatted(now + 1, total) : "");
        ChainResult chain = finished.get(now);
        rounds.set(chain == null ? "" : roundsText(chain));
    }

    private Cell cell(int index) {
        ChainResult chain = finished.get(index);
        String name = "chain " + (index + 1);
        if (chain == null) {
            return new Cell(
                    index,
                    VerdictMark.PENDING,
                    name + (working.contains(index) ? ": being written" : ": not made yet"));
        }
        if (chain.end() == ChainEnd.FAILED) {
            return new Cell(index, VerdictMark.INVALID, name + ": failed");
        }
        StepVerdict verdict = verdict(chain.verdicts());
        if (verdict == null) {
            return new Cell(index, VerdictMark.NOT_REACHED, name + ": " + firstError(chain));
        }
        return new Cell(
                index,
                VerdictMark.of(verdict.verdict()),
                "%s: %s at step %d%s; %s"
                        .formatted(
                                name,
                                Chips.words(verdict.verdict()),
                                verdict.step() + 1,
                                verdict.confidence() == null
                                        ? ""
                                        : ", "
                                                + Figures.probability(
                                                        verdict.confidence().probability()),
                                firstError(chain)));
    }

    private static String firstError(ChainResult chain) {
        return switch (chain.firstError()) {
            case FirstError.At(int at) -> "first error: step " + (at + 1);
            case FirstError.None() -> "no error";
            case FirstError.Unknown() -> "invalid";
        };
    }

    private @Nullable StepVerdict verdict(List<StepVerdict> verdicts) {
        int at = step.get();
        return at < 0 || at >= verdicts.size() ? null : verdicts.get(at);
    }

    /// Such as `4 rounds · step 3: ✓ ✓ ✗ ✗, flips at round 3`.
    private String roundsText(ChainResult chain) {
        int count = chain.rounds().size();
        if (count < 2) {
            return "";
        }
        StringBuilder marks = new StringBuilder();
        List<Integer> flips = new ArrayList<>();
        VerdictMark before = null;
        for (int round = 0; round < count; round++) {
            StepVerdict verdict = verdict(chain.rounds().get(round).verdicts());
            VerdictMark mark =
                    verdict == null ? VerdictMark.NOT_REACHED : VerdictMark.of(verdict.verdict());
            marks.append(' ').append(mark.glyph());
            boolean readable = mark == VerdictMark.CORRECT || mark == VerdictMark.INCORRECT;
            if (readable) {
                if (before != null && before != mark) {
                    flips.add(round + 1);
                }
                before = mark;
            }
        }
        String head = Figures.count(count, "round");
        if (verdict(chain.verdicts()) == null) {
            return head;
        }
        return "%s · step %d:%s%s"
                .formatted(
                        head,
                        step.get() + 1,
                        marks,
                        flips.isEmpty()
                                ? ""
                                : ", flips at round "
                                        + String.join(
                                                ", ",
                                                flips.stream().map(Object::toString).toList()));
    }

    /// Chooses a chain that is there or being written.
    public void choose(int chain) {
        if (chain != chosen.get() && (finished.containsKey(chain) || working.contains(chain))) {
            picked = chain;
            chosen.set(chain);
            refresh();
            open.accept(chain);
        }
    }

    /// Chooses the next (1) or previous (-1) chain that can be shown.
    public void chooseNext(int direction) {
        for (int chain = chosen.get() + direction;
                chain >= 0 && chain < total;
                chain += direction) {
            if (finished.containsKey(chain) || working.contains(chain)) {
                choose(chain);
                return;
            }
        }
    }

    /// The chain the user chose for this solution; null while the choice is the program's.
    public @Nullable Integer picked() {
        return picked;
    }

    /// One for each chain, in order; a single one leaves nothing to choose.
    public ReadOnlyObjectProperty<List<Cell>> cellsProperty() {
        return cells.getReadOnlyProperty();
    }

    /// The chain in view, -1 if none.
    public ReadOnlyIntegerProperty chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// Such as `chain 3 of 8`; empty with a single chain.
    public ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    /// How the rounds of the chain in view judge the opened step; empty for a single round.
    public ReadOnlyStringProperty roundsProperty() {
        return rounds.getReadOnlyProperty();
    }

    /// The opened step, from 0.
    public IntegerProperty stepProperty() {
        return step;
    }
}
