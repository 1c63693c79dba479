package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.Confidence;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.decode.Generation;
import org.prmscope.decode.GenerationRequest;

import java.util.Arrays;
import java.util.List;

/// What both protocols do with a decoder: append what fits, generate and record what happened, and
/// leave a readable chain however the work ends.
final class ChainWork {
    private final VerificationContext context;
    private final ChainRecorder recorder;
    private final Cancellation cancellation;
    private final List<Integer> watched;

    /// Sampled tokens at which the round, and with it the chain, has used its budget.
    private int budgetEnd = Integer.MAX_VALUE;

    /// The protocol's own part; its result is the confidence in the whole solution, if it has one.
    @FunctionalInterface
    interface Body {
        @Nullable Confidence run(ChainWork work) throws WorkbenchException, CancelledException;
    }

    private ChainWork(
            VerificationContext context,
            ChainRecorder recorder,
            Cancellation cancellation,
            List<Integer> watched) {
        this.context = context;
        this.recorder = recorder;
        this.cancellation = cancellation;
        this.watched = watched;
    }

    /// Runs a protocol's body; the recorder ends finished in every case.
    static VerificationChain run(
            Solution solution,
            VerificationContext context,
            Cancellation cancellation,
            List<Integer> watched,
            Body body)
            throws WorkbenchException, CancelledException {
        ChainRecorder recorder = new ChainRecorder(solution, context);
        context.watcher().opened(recorder);
        try {
            Confidence solutionConfidence =
                    body.run(new ChainWork(context, recorder, cancellation, watched));
            return recorder.finish(solutionConfidence, ChainEnd.COMPLETED);
        } catch (WorkbenchException failure) {
            recorder.add(
                    new ChainEvent(
                            ChainEvent.Kind.FAILED, null, String.valueOf(failure.getMessage())));
            recorder.finish(null, ChainEnd.FAILED);
            throw failure;
        } finally {
            if (!recorder.isFinished()) {
                recorder.finish(null, ChainEnd.CANCELLED);
            }
        }
    }

    VerificationContext context() {
        return context;
    }

    ChainRecorder recorder() {
        return recorder;
    }

    ChainDecoder decoder() {
        return context.decoder();
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /// Begins a round: from here on it samples no more tokens than its share of the budget.
    ///
    /// @param round from 0
    /// @param start its first token
    void beginRound(int round, int start) {
        Scaling scaling = context.configuration().scaling();
        Integer budget = scaling.chainBudget(context.chainIndex());
        if (budget != null) {
            int used = decoder().usage().generated();
            budgetEnd = used + scaling.roundBudget(round, budget - used);
        }
        recorder.beginRound(round, scaling.trigger(round), start);
    }

    /// Tokens that the round may still sample.
    int left() {
        return Math.max(0, budgetEnd - decoder().usage().generated());
    }

    /// Whether the round's budget, where there is one, is spent.
    boolean isSpent() {
        return left() == 0;
    }

    int[] encode(String text) {
        return context.tokenizer().encode(text);
    }

    /// Whether so many tokens, and at least one sampled after them, have room.
    boolean fits(int tokens) {
        return tokens < decoder().room();
    }

    void append(int[] ids, TokenOrigin origin) throws WorkbenchException {
        if (ids.length > 0) {
            decoder().append(ids, origin);
        }
    }

    /// Generates with the run's sampling and records how it ended. The round's budget holds,
    /// whatever the limit.
    ///
    /// @param step the step it is for, or null
    Generation generate(@Nullable Integer step, int limit, List<String> stops)
            throws WorkbenchException, CancelledException {
        int maxTokens = Math.min(limit, left());
        Generation generation =
                decoder()
                        .generate(
                                new GenerationRequest(
                                        context.configuration().sampling(),
                                        maxTokens,
                                        stops,
                                        true,
                                        watched),
                                cancellation);
        if (!generation.trimmed().isEmpty()) {
            event(
                    ChainEvent.Kind.STOP_TRIMMED,
                    step,
                    "The last token went on after the stop string with \"%s\", which was cut."
                            .formatted(generation.trimmed()));
        }
        switch (generation.reason()) {
            case STOP_STRING, END_OF_TEXT -> {}
            case MAX_TOKENS ->
                    event(
                            maxTokens < limit
                                    ? ChainEvent.Kind.BUDGET_SPENT
                                    : ChainEvent.Kind.TRUNCATED,
                            step,
                            maxTokens < limit
                                    ? "The token budget was spent: generation ended after %d tokens."
                                            .formatted(maxTokens)
                                    : "Generation ended at its limit of %d tokens."
                                            .formatted(maxTokens));
            case CONTEXT_FULL ->
                    event(
                            ChainEvent.Kind.CONTEXT_FULL,
                            step,
                            "The model's context was full after %d tokens."
                                    .formatted(decoder().position()));
            case LOOP -> event(ChainEvent.Kind.LOOP, step, "The text repeats itself.");
        }
        return generation;
    }

    void event(ChainEvent.Kind kind, @Nullable Integer step, String detail) {
        recorder.add(new ChainEvent(kind, step, detail));
    }

    static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
