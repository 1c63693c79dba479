package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.WorkbenchException;
import org.prmscope.tokenizer.Tokenizer;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Samples tokens until a stop, an end token, a loop or a limit.
final class GenerateCall extends ChainCall {
    private final GenerationRequest request;
    private final Tokenizer tokenizer;
    private final Set<Integer> endIds;
    private final StopMatcher stops;
    private final SampledBytes bytes = new SampledBytes();
    private final LoopDetector loops;
    private final int start;
    private int sampled;
    private @Nullable Generation generation;

    GenerateCall(
            EngineChain chain,
            GenerationRequest request,
            int[] labels,
            Tokenizer tokenizer,
            Set<Integer> endIds,
            LoopRule loopRule) {
        super(chain, labels);
        this.request = request;
        this.tokenizer = tokenizer;
        this.endIds = endIds;
        stops = new StopMatcher(request.stops());
        loops = new LoopDetector(loopRule);
        start = chain.position();
    }

    /// Tokens that it may still sample.
    int remaining() {
        return Math.min(request.maxTokens() - sampled, chain.room());
    }

    /// Tokens that it sampled.
    int sampled() {
        return sampled;
    }

    @Override
    boolean isComplete() {
        if (generation == null && sampled >= request.maxTokens()) {
            generation = ended(FinishReason.MAX_TOKENS);
        } else if (generation == null && chain.room() <= 0) {
            generation = ended(FinishReason.CONTEXT_FULL);
        }
        return generation != null;
    }

    @Override
    void accept(NextToken next, FullRow full) throws WorkbenchException, CancelledException {
        TokenChooser chooser = chain.chooser();
        int id = chooser.draw(next, chain.vocabulary(), request.sampling());
        float logit;
        if (id == TokenChooser.UNDECIDED) {
            float[] logits = full.logits(this);
            id = chooser.draw(logits, request.sampling());
            logit = logits[id];
        } else {
            // One that was not drawn may be neither a candidate nor a label.
            logit = next.knows(id) ? next.logitOf(id) : Float.NaN;
        }
        sampled++;
        if (endIds.contains(id)) {
            chain.record().sampledEnd();
            generation = ended(FinishReason.END_OF_TEXT);
            return;
        }
        chain.keep(id, logit, next, request.watched());
        byte[] piece = tokenizer.piece(id);
        bytes.add(piece);
        Optional<StopMatcher.Match> match = stops.accept(piece);
        if (match.isPresent()) {
            generation = stopped(match.get());
        } else if (loops.accept(id)) {
            generation = ended(FinishReason.LOOP);
        }
    }

    Generation generation() {
        Generation result = generation;
        if (result == null) {
            throw new IllegalStateException("the call did not end well");
        }
        return result;
    }

    private Generation ended(FinishReason reason) {
        return new Generation(new TokenSpan(start, chain.position()), reason, null, "");
    }

    /// Cuts the chain after (or, if it is not kept, before) the stop string. A token that is cut
    /// inside is taken back, and the part of its text that stays is encoded again: those tokens
    /// keep the origin `GENERATED` and have no probability (NaN), because they were not drawn.
    private Generation stopped(StopMatcher.Match match) {
        SampledBytes.Cut cut = bytes.cut(request.keepStop() ? match.end() : match.start());
        if (start + cut.token() < chain.position()) {
            int[] remainder = tokenizer.encode(cut.remainder());
            chain.rewind(start + cut.token());
            // More tokens may come back than were taken; a full context keeps what fits.
            int fitting = Math.min(remainder.length, chain.room());
            chain.takeBack(Arrays.copyOf(remainder, fitting));
        }
        return new Generation(
                new TokenSpan(start, chain.position()),
                FinishReason.STOP_STRING,
                match.stop(),
                bytes.textFrom(match.end()));
    }
}
