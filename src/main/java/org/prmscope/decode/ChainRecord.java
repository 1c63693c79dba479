package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.tokenizer.Tokenizer;

import java.util.Arrays;
import java.util.BitSet;

/// The growing record of one chain: its trace and its token counts.
///
/// Thread-safe, so that a snapshot can be taken while the chain is decoded.
final class ChainRecord {
    private final Tokenizer tokenizer;
    private final TokenTrace.Builder trace;

    /// Positions that hold a sampled token which was not computed yet: computing it is the step
    /// that samples the next token and is not counted as prefill.
    private final BitSet fresh = new BitSet();

    /// Ids whose bytes the trace has.
    private final BitSet named = new BitSet();

    private int[] ids = new int[64];
    private boolean[] injectedAt = new boolean[64];
    private int prefilled;
    private int generated;
    private int injected;
    private @Nullable TokenTrace built;

    /// @param alternatives how many a sampled token keeps
    ChainRecord(Tokenizer tokenizer, int alternatives) {
        this.tokenizer = tokenizer;
        trace = new TokenTrace.Builder(alternatives);
    }

    synchronized int size() {
        return trace.size();
    }

    /// A copy of the ids from `from` to just before `to`.
    synchronized int[] ids(int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    synchronized int id(int position) {
        return ids[position];
    }

    /// How many of the first `count` ids the chain begins with.
    synchronized int common(int[] other, int count) {
        int limit = Math.min(count, trace.size());
        int mismatch = Arrays.mismatch(ids, 0, limit, other, 0, limit);
        return mismatch < 0 ? limit : mismatch;
    }

    /// Adds tokens that were not sampled as such; origin `GENERATED` marks the re-encoded start of
    /// a token that was.
    synchronized void fed(int[] added, TokenOrigin origin) {
        for (int id : added) {
            name(id);
            put(id, origin);
            trace.fed(id, origin);
        }
        built = null;
    }

    synchronized void sampled(
            int id, float logProbability, int[] alternatives, float[] logProbabilities) {
        name(id);
        for (int alternative : alternatives) {
            name(alternative);
        }
        fresh.set(trace.size());
        put(id, TokenOrigin.GENERATED);
        trace.sampled(id, logProbability, alternatives, logProbabilities);
        generated++;
        built = null;
    }

    /// Counts a sampled end token, which is not kept.
    synchronized void sampledEnd() {
        generated++;
    }

    synchronized void rewind(int size) {
        trace.rewind(size);
        fresh.clear(size, Math.max(size, fresh.length()));
        built = null;
    }

    /// Counts positions that the model computed.
    ///
    /// @return how many of them were not sampled just before
    synchronized int computed(int from, int to) {
        int before = prefilled;
        for (int position = from; position < to; position++) {
            if (fresh.get(position)) {
                fresh.clear(position);
            } else {
                prefilled++;
                injected += injectedAt[position] ? 1 : 0;
            }
        }
        return prefilled - before;
    }

    /// Notes positions that need not be computed: a row held them already.
    synchronized void known(int from, int to) {
        fresh.clear(from, to);
    }

    /// Counts tokens that were computed to be scored and not kept.
    synchronized void scored(int tokens) {
        prefilled += tokens;
    }

    synchronized int generated() {
        return generated;
    }

    synchronized TokenUsage usage() {
        return new TokenUsage(prefilled, generated, injected);
    }

    synchronized TokenTrace snapshot() {
        TokenTrace current = built;
        if (current == null) {
            current = trace.build();
            built = current;
        }
        return current;
    }

    private void put(int id, TokenOrigin origin) {
        int position = trace.size();
        if (position == ids.length) {
            ids = Arrays.copyOf(ids, position * 2);
            injectedAt = Arrays.copyOf(injectedAt, position * 2);
        }
        ids[position] = id;
        injectedAt[position] = origin == TokenOrigin.INJECTED;
    }

    private void name(int id) {
        if (!named.get(id)) {
            named.set(id);
            trace.piece(id, tokenizer.piece(id));
        }
    }
}
