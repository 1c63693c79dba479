package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;

import java.util.Arrays;

/// What is computed for one chain on its row: the tokens it appended, as far as no row holds them,
/// continuations, and guesses.
///
/// In a reference computation a chain takes tokens over from another row only where its own runs
/// would have had the same borders, and a chain that lost its row is computed with the borders it
/// was first computed with.
final class RowRuns implements ChainCall.FullRow {
    private final ModelRuns model;
    private final RowPool pool;
    private final EngineMeter meter;
    private final int chunk;
    private final boolean reference;
    private final @Nullable DraftPolicy drafts;

    RowRuns(
            ModelRuns model,
            RowPool pool,
            EngineMeter meter,
            int chunk,
            boolean reference,
            @Nullable DraftPolicy drafts) {
        this.model = model;
        this.pool = pool;
        this.meter = meter;
        this.chunk = chunk;
        this.reference = reference;
        this.drafts = drafts;
    }

    static Row held(EngineChain chain) {
        Row row = chain.row;
        if (row == null) {
            throw new IllegalStateException("a chain that is computed has no row");
        }
        return row;
    }

    /// Tokens that have to be computed before the next answer.
    int pending(EngineChain chain) {
        return chain.position() - start(chain);
    }

    /// Gives the chain a row, or what other rows hold of it and its own does not.
    ///
    /// @param soon chains that will need a row next
    /// @return false if there is no memory for it now
    boolean search(EngineChain chain, int soon) {
        int position = chain.position();
        if (chain.row != null && !pool.reserve(position)) {
            return false;
        }
        RowPool.Prefix prefix = known(chain, chain.record().ids(0, position));
        Row row = chain.row;
        if (row == null) {
            row = pool.acquire(chain, prefix, position, soon);
            if (row == null) {
                return false;
            }
            chain.row = row;
            chain.matched = 0;
            if (reference) {
                chain.ends.or(row.ends());
            }
        } else if (prefix.row() == null || prefix.tokens() <= chain.matched || reference) {
            return true;
        } else {
            pool.copy(prefix.row(), row, prefix.tokens());
        }
        chain.record().known(chain.matched, prefix.tokens());
        meter.reused(prefix.tokens() - chain.matched);
        chain.matched = prefix.tokens();
        return true;
    }

    private RowPool.Prefix known(EngineChain chain, int[] ids) {
        if (!reference) {
            return pool.longest(ids, ids.length);
        }
        RowPool.Prefix best = RowPool.Prefix.NONE;
        for (Row row : pool.rows()) {
            int same = sameRuns(chain, row, row.common(ids, ids.length));
            if (same > best.tokens()) {
                best = new RowPool.Prefix(row, same);
            }
        }
        return best;
    }

    /// Up to where a row was computed with the very runs that would compute the chain.
    private int sameRuns(EngineChain chain, Row row, int common) {
        int same = 0;
        while (same < common) {
            int end = runEnd(chain, same);
            if (end > common || row.ends().nextSetBit(same + 1) != end) {
                break;
            }
            same = end;
        }
        return same;
    }

    /// Where the next run that computes the chain begins.
    private int start(EngineChain chain) {
        int from = Math.min(chain.matched, chain.position() - 1);
        return reference ? Math.max(0, chain.ends.previousSetBit(from)) : from;
    }

    /// Where a run that begins at `from` ends.
    private int runEnd(EngineChain chain, int from) {
        int end = Math.min(from + chunk, chain.position());
        int before = reference ? chain.ends.nextSetBit(from + 1) : -1;
        return before < 0 ? end : Math.min(before, end);
    }

    /// Computes the chain's next tokens, at most a chunk.
    void compute(ChainCall call) throws WorkbenchException, CancelledException {
        EngineChain chain = call.chain;
        Row row = held(chain);
        int from = start(chain);
        int to = runEnd(chain, from);
        boolean last = to == chain.position();
        int[] tokens = chain.record().ids(from, to);
        row.truncate(from);
        chain.matched = from;
        int[] wanted = last ? new int[] {tokens.length - 1} : new int[0];
        NextToken[] answers = model.forward(row, from, tokens, wanted, call.labels);
        computed(chain, row, tokens, to);
        if (last) {
            row.answered(to, answers);
            if (tokens.length > 1) {
                row.remember(to, answers[0]);
            }
        }
    }

