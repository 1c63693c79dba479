package org.prmscope.ui.steps;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.Solution;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.run.ChainResult;

import java.util.List;
import java.util.Objects;

/// The centre of the window: one solution, its steps as cards, and the opened step.
///
/// A running chain is shown by calling [#update] with each snapshot; cards and blocks that did not
/// change are left alone, and the opened step stays open.
public final class StepsViewModel {
    /// What is known of the verification of the solution in view.
    public enum Phase {
        /// There is none.
        NOT_RUN,
        /// Waits in a run.
        QUEUED,
        /// Its record is read from the workspace.
        LOADING,
        /// Is being written.
        LIVE,
        /// Is finished.
        DONE
    }

    private final ReadOnlyObjectWrapper<@Nullable Solution> solution =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable VerificationChain> chain =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.NOT_RUN);
    private final ObservableList<StepCard> cards = FXCollections.observableArrayList();
    // One wrapper: each holds on to its source weakly only.
    private final ObservableList<StepCard> cardsView =
            FXCollections.unmodifiableObservableList(cards);
    private final ReadOnlyIntegerWrapper open = new ReadOnlyIntegerWrapper(-1);
    private final ReadOnlyObjectWrapper<@Nullable StepDetail> detail =
            new ReadOnlyObjectWrapper<>();
    private final BooleanProperty raw = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper();

    /// Shows a solution without a chain.
    public void show(@Nullable Solution next, Phase with) {
        solution.set(next);
        chain.set(null);
        phase.set(with);
        following.set(true);
        open.set(next == null ? -1 : 0);
        cards.setAll(next == null ? List.of() : StepCards.of(next));
        refreshDetail();
    }

    /// Shows a solution with the light part of its newest verification, while its record is read:
    /// the verdicts stand at once and the step that matters is open.
    public void show(Solution next, ChainResult known) {
        VerificationChain light = light(known);
        solution.set(next);
        chain.set(null);
        phase.set(Phase.LOADING);
        following.set(true);
        cards.setAll(StepCards.of(next, light, false));
        open.set(firstFinding(light));
        refreshDetail();
    }

    private static VerificationChain light(ChainResult known) {
        return new VerificationChain(
                known.solutionId(),
                known.chainIndex(),
                0,
                TokenTrace.EMPTY,
                List.of(),
                List.of(),
                known.verdicts(),
                known.rounds(),
                known.solutionConfidence(),
                known.events(),
                known.end(),
                known.usage(),
                known.wallMs(),
                known.kvBytes());
    }

    /// Shows a finished chain of the solution in view and opens the step that matters most: the
    /// first incorrect or invalid one; a step the user opened stays open.
    public void showChain(VerificationChain finished) {
        boolean keep = !following.get();
        chain.set(finished);
        phase.set(Phase.DONE);
        refreshCards();
        if (!keep) {
            open.set(firstFinding(finished));
        }
        refreshDetail();
    }

    /// Brings the view up to a growing chain.
    public void update(VerificationChain live) {
        chain.set(live);
        phase.set(Phase.LIVE);
        refreshCards();
        if (following.get()) {
            int writing = StepCards.stepBeingWritten(live);
            if (writing >= 0) {
                open.set(writing);
            }
        }
        refreshDetail();
    }

    /// Says what becomes of the solution in view while it has no chain in view.
    public void setPhase(Phase next) {
        phase.set(next);
        refreshCards();
        refreshDetail();
    }

    /// Opens a card because the user said so; a running chain no longer moves the selection.
    public void open(int index) {
        if (index >= 0 && index < cards.size()) {
            following.set(false);
            open.set(index);
            refreshDetail();
        }
    }

    /// Opens the next (1) or previous (-1) card; returns whether there was one.
    public boolean openNext(int direction) {
        int next = open.get() + direction;
        if (next < 0 || next >= cards.size()) {
            return false;
        }
        open(next);
        return true;
    }

    /// Lets a running chain open the step it writes again.
    public void follow() {
        following.set(true);
        VerificationChain now = chain.get();
        if (now != null && phase.get() == Phase.LIVE) {
            update(now);
        }
    }

    public ReadOnlyObjectProperty<@Nullable Solution> solutionProperty() {
        return solution.getReadOnlyProperty();
    }

    /// The chain in view, growing or finished.
    public ReadOnlyObjectProperty<@Nullable VerificationChain> chainProperty() {
        return chain.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /// The cards in order, the whole solution's last when the protocol decides on it.
    public ObservableList<StepCard> cards() {
        return cardsView;
    }

    /// The opened card, -1 if none.
    public ReadOnlyIntegerProperty openProperty() {
        return open.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable StepDetail> detailProperty() {
        return detail.getReadOnlyProperty();
    }

    /// Whether blocks show the chain's own text.
    public BooleanProperty rawProperty() {
        return raw;
    }

    /// Whether a running chain opens the step it writes.
    public ReadOnlyBooleanProperty followingProperty() {
        return following.getReadOnlyProperty();
    }

    /// The verdict on the opened step, null if it has none.
    public @Nullable StepVerdict openVerdict() {
        VerificationChain now = chain.get();
        int index = open.get();
        return now == null || index < 0 || index >= now.verdicts().size()
                ? null
                : now.verdicts().get(index);
    }

    /// Such as `step 3 of 8`; empty without a solution.
    public String position() {
        Solution shown = solution.get();
        int index = open.get();
        if (shown == null || index < 0) {
            return "";
        }
        int steps = shown.steps().size();
        return index >= steps ? "whole solution" : "step %d of %d".formatted(index + 1, steps);
    }

    /// The code of the rounds before a check in the chain, oldest first: what its namespace holds.
    public List<String> codeBefore(int step, int round) {
        VerificationChain now = chain.get();
        if (now == null) {
            return List.of();
        }
        return now.codeChecks().stream()
                .filter(c -> c.step() < step || (c.step() == step && c.round() < round))
                .map(CodeCheck::code)
                .toList();
    }

    private void refreshCards() {
        Solution shown = solution.get();
        VerificationChain now = chain.get();
        if (shown == null || now == null) {
            return;
        }
        List<StepCard> next = StepCards.of(shown, now, phase.get() == Phase.LIVE);
        for (int i = 0; i < next.size(); i++) {
            if (i >= cards.size()) {
                cards.add(next.get(i));
            } else if (!next.get(i).equals(cards.get(i))) {
                cards.set(i, next.get(i));
            }
        }
        while (cards.size() > next.size()) {
            cards.removeLast();
        }
        if (open.get() >= cards.size()) {
            open.set(cards.size() - 1);
        }
    }

    private void refreshDetail() {
        Solution shown = solution.get();
        int index = open.get();
        if (shown == null || index < 0) {
            detail.set(null);
            return;
        }
        StepDetail next = detailOf(index);
        if (!next.equals(detail.get())) {
            detail.set(next);
        }
    }

    private StepDetail detailOf(int index) {
        VerificationChain now = chain.get();
        boolean live = phase.get() == Phase.LIVE;
        if (now == null) {
            String absence =
                    switch (phase.get()) {
                        case NOT_RUN -> "Not verified yet.";
                        case QUEUED -> "Queued: its turn comes in this run.";
                        case LOADING -> "Reading the record…";
                        case LIVE -> "Reading the prompt…";
                        case DONE -> "The record of this verification is not in the workspace.";
                    };
            return new StepDetail(
                    index, absence, List.of(), List.of(), "", new TokenSpan(0, 0), live);
        }
        boolean whole = index >= stepCount();
        @Nullable Integer step = whole ? null : Integer.valueOf(index);
        List<StepBlock> blocks =
                whole ? StepBlocks.ofSolution(now) : StepBlocks.ofStep(now, index, live);
        TokenSpan span = StepBlocks.span(now, step);
        List<ChainEvent> events =
                now.events().stream().filter(event -> Objects.equals(event.step(), step)).toList();
        return new StepDetail(
                index,
                blocks.isEmpty() ? absence(now, index, live) : "",
                blocks,
                events,
                now.tokens().text(span),
                span,
                live);
    }

    private static String absence(VerificationChain now, int index, boolean live) {
        if (live) {
            return StepCards.stepBeingWritten(now) >= index
                    ? "Reading the prompt…"
                    : "The verifier has not come to this step yet.";
        }
        for (StepVerdict verdict : now.verdicts()) {
            if (verdict.verdict() instanceof Verdict.Incorrect && verdict.step() < index) {
                return "Not reached: the verification stopped at step %d, the first it judged incorrect."
                        .formatted(verdict.step() + 1);
            }
        }
        return "Not reached: the verification ended before this step.";
    }

    private int stepCount() {
        Solution shown = solution.get();
        return shown == null ? 0 : shown.steps().size();
    }

    private static int firstFinding(VerificationChain finished) {
        for (StepVerdict verdict : finished.verdicts()) {
            if (verdict.verdict() instanceof Verdict.Incorrect
                    || verdict.verdict() instanceof Verdict.Invalid) {
                return verdict.step();
            }
        }
        return 0;
    }
}
