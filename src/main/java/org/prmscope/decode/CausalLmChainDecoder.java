package org.prmscope.decode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.WorkbenchException;
import org.prmscope.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The decode loop: one chain on one key-value cache of a [SingleLm].
///
/// Appended tokens are queued and computed together with the next token that is needed, so that a
/// prompt and its turns are one prefill and the last sampled token of a chain is not computed for
/// nothing.
///
/// Counts ([#usage()]): `generated` has every token sampled, the end token and tokens cut by a stop
/// string included. `prefilled` has every other token each time it is computed: appended ones,
/// continuations that were scored, and what a rewind makes the model compute again. `injected` is
/// the part of it whose origin is `INJECTED`. Queued tokens count when they are computed.
///
/// Log-probabilities are under the full softmax at temperature 1, whatever the sampling. Two ways
/// to the same context (one prefill, or steps) may differ in the last bits of the logits.
public final class CausalLmChainDecoder implements ChainDecoder {
    /// Alternatives kept for every sampled token.
    public static final int ALTERNATIVES = 5;

    private static final int NO_ROW = -1;

    private final SingleLm lm;
    private final Tokenizer tokenizer;
    private final Set<Integer> endIds;
    private final LoopRule loopRule;
    private final Sampler sampler;
    private final ChainRecord record;
    private final SingleKvCache cache;
    private final TreeMap<Integer, WatchedLogits> watched = new TreeMap<>();

    /// The logits after the first `rowPosition` tokens, and their normaliser.
    private final float[] row;

    private int rowPosition = NO_ROW;
    private double rowLogSumExp;

    /// @param endIds tokens that end generation
    /// @param seed of this chain's draws
    /// @throws WorkbenchException if there is no memory for a cache
    public CausalLmChainDecoder(
            SingleLm lm, Tokenizer tokenizer, List<Integer> endIds, long seed, LoopRule loopRule)
            throws WorkbenchException {
        this.lm = lm;
        this.tokenizer = tokenizer;
        this.endIds = Set.copyOf(endIds);
        this.loopRule = loopRule;
        sampler = new Sampler(seed);
        record = new ChainRecord(tokenizer, ALTERNATIVES);
        row = new float[lm.shape().vocabularySize()];
        cache = lm.newCache(lm.shape().contextLength());
    }

    @Override
    public int position() {
        return record.size();
    }

    @Override
    public int room() {
        return cache.capacity() - position();
    }

    @Override
    public void append(int[] ids, TokenOrigin origin) throws WorkbenchException {
        if (origin == TokenOrigin.GENERATED) {
            throw new IllegalArgumentException("appended tokens are not generated");
        }
        requireRoom(ids.length, "to append");
        record.fed(ids, origin);
    }

    @Override
    public Generation generate(GenerationRequest request, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        int start = position();
        StopMatcher stops = new StopMatcher(request.stops());
        SampledBytes bytes = new SampledBytes();
        LoopDetector loops = new LoopDetector(loopRule);
        for (int sampled = 0; sampled < request.maxTokens(); sampled++) {
            if (room() <= 0) {
                return ended(start, FinishReason.CONTEXT_FULL);
            }
            prepareRow(cancellation);
            int id = sampler.draw(row, request.sampling());
            if (endIds.contains(id)) {
                record.sampledEnd();
                return ended(start, FinishReason.END_OF_TEXT);
            }
            keep(id, request.watched());
            byte[] piece = tokenizer.piece(id);
            bytes.add(piece);
            Optional<StopMatcher.Match> match = stops.accept(piece);
            if (match.isPresent()) {
                return stopped(start, bytes, match.get(), request.keepStop());
            }
            if (loops.accept(id)) {
                return ended(start, FinishReason.LOOP);
            }
        }
        return ended(start, FinishReason.MAX_TOKENS);
    }