    private void computed(EngineChain chain, Row row, int[] tokens, int matched) {
        int from = row.length();
        row.add(tokens, tokens.length);
        chain.matched = matched;
        if (reference) {
            chain.ends.set(row.length());
        }
        meter.prefilled(chain.record().computed(from, matched));
    }

    /// Computes a piece of a continuation; at its end the row keeps of it what the next one begins
    /// with. In a reference computation that is nothing, so that its runs have borders of their
    /// own.
    ///
    /// @return false if there is no memory for it now
    boolean score(ScoreCall call) throws WorkbenchException, CancelledException {
        EngineChain chain = call.chain;
        Row row = held(chain);
        int position = chain.position();
        int[] tokens = call.tokens(chunk);
        int from = position + call.computed();
        if (!pool.reserve(from + tokens.length)) {
            return false;
        }
        row.truncate(from);
        int[] targets = call.targets(tokens.length);
        NextToken[] answers = model.forward(row, from, tokens, all(tokens.length), targets);
        chain.record().scored(tokens.length);
        meter.prefilled(tokens.length);
        row.add(tokens, tokens.length);
        call.scored(answers, !reference);
        row.truncate(position + call.computed());
        return true;
    }

    /// A guess under way.
    ///
    /// @param position of the chain before it
    /// @param guessed how many tokens
    record Guess(int position, int guessed) {}

    /// Computes the one token that the call needs together with a guess of what follows, if that
    /// promises to be faster. The answers are on the row: those after a wrong token are of no use
    /// to the chain, since it goes another way.
    @Nullable Guess guess(GenerateCall call) throws WorkbenchException, CancelledException {
        if (drafts == null) {
            return null;
        }
        EngineChain chain = call.chain;
        Row row = held(chain);
        int position = chain.position();
        row.truncate(position - 1);
        chain.matched = position - 1;
        row.peek(chain.record().id(position - 1));
        int room = Math.min(pool.capacity() - position, call.remaining() - 1);
        int[] tokens = drafts.draft(row.ids(), position, room);
        if (tokens.length == 1) {
            return null;
        }
        NextToken[] answers =
                model.forward(row, position - 1, tokens, all(tokens.length), call.labels);
        drafts.took(tokens.length, model.lastNanos());
        computed(chain, row, tokens, position);
        row.answered(position, answers);
        return new Guess(position, tokens.length - 1);
    }

    /// Notes what became of a guess.
    ///
    /// @param sampled tokens that the call sampled on its answers
    void guessed(Guess guess, EngineChain chain, int sampled) {
        int taken = Math.clamp(chain.matched - guess.position(), 0, guess.guessed());
        meter.speculated(guess.guessed(), taken);
        if (drafts != null) {
            // Where the call ended early, the rest of the guess was not tried.
            drafts.tried(taken, taken < guess.guessed() && sampled > taken);
        }
    }

    /// Notes the time of a step of one row, which guesses have to beat.
    void stepped(int rows) {
        if (drafts != null && rows == 1) {
            drafts.took(1, model.lastNanos());
        }
    }

    @Override
    public float[] logits(ChainCall call) throws WorkbenchException, CancelledException {
        EngineChain chain = call.chain;
        Row row = held(chain);
        int held = chain.position() - 1;
        boolean done = false;
        try {
            float[] logits = model.fullRow(call, row, held, chain.record().id(held));
            done = true;
            return logits;
        } finally {
            // The run may have written behind its token; if it failed, that is lost too.
            row.truncate(done ? held + 1 : held);
            chain.matched = Math.min(chain.matched, row.length());
        }
    }

    private static int[] all(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, k -> k);
        return all;
    }
}
