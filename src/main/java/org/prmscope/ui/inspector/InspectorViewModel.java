package org.prmscope.ui.inspector;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Confidence;
import org.prmscope.core.Run;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenAlternative;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.ui.fx.Chips;

import java.util.ArrayList;
import java.util.List;

/// The right side of the window: the tokens of the opened step, its decision, the run's record.
public final class InspectorViewModel {
    /// The inspector's tabs.
    public enum Tab {
        TOKENS("Tokens"),
        DECISION("Decision"),
        RECORD("Record");

        private final String title;

        Tab(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// The tokens on show.
    ///
    /// @param decisions positions that verdicts were read from
    public record TokenView(TokenTrace trace, TokenSpan span, List<Integer> decisions) {
        public static final TokenView EMPTY =
                new TokenView(TokenTrace.EMPTY, new TokenSpan(0, 0), List.of());

        public TokenView {
            decisions = List.copyOf(decisions);
        }
    }

    private final ObjectProperty<Tab> tab = new SimpleObjectProperty<>(Tab.TOKENS);
    private final BooleanProperty wholeChain = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<TokenView> tokens =
            new ReadOnlyObjectWrapper<>(TokenView.EMPTY);
    private final ReadOnlyObjectWrapper<@Nullable TokenFacts> token = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable DecisionFacts> decision =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<RecordEntry>> entries =
            new ReadOnlyObjectWrapper<>(List.of());
    private @Nullable VerificationChain chain;
    private @Nullable Run run;
    private boolean live;
    private TokenSpan stepSpan = new TokenSpan(0, 0);
    private int step = -1;
    private int pinned = -1;

    public InspectorViewModel() {
        wholeChain.subscribe(() -> refreshTokens());
    }

    /// Shows the chain in view and its opened step.
    ///
    /// @param openStep from 0; the number of steps or more for the whole solution; -1 for none
    /// @param span the tokens of that step
    /// @param growing whether the chain is still being written
    public void show(
            @Nullable VerificationChain now, int openStep, TokenSpan span, boolean growing) {
        boolean other = openStep != step || !sameSolution(now) || !hasPinned(now);
        chain = now;
        step = openStep;
        stepSpan = span;
        live = growing;
        refreshTokens();
        decision.set(now == null || openStep < 0 ? null : decisionOf(now, openStep));
        entries.set(now == null ? List.of() : RunRecord.of(run, now, live));
        if (other) {
            pinned = -1;
            inspectDecision();
        }
    }

    /// Says which run the chain in view is from.
    public void showRun(@Nullable Run of) {
        run = of;
        entries.set(chain == null ? List.of() : RunRecord.of(run, chain, live));
    }

    private boolean sameSolution(@Nullable VerificationChain now) {
        return chain == null
                ? now == null
                : now != null && now.solutionId().equals(chain.solutionId());
    }

    /// Whether the pinned token is the same in another state of the chain; a chain that grows keeps
    /// its tokens, another chain of the solution has its own.
    private boolean hasPinned(@Nullable VerificationChain now) {
        VerificationChain before = chain;
        if (before == null || pinned < 0) {
            return true;
        }
        return now != null
                && pinned < now.tokens().size()
                && now.tokens().id(pinned) == before.tokens().id(pinned)
                && Float.compare(
                                now.tokens().logProbability(pinned),
                                before.tokens().logProbability(pinned))
                        == 0;
    }

    public ObjectProperty<Tab> tabProperty() {
        return tab;
    }

    /// Whether the tokens of the whole chain are shown instead of the step's.
    public BooleanProperty wholeChainProperty() {
        return wholeChain;
    }

    public ReadOnlyObjectProperty<TokenView> tokensProperty() {
        return tokens.getReadOnlyProperty();
    }

    /// The token under the pointer or the caret, null if none.
    public ReadOnlyObjectProperty<@Nullable TokenFacts> tokenProperty() {
        return token.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable DecisionFacts> decisionProperty() {
        return decision.getReadOnlyProperty();
    }

    /// The record, ready to read.
    public ReadOnlyObjectProperty<List<RecordEntry>> entriesProperty() {
        return entries.getReadOnlyProperty();
    }

    /// The record as text, one line an entry, for the clipboard.
    public String recordText() {
        StringBuilder text = new StringBuilder();
        String group = "";
        for (RecordEntry entry : entries.get()) {
            if (!entry.group().equals(group)) {
                group = entry.group();
                text.append(text.isEmpty() ? "" : "\n").append(group).append('\n');
            }
            text.append("  ").append(entry.name()).append(": ").append(entry.value()).append('\n');
        }
        return text.toString();
    }

    /// Shows the token the pointer is on, for as long as it is; -1 goes back to the pinned one.
    public void hover(int position) {
        inspect(position < 0 ? pinned : position);
    }

    /// Keeps a token on show, as the caret or a click does.
    public void pin(int position) {
        pinned = position;
        inspect(position);
    }

    private void inspectDecision() {
        DecisionFacts facts = decision.get();
        pin(facts == null ? -1 : facts.position());
    }

    private void inspect(int position) {
        VerificationChain now = chain;
        token.set(
                now == null || position < 0 || position >= now.tokens().size()
                        ? null
                        : facts(now.tokens(), position));
    }

    private void refreshTokens() {
        VerificationChain now = chain;
        if (now == null) {
            tokens.set(TokenView.EMPTY);
            return;
        }
        TokenSpan span = wholeChain.get() ? new TokenSpan(0, now.tokens().size()) : stepSpan;
        List<Integer> decisions = new ArrayList<>();
        for (StepVerdict verdict : now.verdicts()) {
            Integer position = verdict.decisionToken();
            if (position != null) {
                decisions.add(position);
            }
        }
        tokens.set(new TokenView(now.tokens(), span, decisions));
    }

    static TokenFacts facts(TokenTrace trace, int position) {
        TokenOrigin origin = trace.origin(position);
        int id = trace.id(position);
        double probability = Math.exp(trace.logProbability(position));
        String text = visible(trace.text(new TokenSpan(position, position + 1)));
        List<TokenFacts.Candidate> candidates = new ArrayList<>();
        boolean found = false;
        double mass = 0;
        for (TokenAlternative alternative : trace.alternatives(position)) {
            boolean written = alternative.id() == id;
            double p = Math.exp(alternative.logProbability());
            found |= written;
            mass += p;
            candidates.add(
                    new TokenFacts.Candidate(
                            candidates.size() + 1, visible(alternative.text()), p, written));
        }
        if (!found && !candidates.isEmpty()) {
            candidates.add(new TokenFacts.Candidate(0, text, probability, true));
            mass += probability;
        }
        return new TokenFacts(
                position,
                id,
                text,
                origin,
                probability,
                candidates,
                origin == TokenOrigin.GENERATED && !candidates.isEmpty()
                        ? Math.max(0, 1 - mass)
                        : Double.NaN);
    }

    /// Blanks, tabs and line breaks as visible characters.
    static String visible(String text) {
        return text.replace(' ', '␣').replace("\n", "⏎").replace("\t", "⇥").replace("\r", "␍");
    }

    private DecisionFacts decisionOf(VerificationChain now, int openStep) {
        if (openStep >= now.verdicts().size()) {
            Confidence whole = now.solutionConfidence();
            return facts(
                    now,
                    "Whole solution",
                    whole == null ? "no decision" : "",
                    whole,
                    -1,
                    "This chain has no decision on the whole solution.");
        }
        StepVerdict verdict = now.verdicts().get(openStep);
        Integer position = verdict.decisionToken();
        boolean readable =
                verdict.verdict() instanceof Verdict.Correct
                        || verdict.verdict() instanceof Verdict.Incorrect;
        return facts(
                now,
                "Step " + (openStep + 1),
                words(verdict.verdict()),
                readable ? verdict.confidence() : null,
                position == null ? -1 : position,
                absence(verdict.verdict(), live));
    }

    private static DecisionFacts facts(
            VerificationChain now,
            String title,
            String verdict,
            @Nullable Confidence confidence,
            int position,
            String absence) {
        return new DecisionFacts(
                title,
                verdict,
                confidence == null ? null : confidence.probability(),
                confidence == null ? null : confidence.definition(),
                confidence == null ? List.of() : confidence.labels(),
                position,
                position < 0 || position >= now.tokens().size()
                        ? ""
                        : context(now.tokens(), position),
                confidence == null ? absence : "");
    }

    private static String context(TokenTrace trace, int position) {
        int from = Math.max(0, position - 8);
        int to = Math.min(trace.size(), position + 4);
        return visible(trace.text(new TokenSpan(from, position)))
                + "»"
                + visible(trace.text(new TokenSpan(position, position + 1)))
                + "«"
                + visible(trace.text(new TokenSpan(position + 1, to)));
    }

    private static String words(Verdict verdict) {
        String detail = verdict instanceof Verdict.Invalid invalid ? invalid.detail() : "";
        return Chips.words(verdict) + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    private static String absence(Verdict verdict, boolean live) {
        return switch (verdict) {
            case Verdict.Correct(), Verdict.Incorrect() ->
                    live
                            ? "Its number comes when this part of the chain is written."
                            : "No decision token could be read, so there is no number.";
            case Verdict.Invalid _ -> "An invalid judgement has no number.";
            case Verdict.NotReached() -> "A step that was not reached has no number.";
        };
    }
}
