package org.prmscope.decode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

/// The runs of the model: each is timed, and ends when any call that the engine has is cancelled,
/// so that a caller who cancels does not wait for what is computed for others. Theirs is computed
/// again.
///
/// Only the engine's thread runs; any thread may interrupt.
final class ModelRuns {
    private final CausalLm lm;
    private final EngineMeter meter;
    private long lastNanos;

    /// What the runtime had computed when it was last asked.
    private long runtimeNanos;

    private volatile boolean stopped;

    /// Whether a call was cancelled since the cancelled ones were looked for.
    private volatile boolean interrupted;

    /// Ends the run that is under way, or that comes next.
    private volatile Cancellation current = new Cancellation();

    ModelRuns(CausalLm lm, EngineMeter meter) {
        this.lm = lm;
        this.meter = meter;
        lm.timeBy(meter::now);
        runtimeNanos = lm.runtimeNanos();
    }

    /// Ends the run that is under way, since a call was cancelled. Thread-safe.
    void interrupt() {
        // In this order: a run that begins meanwhile sees the one or the other.
        interrupted = true;
        current.cancel();
    }

    /// To be called before cancelled calls are looked for: those cancelled later end the next run.
    void resume() {
        interrupted = false;
    }

    /// Ends the run that is under way, and lets no other begin. Thread-safe.
    void stop() {
        stopped = true;
        current.cancel();
    }

    /// How long the last run took that was not cancelled and did not fail.
    long lastNanos() {
        return lastNanos;
    }

    /// Computes tokens of a row after its first `held`.
    ///
    /// @throws CancelledException if any call was cancelled, or the engine stops
    NextToken[] forward(Row row, int held, int[] tokens, int[] wanted, int[] labels)
            throws WorkbenchException, CancelledException {
        begin();
        long start = meter.now();
        try {
            NextToken[] answers = lm.forward(row.index, held, tokens, wanted, labels, current);
            lastNanos = meter.now() - start;
            meter.forward(tokens.length, lastNanos);
            return answers;
        } finally {
            meter.computed(runtime());
        }
    }

    /// Computes a token again, for the logits of the whole vocabulary. The call has begun to draw
    /// its token, so only its own cancellation ends it.
    float[] fullRow(ChainCall call, Row row, int held, int token)
            throws WorkbenchException, CancelledException {
        while (true) {
            renew();
            if (stopped || call.cancellation.isCancelled()) {
                throw new CancelledException();
            }
            try {
                return lm.row(row.index, held, token, current);
            } catch (CancelledException _) {
                // Another call's, if it is neither of the two: once more.
            } finally {
                meter.fullRow();
                meter.computed(runtime());
            }
        }
    }

    /// Computes one token of each of the first rows.
    ///
    /// @throws CancelledException if any call was cancelled, or the engine stops
    NextToken[] step(int[] held, int[] tokens, int[] labels)
            throws WorkbenchException, CancelledException {
        begin();
        long start = meter.now();
        try {
            NextToken[] answers = lm.step(held, tokens, labels, current);
            lastNanos = meter.now() - start;
            meter.step(tokens.length);
            return answers;
        } finally {
            meter.computed(runtime());
        }
    }

    /// What the runtime computed since it was last asked; that of a run that gave nothing too.
    private long runtime() {
        long before = runtimeNanos;
        runtimeNanos = lm.runtimeNanos();
        return runtimeNanos - before;
    }

    private void begin() throws CancelledException {
        renew();
        if (interrupted || stopped) {
            throw new CancelledException();
        }
    }

    private void renew() {
        if (current.isCancelled()) {
            current = new Cancellation();
        }
    }
}
