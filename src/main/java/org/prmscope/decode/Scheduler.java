package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/// Decides what the model computes next: continuous batching of calls over rows.
///
/// A turn is one piece of a prompt (one row, at most a chunk) and one step of all chains that need
/// just one token. A call waits until fewer than `maxRows` are worked at; those whose chain has a
/// row come first, then it is first come, first served. A chain keeps its row between its calls.
///
/// Where memory does not suffice, cached rows go first; then calls wait until others end. When
/// nobody could go on, idle chains lose their rows, then the calls that were admitted last lose
/// theirs and wait; their tokens are computed again. A call fails for memory only when its chain
/// does not fit alone.
///
/// In a reference computation every run is of one row, and a chain takes tokens over from another
/// row only where its own runs would have had the same borders, so that its bits are its own.
///
/// Only the engine's thread uses it, except [#interrupt].
final class Scheduler implements ChainCall.FullRow {
    private final CausalLm lm;
    private final EngineLimits limits;
    private final EngineMeter meter;
    private final RowPool pool;
    private final boolean reference;
    private final @Nullable DraftPolicy drafts;

    /// Calls that wait for a place: of chains with a row, and of others.
    private final Deque<ChainCall> returning = new ArrayDeque<>();

    private final Deque<ChainCall> waiting = new ArrayDeque<>();

    /// Calls with a place that need runs over one row, and those that need one token.
    private final List<ChainCall> singles = new ArrayList<>();

    private final List<ChainCall> decoding = new ArrayList<>();

    private final List<ChainCall> batch = new ArrayList<>();
    private final List<ChainCall> labelled = new ArrayList<>();
    private int[] batchLabels = {};
    private int[] heldBefore = {};
    private int[] next = {};
    private long admissions;
    private volatile Cancellation running = new Cancellation();

    private volatile boolean stopped;

    /// The call that a run over one row is for.
    private volatile @Nullable ChainCall alone;

    Scheduler(CausalLm lm, EngineLimits limits, EngineMeter meter, Speculation speculation) {
        this.lm = lm;
        this.limits = limits;
        this.meter = meter;
        pool = new RowPool(lm.rows(), limits, lm.shape().contextLength(), meter);
        reference = lm.computation().mode() == ComputeMode.REFERENCE;
        drafts =
                speculation == Speculation.AUTOMATIC && !reference
                        ? new DraftPolicy(lm.chunk())
                        : null;
    }

    /// Ends the run that a cancelled call waits for. Thread-safe.
    void interrupt(ChainCall call) {
        if (call.stepping) {
            running.cancel();
        }
    }

    /// Ends the run that is under way, whoever it is for. Thread-safe.
    void stop() {
        stopped = true;
        running.cancel();
        ChainCall call = alone;
        if (call != null) {
            call.cancellation.cancel();
        }
    }

    boolean hasWork() {
        return !(singles.isEmpty()
                && decoding.isEmpty()
                && returning.isEmpty()
                && waiting.isEmpty());
    }

    /// Takes a call on.
    void arrive(ChainCall call) {
        EngineChain chain = call.chain;
        chain.working = call;
        chain.begin();
        if (!advance(call)) {
            (chain.row == null ? waiting : returning).add(call);
        }
    }

    /// The chain is closed: what its row holds becomes a known prefix.
    void release(EngineChain chain) {
        if (chain.working != null) {
            end(chain.working, new CancelledException());
        }
        if (chain.row != null) {
            pool.release(chain.row);
            chain.row = null;
        }
    }

    /// Does the next piece of work.
    void turn() {
        dropCancelled();
        admit();
        boolean worked = single();
        worked |= together();
        if (!worked && !(singles.isEmpty() && decoding.isEmpty())) {
            makeWay();
        }
    }

    /// Ends every call, and forgets what the rows hold if that is in doubt.
    void endAll(Throwable how, boolean inDoubt) {
        calls().forEach(call -> end(call, how));
        if (inDoubt) {
            for (Row row : pool.rows()) {
                if (row.owner != null) {
                    row.owner.row = null;
                }
                pool.forget(row);
            }
        }
    }

    private List<ChainCall> calls() {
        List<ChainCall> all = new ArrayList<>(singles);
        all.addAll(decoding);
        all.addAll(returning);
        all.addAll(waiting);
        return all;
    }

