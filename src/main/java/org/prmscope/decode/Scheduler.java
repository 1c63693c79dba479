package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

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
/// In a reference computation every run is of one row.
///
/// Only the engine's thread uses it, except [#interrupt] and [#stop].
final class Scheduler {
    private final CausalLm lm;
    private final EngineLimits limits;
    private final EngineMeter meter;
    private final boolean reference;
    private final RowPool pool;
    private final ModelRuns model;
    private final RowRuns runs;
    private final BatchRuns steps;

    /// Calls that wait for a place: of chains with a row, and of others.
    private final Deque<ChainCall> returning = new ArrayDeque<>();

    private final Deque<ChainCall> waiting = new ArrayDeque<>();

    /// Calls with a place that need runs over one row, and those that need one token.
    private final List<ChainCall> singles = new ArrayList<>();

    private final List<ChainCall> decoding = new ArrayList<>();
    private final List<ChainCall> batch = new ArrayList<>();
    private long admissions;

    /// Calls with a place that had no memory at their last try.
    private int starved;

    Scheduler(CausalLm lm, EngineLimits limits, EngineMeter meter, Speculation speculation) {
        this.lm = lm;
        this.limits = limits;
        this.meter = meter;
        reference = lm.computation().mode() == ComputeMode.REFERENCE;
        pool = new RowPool(lm.rows(), limits, lm.shape().contextLength(), meter);
        model = new ModelRuns(lm, meter);
        boolean guesses = speculation == Speculation.AUTOMATIC && !reference;
        DraftPolicy drafts = guesses ? new DraftPolicy(lm.chunk()) : null;
        runs = new RowRuns(model, pool, meter, lm.chunk(), reference, drafts);
        steps = new BatchRuns(model, pool, meter);
    }

    /// Ends the run that a cancelled call waits for. Thread-safe.
    void interrupt(ChainCall call) {
        model.interrupt(call);
    }

    /// Ends the run that is under way, and lets no other begin. Thread-safe.
    void stop() {
        model.stop();
    }

    boolean hasWork() {
        return hasPlaced() || !returning.isEmpty() || !waiting.isEmpty();
    }

    private boolean hasPlaced() {
        return !singles.isEmpty() || !decoding.isEmpty();
    }