    @Override
    public double[] score(List<int[]> continuations, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        for (int[] continuation : continuations) {
            if (continuation.length == 0) {
                throw new IllegalArgumentException("an empty continuation has no probability");
            }
            requireRoom(continuation.length, "to score");
        }
        prepareRow(cancellation);
        double[] scores = new double[continuations.size()];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = score(continuations.get(k), cancellation);
        }
        return scores;
    }

    @Override
    public WatchedLogits next(List<Integer> ids, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        prepareRow(cancellation);
        return watch(ids);
    }

    @Override
    public Optional<WatchedLogits> watched(int position) {
        return Optional.ofNullable(watched.get(position));
    }

    @Override
    public void rewind(int position) {
        record.rewind(position);
        watched.tailMap(position, true).clear();
        if (position < cache.length()) {
            cache.rewind(position);
        }
        if (position < rowPosition) {
            rowPosition = NO_ROW;
        }
    }

    @Override
    public TokenTrace snapshot() {
        return record.snapshot();
    }

    @Override
    public TokenUsage usage() {
        return record.usage();
    }

    @Override
    public void close() {
        cache.close();
    }

    /// Makes `row` the logits after the whole chain, computing what was queued.
    private void prepareRow(Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
        int position = position();
        if (position == 0) {
            throw new IllegalStateException("nothing to continue: append a prompt first");
        }
        if (rowPosition == position) {
            return;
        }
        // With nothing queued the row is lost to a rewind, and the last token gives it again.
        int from = Math.min(cache.length(), position - 1);
        cache.rewind(from);
        try {
            float[] logits = lm.forward(cache, record.ids(from, position), cancellation);
            // Other chains may use the model before this row is read again.
            System.arraycopy(logits, 0, row, 0, row.length);
        } finally {
            record.computed(from, cache.length());
        }
        rowLogSumExp = checkedLogSumExp(row, position);
        rowPosition = position;
    }

    private double score(int[] continuation, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        int position = position();
        double score = row[continuation[0]] - rowLogSumExp;
        try {
            for (int i = 1; i < continuation.length; i++) {
                float[] logits = lm.forward(cache, new int[] {continuation[i - 1]}, cancellation);
                record.scored(1);
                score += logits[continuation[i]] - checkedLogSumExp(logits, position + i);
            }
        } finally {
            cache.rewind(position);
        }
        return score;
    }

    private void keep(int id, List<Integer> watchedIds) {
        if (!watchedIds.isEmpty()) {
            watched.put(position(), watch(watchedIds));
        }
        int[] alternatives = Softmax.top(row, ALTERNATIVES);
        float[] logProbabilities = new float[alternatives.length];
        for (int k = 0; k < alternatives.length; k++) {
            logProbabilities[k] = logProbability(alternatives[k]);
        }
        record.sampled(id, logProbability(id), alternatives, logProbabilities);
    }

    private float logProbability(int id) {
        return (float) (row[id] - rowLogSumExp);
    }

    private WatchedLogits watch(List<Integer> ids) {
        List<Float> logits = new ArrayList<>(ids.size());
        for (int id : ids) {
            logits.add(row[id]);
        }
        return new WatchedLogits(ids, logits, rowLogSumExp);
    }

    private Generation ended(int start, FinishReason reason) {
        return new Generation(new TokenSpan(start, position()), reason, null, "");
    }

    /// Cuts the chain after (or, if it is not kept, before) the stop string. A token that is cut
    /// inside is taken back, and the part of its text that stays is encoded again: those tokens
    /// keep the origin `GENERATED` and have no probability (NaN), because they were not drawn.
    private Generation stopped(
            int start, SampledBytes bytes, StopMatcher.Match match, boolean keepStop) {
        SampledBytes.Cut cut = bytes.cut(keepStop ? match.end() : match.start());
        if (start + cut.token() < position()) {
            rewind(start + cut.token());
            int[] remainder = tokenizer.encode(cut.remainder());
            // More tokens may come back than were taken; a full context keeps what fits.
            int fitting = Math.min(remainder.length, room());
            record.fed(Arrays.copyOf(remainder, fitting), TokenOrigin.GENERATED);
        }
        return new Generation(
                new TokenSpan(start, position()),
                FinishReason.STOP_STRING,
                match.stop(),
                bytes.textFrom(match.end()));
    }

    private void requireRoom(int tokens, String purpose) throws DecodingException {
        if (tokens > room()) {
            throw new DecodingException(
                    new WorkbenchException.Report(
                            "The model's context is full",
                            "the chain at token " + position(),
                            "room for %d tokens %s".formatted(tokens, purpose),
                            "room for %d of %d".formatted(room(), cache.capacity()),
                            "Use a model with a longer context or a shorter problem"));
        }
    }

    private static double checkedLogSumExp(float[] logits, int position) throws DecodingException {
        double logSumExp = Softmax.logSumExp(logits);
        if (Double.isNaN(logSumExp)) {
            throw new DecodingException(
                    new WorkbenchException.Report(
                            "The model computed logits that are not numbers",
                            "the chain at token " + position,
                            "finite logits",
                            "NaN or infinity",
                            "Export the model again; its weights hold NaN or overflow"));
        }
        return logSumExp;
    }
}