    private void dropCancelled() {
        dropCancelled(singles);
        dropCancelled(decoding);
        dropCancelled(returning);
        dropCancelled(waiting);
    }

    private void dropCancelled(Iterable<ChainCall> calls) {
        List<ChainCall> cancelled = null;
        for (ChainCall call : calls) {
            if (call.cancellation.isCancelled()) {
                cancelled = cancelled == null ? new ArrayList<>() : cancelled;
                cancelled.add(call);
            }
        }
        if (cancelled != null) {
            cancelled.forEach(call -> end(call, new CancelledException()));
        }
    }

    private void admit() {
        while (singles.size() + decoding.size() < limits.maxRows()) {
            ChainCall call = returning.isEmpty() ? waiting.poll() : returning.poll();
            if (call == null) {
                return;
            }
            call.admittedAt = ++admissions;
            route(call);
        }
    }

    private void route(ChainCall call) {
        EngineChain chain = call.chain;
        boolean one =
                chain.row != null && call.wantsAnswer() && chain.position() - start(chain) == 1;
        (one ? decoding : singles).add(call);
    }

    /// Goes on as far as the answers that are known reach.
    ///
    /// @return whether the call ended
    private boolean advance(ChainCall call) {
        EngineChain chain = call.chain;
        try {
            while (true) {
                if (call.cancellation.isCancelled()) {
                    throw new CancelledException();
                }
                if (call.isComplete()) {
                    end(call, null);
                    return true;
                }
                NextToken answer = call.wantsAnswer() ? chain.answer(call.labels) : null;
                if (answer == null) {
                    return false;
                }
                EngineChain.check(answer, chain.position());
                int before = chain.usage().generated();
                call.accept(answer, this);
                meter.sampled(chain.usage().generated() - before);
                chain.follow();
            }
        } catch (CancelledException | WorkbenchException | RuntimeException e) {
            fail(call, e);
            return true;
        }
    }

    private void end(ChainCall call, @Nullable Throwable how) {
        call.stepping = false;
        call.chain.working = null;
        singles.remove(call);
        decoding.remove(call);
        returning.remove(call);
        waiting.remove(call);
        labelled.remove(call);
        call.end(how);
    }

    private void fail(ChainCall call, Throwable how) {
        switch (how) {
            case CancelledException e -> end(call, e);
            case WorkbenchException e -> end(call, e);
            case Throwable e -> {
                Row row = call.chain.row;
                if (row != null) {
                    call.chain.row = null;
                    pool.forget(row);
                }
                end(call, crashed(call, e));
            }
        }
    }

    private static DecodingException crashed(ChainCall call, Throwable cause) {
        return new DecodingException(
                new WorkbenchException.Report(
                        "The model failed",
                        "the chain at token " + call.chain.position(),
                        "an answer",
                        cause.toString(),
                        "Other chains go on; open the model again if it fails again"),
                cause);
    }

    private boolean isStalled(ChainCall call) {
        return call.stalledAt == pool.releases();
    }

    private void stall(ChainCall call) {
        call.stalledAt = pool.releases();
    }

    private boolean reserved(ChainCall call, int tokens) {
        boolean reserved = pool.reserve(tokens);
        if (reserved) {
            call.lastTry = false;
        } else {
            stall(call);
        }
        return reserved;
    }

    /// One run for the first call that needs runs of its own.
    private boolean single() {
        for (int k = 0; k < singles.size(); k++) {
            ChainCall call = singles.get(k);
            if (isStalled(call)) {
                continue;
            }
            try {
                if (!search(call)) {
                    continue;
                }
                if (call.wantsAnswer()) {
                    if (call.chain.answer(call.labels) == null) {
                        compute(call);
                    }
                } else if (call.chain.matched < call.chain.position()) {
                    // Its row was taken from it in between.
                    compute(call);
                } else if (!score((ScoreCall) call)) {
                    continue;
                }
                rerouted(call, singles);
            } catch (CancelledException | WorkbenchException | RuntimeException e) {
                fail(call, e);
            } catch (OutOfMemoryError e) {
                fail(call, e);
            }
            return true;
        }
        return false;
    }