    /// Takes a call on.
    void arrive(ChainCall call) {
        EngineChain chain = call.chain;
        chain.working = call;
        try {
            chain.begin();
            if (!advance(call)) {
                (chain.row == null ? waiting : returning).add(call);
            }
        } catch (RuntimeException | Error e) {
            // It is in no list yet, and its caller waits.
            end(call, e);
            throw e;
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
        dropCancelled(singles);
        dropCancelled(decoding);
        dropCancelled(returning);
        dropCancelled(waiting);
        admit();
        boolean worked = single();
        worked |= together();
        if (!worked && hasPlaced()) {
            makeWay();
        }
    }

    /// Why all rows are gone, if they are; their chains' calls have to be ended.
    @Nullable WorkbenchException takeLoss() {
        return pool.takeLoss();
    }

    /// Ends every call, and forgets what the rows hold if that is in doubt.
    void endAll(Throwable how, boolean inDoubt) {
        for (Iterable<ChainCall> calls : List.of(singles, decoding, returning, waiting)) {
            copy(calls).forEach(call -> end(call, how));
        }
        if (inDoubt) {
            for (Row row : pool.rows()) {
                if (row.owner != null) {
                    row.owner.row = null;
                }
                pool.forget(row);
            }
        }
    }

    private static List<ChainCall> copy(Iterable<ChainCall> calls) {
        List<ChainCall> copy = new ArrayList<>();
        calls.forEach(copy::add);
        return copy;
    }

    private void dropCancelled(Iterable<ChainCall> calls) {
        boolean any = false;
        for (ChainCall call : calls) {
            any |= call.cancellation.isCancelled();
        }
        if (any) {
            for (ChainCall call : copy(calls)) {
                if (call.cancellation.isCancelled()) {
                    end(call, new CancelledException());
                }
            }
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

    /// Puts a call where it belongs now.
    private void route(ChainCall call) {
        EngineChain chain = call.chain;
        boolean one = chain.row != null && call.wantsAnswer() && runs.pending(chain) == 1;
        List<ChainCall> to = one ? decoding : singles;
        if (!to.contains(call)) {
            (one ? singles : decoding).remove(call);
            to.add(call);
        }
    }

    /// Goes on as far as the answers that are known reach.
    ///
    /// @return whether the call ended
    private boolean advance(ChainCall call) {
        EngineChain chain = call.chain;
        try {
            while (true) {
                if (call.isComplete()) {
                    end(call, null);
                    return true;
                }
                if (call.cancellation.isCancelled()) {
                    throw new CancelledException();
                }
                NextToken answer = call.wantsAnswer() ? chain.answer(call.labels) : null;
                if (answer == null) {
                    return false;
                }
                EngineChain.check(answer, chain.position());
                int before = chain.record().generated();
                call.accept(answer, runs);
                meter.sampled(chain.record().generated() - before);
                chain.follow();
            }
        } catch (CancelledException | WorkbenchException | RuntimeException e) {
            fail(call, e);
            return true;
        } catch (OutOfMemoryError e) {
            fail(call, e);
            return true;
        }
    }

    private void end(ChainCall call, @Nullable Throwable how) {
        call.chain.working = null;
        starve(call, false);
        singles.remove(call);
        decoding.remove(call);
        returning.remove(call);
        waiting.remove(call);
        call.end(how);
    }

    private void fail(ChainCall call, Throwable how) {
        if (how instanceof CancelledException || how instanceof WorkbenchException) {
            end(call, how);
            return;
        }
        // What the row holds is in doubt.
        Row row = call.chain.row;
        if (row != null) {
            call.chain.row = null;
            pool.forget(row);
        }
        WorkbenchException.Report report =
                new WorkbenchException.Report(
                        "The model failed",
                        "the chain at token " + call.chain.position(),
                        "an answer",
                        how.toString(),
                        "Other chains go on; open the model again if it fails again");
        end(call, new DecodingException(report, how));
    }

    /// One run for the first call that needs runs of its own.
    private boolean single() {
        for (int k = 0; k < singles.size(); k++) {
            ChainCall call = singles.get(k);
            if (mayTry(call) && single(call)) {
                return true;
            }
        }
        return false;
    }

    /// @return false if there was no memory for it
    private boolean single(ChainCall call) {
        EngineChain chain = call.chain;
        try {
            boolean fits;
            if (call.searched && chain.row != null) {
                fits = pool.reserve(chain.position());
            } else {
                fits = runs.search(chain, rowless() - 1);
                call.searched = fits;
            }
            boolean wants = call.wantsAnswer();
            if (fits && !wants && chain.matched == chain.position()) {
                fits = runs.score((ScoreCall) call);
            } else if (fits && !(wants && chain.answer(call.labels) != null)) {
                // A continuation comes here too, if the row was taken away in between.
                runs.compute(call);
            }
            if (!noted(call, fits)) {
                return false;
            }
            goOn(call);
        } catch (CancelledException | WorkbenchException | RuntimeException e) {
            fail(call, e);
        } catch (OutOfMemoryError e) {
            fail(call, e);
        }
        return true;
    }

    /// Calls with a place whose chain has no row yet.
    private int rowless() {
        int count = 0;
        for (ChainCall call : singles) {
            count += call.chain.row == null ? 1 : 0;
        }
        return count;
    }

    /// Whether it is worth trying: what a call needs more goes to the one that was admitted first,
    /// or two could take each other's rows for ever.
    private boolean mayTry(ChainCall call) {
        if (call.stalledAt == pool.releases()) {
            return false;
        }
        EngineChain chain = call.chain;
        ChainCall first = firstStarved();
        return first == null
                || first.admittedAt >= call.admittedAt
                || (chain.row != null && chain.position() <= pool.capacity());
    }

    private @Nullable ChainCall firstStarved() {
        if (starved == 0) {
            return null;
        }
        ChainCall first = null;
        for (ChainCall call : singles) {
            first = call.starved && isEarlier(call, first) ? call : first;
        }
        for (ChainCall call : decoding) {
            first = call.starved && isEarlier(call, first) ? call : first;
        }
        return first;
    }

    private static boolean isEarlier(ChainCall call, @Nullable ChainCall other) {
        return other == null || call.admittedAt < other.admittedAt;
    }

    private boolean noted(ChainCall call, boolean fits) {
        if (!fits) {
            call.stalledAt = pool.releases();
        }
        starve(call, !fits);
        return fits;
    }

    private void starve(ChainCall call, boolean starves) {
        if (call.starved != starves) {
            call.starved = starves;
            starved += starves ? 1 : -1;
        }
        call.lastTry &= starves;
    }

    private void goOn(ChainCall call) {
        if (!advance(call)) {
            route(call);
        }
    }

    /// One step of all chains that need one token.
    private boolean together() {
        batch.clear();
        for (ChainCall call : decoding) {
            if (mayTry(call) && noted(call, pool.reserve(call.chain.position()))) {
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
        return true;
    }

    private void step() {
        try {
            steps.step(batch);
            runs.stepped(batch.size());
            batch.forEach(this::goOn);
        } catch (CancelledException e) {
            // Those that are cancelled are dropped in the next turn; the others try again.
        } catch (WorkbenchException | RuntimeException e) {
            apart(e);
        } catch (OutOfMemoryError e) {
            apart(e);
        }
    }

    /// After a step that failed: each on its own, so that it fails for those alone that cannot.
    private void apart(Throwable how) {
        if (batch.size() == 1) {
            fail(batch.getFirst(), how);
        } else {
            batch.forEach(this::alone);
        }
    }

    private void alone(ChainCall call) {
        try {
            runs.compute(call);
            goOn(call);
        } catch (CancelledException | WorkbenchException | RuntimeException e) {
            fail(call, e);
        } catch (OutOfMemoryError e) {
            fail(call, e);
        }
    }

    /// Speculates, if that promises to be faster.
    private boolean guess(ChainCall call) {
        if (!(call instanceof GenerateCall generate)) {
            return false;
        }
        try {
            RowRuns.Guess guess = runs.guess(generate);
            if (guess == null) {
                return false;
            }
            int before = generate.sampled();
            goOn(call);
            runs.guessed(guess, call.chain, generate.sampled() - before);
        } catch (CancelledException | WorkbenchException | RuntimeException e) {
            fail(call, e);
        } catch (OutOfMemoryError e) {
            fail(call, e);
        }
        return true;
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
        ChainCall first = null;
        for (Iterable<ChainCall> calls : List.of(singles, decoding)) {
            for (ChainCall call : calls) {
                first = isEarlier(call, first) ? call : first;
            }
        }
        if (idle != null) {
            demote(idle);
        } else if (last != null && last != first) {
            preempt(last);
        } else if (first != null && first.lastTry) {
            end(first, tooLarge(first));
        } else if (first != null) {
            // All that is left is its own.
            first.lastTry = true;
            first.stalledAt = -1;
            starve(first, true);
        }
    }

    private void preempt(ChainCall call) {
        demote(RowRuns.held(call.chain));
        if (call instanceof ScoreCall score) {
            score.restart();
        }
        singles.remove(call);
        decoding.remove(call);
        starve(call, false);
        call.admittedAt = 0;
        call.searched = false;
        // It tries again when somebody else has given up a row.
        call.stalledAt = pool.releases();
        waiting.addFirst(call);
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
        WorkbenchException cause = pool.lastFailure();
        WorkbenchException.Report report =
                new WorkbenchException.Report(
                        "There is no memory for the chain's keys and values",
                        "the chain at token " + position,
                        "%s for %d tokens"
                                .formatted(mebibytes(lm.rows().bytes(1, position)), position),
                        "a budget of %s, %s in use%s"
                                .formatted(
                                        mebibytes(limits.kvBytes()),
                                        mebibytes(lm.rows().bytes()),
                                        cause == null ? "" : "; " + cause.report().situation()),
                        "Raise the memory budget, close other programs, or use a shorter problem");
        return cause == null ? new DecodingException(report) : new DecodingException(report, cause);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
