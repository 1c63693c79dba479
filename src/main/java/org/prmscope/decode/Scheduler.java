package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Decides what the model computes next: continuous batching of calls over rows.
///
/// A turn is one piece of a prompt (one row, at most a chunk) and one step of all chains that need
/// just one token. A call waits until fewer than `maxRows` are worked at; those whose chain has a
/// row come first, then it is first come, first served. A chain keeps its row between its calls.
///
/// Where memory does not suffice, [Shortage] says whose turn it is.
///
/// In a reference computation every run is of one row.
///
/// Only the engine's thread uses it, except [#interrupt], [#stop] and [#isInDoubt].
final class Scheduler {
    /// Of the time of a run: what waiting may cost at most.
    private static final int PATIENCE_SHARE = 20;

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
    private final Shortage shortage;

    /// Chains whose call ended well in the last turn, while others have a place.
    private final Set<EngineChain> between = new HashSet<>();

    private long admissions;
    private volatile boolean inDoubt;

    Scheduler(CausalLm lm, EngineLimits limits, EngineMeter meter, Speculation speculation) {
        this.limits = limits;
        this.meter = meter;
        reference = lm.computation().mode() == ComputeMode.REFERENCE;
        pool = new RowPool(lm.rows(), limits, lm.shape().contextLength(), meter);
        model = new ModelRuns(lm, meter);
        boolean guesses = speculation == Speculation.AUTOMATIC && !reference;
        DraftPolicy drafts = guesses ? new DraftPolicy(lm.chunk()) : null;
        runs = new RowRuns(model, pool, meter, lm.chunk(), reference, drafts);
        steps = new BatchRuns(model, pool, meter);
        shortage =
                new Shortage(
                        pool,
                        lm.rows(),
                        limits.kvBytes(),
                        List.of(singles, decoding),
                        waiting,
                        this::end);
    }

    /// Ends the run that is under way: a call was cancelled. Thread-safe.
    void interrupt() {
        model.interrupt();
    }

    /// Ends the run that is under way, and lets no other begin. Thread-safe.
    void stop() {
        model.stop();
    }

    boolean hasWork() {
        return hasPlaced() || !returning.isEmpty() || !waiting.isEmpty();
    }

    /// How long it is worth waiting, in nanoseconds, for the next call of a chain whose last one
    /// just ended: code and prompts often take less time than the step that would begin without it,
    /// and the chain's row would have to make way in the batch and come back. 0 if none is
    /// expected.
    long patience() {
        return between.isEmpty() || decoding.isEmpty() ? 0 : model.lastNanos() / PATIENCE_SHARE;
    }

    private boolean hasPlaced() {
        return !singles.isEmpty() || !decoding.isEmpty();
    }

    /// Takes a call on.
    void arrive(ChainCall call) {
        EngineChain chain = call.chain;
        between.remove(chain);
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
        between.remove(chain);
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
        between.clear();
        model.resume();
        dropCancelled(singles);
        dropCancelled(decoding);
        dropCancelled(returning);
        dropCancelled(waiting);
        admit();
        boolean worked = single();
        worked |= together();
        if (!worked && hasPlaced()) {
            shortage.makeWay();
        }
    }

    /// Why all rows are gone, if they are; their chains' calls have to be ended.
    @Nullable WorkbenchException takeLoss() {
        return pool.takeLoss();
    }

    /// Whether something failed that no call was prepared for: what the model holds is in doubt.
    boolean isInDoubt() {
        return inDoubt;
    }

    /// Ends every call, and forgets what the rows hold if that is in doubt.
    void endAll(Throwable how, boolean rowsInDoubt) {
        if (rowsInDoubt && !(how instanceof WorkbenchException)) {
            inDoubt = true;
        }
        for (Iterable<ChainCall> calls : List.of(singles, decoding, returning, waiting)) {
            copy(calls).forEach(call -> end(call, how));
        }
        if (rowsInDoubt) {
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
        shortage.forget(call);
        singles.remove(call);
        decoding.remove(call);
        returning.remove(call);
        waiting.remove(call);
        if (how == null) {
            between.add(call.chain);
        }
        call.end(how);
    }

    private void fail(ChainCall call, Throwable how) {
        if (how instanceof CancelledException || how instanceof WorkbenchException) {
            end(call, how);
            return;
        }
        // What the row holds is in doubt.
        inDoubt = true;
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
            if (shortage.mayTry(call) && single(call)) {
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
            if (!shortage.noted(call, fits)) {
                return false;
            }
            goOn(call);
        } catch (CancelledException _) {
            // Cut short: what is cancelled is dropped in the next turn, the rest tries again.
        } catch (WorkbenchException | RuntimeException e) {
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

    private void goOn(ChainCall call) {
        if (!advance(call)) {
            route(call);
        }
    }

    /// One step of all chains that need one token.
    private boolean together() {
        batch.clear();
        for (ChainCall call : decoding) {
            if (shortage.mayTry(call)
                    && shortage.noted(call, pool.reserve(call.chain.position()))) {
                batch.add(call);
            }
        }
        if (pool.isLost()) {
            // While room was made for one of them: all calls are to end.
            return true;
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
        } catch (CancelledException _) {
            // Cut short: what is cancelled is dropped in the next turn, the rest tries again.
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
        } catch (CancelledException _) {
            // Cut short: what is cancelled is dropped in the next turn, the rest tries again.
        } catch (WorkbenchException | RuntimeException e) {
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
        } catch (CancelledException _) {
            // Cut short: what is cancelled is dropped in the next turn, the rest tries again.
        } catch (WorkbenchException | RuntimeException e) {
            fail(call, e);
        } catch (OutOfMemoryError e) {
            fail(call, e);
        }
        return true;
    }
}