    /// Lets a call go on after a run, and puts it where it belongs now.
    private void rerouted(ChainCall call, List<ChainCall> from) {
        if (!advance(call)) {
            EngineChain chain = call.chain;
            boolean one = call.wantsAnswer() && chain.position() - start(chain) == 1;
            List<ChainCall> to = one ? decoding : singles;
            if (to != from) {
                from.remove(call);
                to.add(call);
            }
        }
    }

    /// Finds the row, or what other rows hold of the chain that its own does not.
    private boolean search(ChainCall call) {
        EngineChain chain = call.chain;
        int position = chain.position();
        if (call.searched && chain.row != null) {
            return reserved(call, position);
        }
        int[] ids = chain.record().ids(0, position);
        RowPool.Prefix prefix = known(chain, ids);
        if (chain.row == null) {
            int soon = (int) singles.stream().filter(other -> other.chain.row == null).count() - 1;
            Row row = pool.acquire(chain, prefix, position, soon);
            if (row == null) {
                stall(call);
                return false;
            }
            call.lastTry = false;
            chain.row = row;
            takeOver(chain, 0, prefix.tokens());
        } else if (!reserved(call, position)) {
            return false;
        } else if (prefix.row() != null && prefix.tokens() > chain.matched && !reference) {
            int matched = chain.matched;
            pool.copy(prefix.row(), chain.row, prefix.tokens());
            takeOver(chain, matched, prefix.tokens());
        }
        call.searched = true;
        return true;
    }

    private void takeOver(EngineChain chain, int from, int to) {
        Row row = chain.row;
        if (row != null && reference) {
            chain.ends.or(row.ends());
        }
        chain.matched = to;
        chain.record().known(from, to);
        meter.reused(to - from);
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
        int end = Math.min(from + lm.chunk(), chain.position());
        int before = reference ? chain.ends.nextSetBit(from + 1) : -1;
        return before < 0 ? end : Math.min(before, end);
    }

    /// Computes the next tokens of one chain, at most a chunk.
    private void compute(ChainCall call) throws WorkbenchException, CancelledException {
        EngineChain chain = call.chain;
        Row row = held(chain);
        int from = start(chain);
        int to = runEnd(chain, from);
        boolean last = to == chain.position();
        int[] tokens = chain.record().ids(from, to);
        row.truncate(from);
        chain.matched = from;
        NextToken[] answers =
                forward(
                        row,
                        from,
                        tokens,
                        last ? new int[] {tokens.length - 1} : new int[0],
                        call.labels,
                        call);
        computed(chain, row, tokens, tokens.length);
        if (last) {
            row.answered(to, answers);
            if (tokens.length > 1) {
                row.remember(to, answers[0]);
            }
        }
    }

    private void computed(EngineChain chain, Row row, int[] tokens, int ofChain) {
        int from = row.length();
        row.add(tokens, tokens.length);
        chain.matched = from + ofChain;
        if (reference) {
            chain.ends.set(row.length());
        }
        meter.prefilled(chain.record().computed(from, chain.matched));
    }

    private NextToken[] forward(
            Row row, int from, int[] tokens, int[] wanted, int[] labels, ChainCall call)
            throws WorkbenchException, CancelledException {
        long start = meter.now();
        boolean done = false;
        alone = call;
        try {
            if (stopped) {
                throw new CancelledException();
            }
            NextToken[] answers =
                    lm.forward(row.index, from, tokens, wanted, labels, call.cancellation);
            done = true;
            return answers;
        } finally {
            alone = null;
            long nanos = meter.now() - start;
            if (done) {
                meter.forward(tokens.length, nanos);
            } else {
                meter.lost(nanos);
            }
        }
    }

    /// Computes a piece of a continuation; the row forgets it at once.
    private boolean score(ScoreCall call) throws WorkbenchException, CancelledException {
        EngineChain chain = call.chain;
        Row row = held(chain);
        int position = chain.position();
        int[] tokens = call.tokens(lm.chunk());
        int from = position + call.computed();
        if (!reserved(call, from + tokens.length)) {
            return false;
        }
        row.truncate(from);
        int[] wanted = new int[tokens.length];
        Arrays.setAll(wanted, k -> k);
        NextToken[] answers = forward(row, from, tokens, wanted, call.targets(tokens.length), call);
        chain.record().scored(tokens.length);
        meter.prefilled(tokens.length);
        call.scored(answers);
        row.add(tokens, tokens.length);
        if (call.computed() == 0) {
            row.truncate(position);
        }
        return true;
    }

