package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.ChainSection;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.Confidence;
import org.prmscope.core.Solution;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.VerificationChain;

import java.util.ArrayList;
import java.util.List;

/// A chain while it grows: the protocol writes into it, a view polls [#snapshot()]. Thread-safe.
public final class ChainRecorder {
    private final Solution solution;
    private final VerificationContext context;
    private final long startNanos;
    private final List<ChainSection> sections = new ArrayList<>();
    private final List<CodeCheck> codeChecks = new ArrayList<>();
    private final List<StepVerdict> verdicts = new ArrayList<>();
    private final List<ChainEvent> events = new ArrayList<>();
    private final List<TokenSpan> hidden = new ArrayList<>();
    private @Nullable StretchReader reader;
    private int stretchStart;
    private @Nullable VerificationChain finished;

    /// What a stretch of a chain says so far.
    record Reading(List<ChainSection> sections, List<StepVerdict> verdicts) {}

    /// Reads the stretch that is being generated. Called on the polling thread: must not touch the
    /// decoder.
    @FunctionalInterface
    interface StretchReader {
        Reading read(TracedText text);
    }

    ChainRecorder(Solution solution, VerificationContext context) {
        this.solution = solution;
        this.context = context;
        startNanos = context.nanoTime().getAsLong();
    }

    /// The solution being verified.
    public Solution solution() {
        return solution;
    }

    /// Which chain of the solution in its run, from 0.
    public int chainIndex() {
        return context.chainIndex();
    }

    /// Whether nothing will change any more.
    public synchronized boolean isFinished() {
        return finished != null;
    }

    /// The chain as it stands: the open section is there and marked incomplete, steps without a
    /// verdict are not reached. Until the chain ends it carries [ChainEnd#CANCELLED], which is what
    /// it would be if it were stopped now. Verdicts of a stretch still being generated have no
    /// confidence yet.
    public synchronized VerificationChain snapshot() {
        return finished != null ? finished : chain(null, ChainEnd.CANCELLED);
    }

    /// From `start` on, `stretchReader` tells what the tokens mean, until [#settle].
    synchronized void open(int start, StretchReader stretchReader) {
        stretchStart = start;
        reader = stretchReader;
    }

    /// Marks tokens that are not the model's words, so that nobody reads a verdict in them.
    synchronized void hide(TokenSpan span) {
        hidden.add(span);
    }

    /// The open stretch as text.
    synchronized TracedText text() {
        TokenTrace trace = context.decoder().snapshot();
        return new TracedText(trace, new TokenSpan(stretchStart, trace.size()), hidden);
    }

    synchronized void settle(Reading reading) {
        sections.addAll(reading.sections);
        verdicts.addAll(reading.verdicts);
        reader = null;
    }

    synchronized void add(CodeCheck check) {
        codeChecks.add(check);
    }

    synchronized void add(ChainEvent event) {
        events.add(event);
    }

    /// Drops the tokens from `position` on, here and in the decoder, as one change.
    synchronized void rewind(int position) {
        hidden.removeIf(span -> span.end() > position);
        context.decoder().rewind(position);
    }

    synchronized VerificationChain finish(@Nullable Confidence solutionConfidence, ChainEnd end) {
        VerificationChain chain = chain(solutionConfidence, end);
        finished = chain;
        return chain;
    }

    private VerificationChain chain(@Nullable Confidence solutionConfidence, ChainEnd end) {
        TokenTrace trace = context.decoder().snapshot();
        List<ChainSection> allSections = new ArrayList<>(sections);
        List<StepVerdict> allVerdicts = new ArrayList<>(verdicts);
        if (reader != null && stretchStart <= trace.size()) {
            TokenSpan open = new TokenSpan(stretchStart, trace.size());
            Reading reading = reader.read(new TracedText(trace, open, hidden));
            allSections.addAll(reading.sections);
            allVerdicts.addAll(reading.verdicts);
        }
        for (int step = allVerdicts.size(); step < solution.steps().size(); step++) {
            allVerdicts.add(StepVerdict.notReached(step));
        }
        return new VerificationChain(
                solution.id(),
                context.chainIndex(),
                context.seed(),
                trace,
                allSections,
                codeChecks,
                allVerdicts,
                solutionConfidence,
                events,
                end,
                context.decoder().usage(),
                (context.nanoTime().getAsLong() - startNanos) / 1e6);
    }
}