    /// One step of all chains that need one token.
    private boolean together() {
        batch.clear();
        for (int k = decoding.size() - 1; k >= 0; k--) {
            ChainCall call = decoding.get(k);
            if (!isStalled(call) && reserved(call, call.chain.position())) {
                batch.add(call);
            }
        }
        if (batch.isEmpty()) {
            return false;
        }
        if (reference) {
            batch.forEach(this::alone);
        } else if (batch.size() > 1 || !singles.isEmpty() || !guess(batch.getFirst())) {
            step();
        }
        batch.clear();
        return true;
    }

    private void alone(ChainCall call) {
        try {
            compute(call);
            rerouted(call, decoding);
        } catch (CancelledException | WorkbenchException | RuntimeException e) {
            fail(call, e);
        } catch (OutOfMemoryError e) {
            fail(call, e);
        }
    }

    private void step() {
        if (running.isCancelled()) {
            running = new Cancellation();
        }
        if (stopped) {
            return;
        }
        for (ChainCall call : batch) {
            call.stepping = true;
        }
        try {
            for (ChainCall call : batch) {
                if (call.cancellation.isCancelled()) {
                    return;
                }
            }
            arrange();
            label();
            long start = meter.now();
            NextToken[] answers;
            try {
                answers = lm.step(heldBefore, next, batchLabels, running);
            } catch (CancelledException e) {
                meter.lost(meter.now() - start);
                return;
            } catch (WorkbenchException | RuntimeException e) {
                meter.lost(meter.now() - start);
                apart(e);
                return;
            } catch (OutOfMemoryError e) {
                meter.lost(meter.now() - start);
                apart(e);
                return;
            }
            long nanos = meter.now() - start;
            meter.step(answers.length, nanos);
            if (drafts != null && answers.length == 1) {
                drafts.took(1, nanos);
            }
            for (int index = 0; index < answers.length; index++) {
                stepped(pool.rows().get(index), answers[index]);
            }
            for (ChainCall call : batch) {
                rerouted(call, decoding);
            }
        } finally {
            for (ChainCall call : batch) {
                call.stepping = false;
            }
        }
    }

    private void stepped(Row row, NextToken answer) {
        EngineChain chain = row.owner;
        if (chain == null) {
            throw new IllegalStateException("a row of the batch has no chain");
        }
        row.add(next[row.index]);
        int position = row.length();
        chain.matched = position;
        meter.prefilled(chain.record().computed(position - 1, position));
        row.answered(position, new NextToken[] {answer});
    }

    /// After a step that failed: each on its own, so that it fails for those alone that cannot.
    private void apart(Throwable how) {
        if (batch.size() == 1) {
            fail(batch.getFirst(), how);
        } else {
            List.copyOf(batch).forEach(this::alone);
        }
    }

    /// Brings the rows of the batch to the front, and says what each of them computes.
    private void arrange() {
        int count = batch.size();
        int hole = 0;
        for (ChainCall call : batch) {
            Row row = held(call.chain);
            if (row.index >= count) {
                while (isStepping(pool.rows().get(hole))) {
                    hole++;
                }
                pool.place(row, hole);
            }
        }
        if (next.length != count) {
            next = new int[count];
            heldBefore = new int[count];
        }
        for (ChainCall call : batch) {
            EngineChain chain = call.chain;
            Row row = held(chain);
            int held = chain.position() - 1;
            row.truncate(held);
            chain.matched = held;
            heldBefore[row.index] = held;
            next[row.index] = chain.record().id(held);
        }
    }

    private static boolean isStepping(Row row) {
        return row.owner != null && row.owner.working != null && row.owner.working.stepping;
    }

    private void label() {
        if (!labelled.equals(batch)) {
            BitSet union = new BitSet();
            for (ChainCall call : batch) {
                for (int label : call.labels) {
                    union.set(label);
                }
            }
            batchLabels = union.stream().toArray();
            labelled.clear();
            labelled.addAll(batch);
        }
    }

    /// Speculates, if that promises to be faster.
    private boolean guess(ChainCall call) {
        if (drafts == null || !(call instanceof GenerateCall generate)) {
            return false;
        }
        EngineChain chain = call.chain;
        Row row = held(chain);
        int position = chain.position();
        row.truncate(position - 1);
        chain.matched = position - 1;
        row.peek(chain.record().id(position - 1));
        int room = Math.min(pool.capacity() - position, generate.remaining() - 1);
        int[] tokens = drafts.draft(row.ids(), position, room);
        if (tokens.length == 1) {
            return false;
        }
        int[] wanted = new int[tokens.length];
        Arrays.setAll(wanted, k -> k);
        try {
            long start = meter.now();
            NextToken[] answers = forward(row, position - 1, tokens, wanted, call.labels, call);
            drafts.took(tokens.length, meter.now() - start);
            computed(chain, row, tokens, 1);
            row.answered(position, answers);
        } catch (CancelledException | WorkbenchException | RuntimeException e) {
            fail(call, e);
            return true;
        } catch (OutOfMemoryError e) {
            fail(call, e);
            return true;
        }
        int before = generate.sampled();
        rerouted(call, decoding);
        int sampled = generate.sampled() - before;
        int taken = Math.clamp(chain.matched - position, 0, tokens.length - 1);
        // Where the call ended early, the rest of the guess was not tried.
        boolean refuted = taken < tokens.length - 1 && sampled > taken;
        drafts.tried(taken, refuted);
        meter.speculated(tokens.length - 1, taken);
        return true;
    }

    @Override
    public float[] logits(ChainCall call) throws WorkbenchException, CancelledException {
        EngineChain chain = call.chain;
        Row row = held(chain);
        int held = chain.position() - 1;
        long start = meter.now();
        float[] logits;
        try {
            logits = lm.row(row.index, held, chain.record().id(held), call.cancellation);
        } finally {
            meter.fullRow(meter.now() - start);
        }
        // The run may have written behind its token.
        row.truncate(held + 1);
        return logits;
    }

    private static Row held(EngineChain chain) {
        Row row = chain.row;
        if (row == null) {
            throw new IllegalStateException("a chain that decodes has no row");
        }
        return row;
    }

    /// Nobody can go on for want of memory: somebody has to give up a row, or to fail.
    private void makeWay() {
        Row idle = null;
        ChainCall last = null;
        for (Row row : pool.rows()) {
            EngineChain owner = row.owner;
            if (owner != null) {
                ChainCall call = owner.working;
                if (call == null || call.admittedAt == 0) {
                    idle = idle == null || row.usedAt < idle.usedAt ? row : idle;
                } else if (last == null || call.admittedAt > last.admittedAt) {
                    last = call;
                }
            }
        }
        if (idle != null) {
            demote(idle);
        } else if (last != null && pool.owned() > 1) {
            demote(held(last.chain));
            if (last instanceof ScoreCall score) {
                score.restart();
            }
            singles.remove(last);
            decoding.remove(last);
            last.admittedAt = 0;
            last.searched = false;
            // It tries again when somebody else has given up a row.
            stall(last);
            waiting.addFirst(last);
        } else {
            ChainCall alone = last == null ? singles.getFirst() : last;
            if (alone.lastTry) {
                end(alone, tooLarge(alone));
            } else {
                alone.lastTry = true;
                alone.stalledAt = -1;
            }
        }
    }

    private void demote(Row row) {
        EngineChain owner = row.owner;
        if (owner != null) {
            owner.row = null;
            owner.matched = 0;
            pool.release(row);
        }
    }

    private DecodingException tooLarge(ChainCall call) {
        int position = call.chain.position();
        long needed = lm.rows().bytes(1, position);
        WorkbenchException cause = pool.lastFailure();
        WorkbenchException.Report report =
                new WorkbenchException.Report(
                        "There is no memory for the chain's keys and values",
                        "the chain at token " + position,
                        "%d bytes for %d tokens".formatted(needed, position),
                        "a budget of %d bytes, %d in use%s"
                                .formatted(
                                        limits.kvBytes(),
                                        pool.bytes(),
                                        cause == null ? "" : "; " + cause.report().situation()),
                        "Raise the memory budget, close other programs, or use a shorter problem");
        return cause == null ? new DecodingException(report) : new DecodingException(report, cause);
    }
}
