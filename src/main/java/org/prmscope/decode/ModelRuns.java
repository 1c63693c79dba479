package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

/// The runs of the model: each is timed, and ends when its calls are cancelled or the engine stops.
///
/// Only the engine's thread runs; any thread may interrupt.
final class ModelRuns {
    private final CausalLm lm;
    private final EngineMeter meter;
    private long lastNanos;

    /// What the runtime had computed when it was last asked.
    private long runtimeNanos;

    private volatile boolean stopped;
    private volatile Cancellation together = new Cancellation();

    /// The call that a run over one row is for.
    private volatile @Nullable ChainCall alone;

    ModelRuns(CausalLm lm, EngineMeter meter) {
        this.lm = lm;
        this.meter = meter;
        lm.timeBy(meter::now);
        runtimeNanos = lm.runtimeNanos();
    }

    /// Ends the step that a cancelled call waits for. Thread-safe.
    void interrupt(ChainCall call) {
        if (call.stepping) {
            together.cancel();
        }
    }

    /// Ends the run that is under way, and lets no other begin. Thread-safe.
    void stop() {
        stopped = true;
        together.cancel();
        ChainCall call = alone;
        if (call != null) {
            call.cancellation.cancel();
        }
    }

    /// How long the last run took that was not cancelled and did not fail.
    long lastNanos() {
        return lastNanos;
    }

    /// Computes tokens of the call's row after its first `held`.
    NextToken[] forward(ChainCall call, Row row, int held, int[] tokens, int[] wanted, int[] labels)
            throws WorkbenchException, CancelledException {
        begin(call);
        long start = meter.now();
        try {
            NextToken[] answers =
                    lm.forward(row.index, held, tokens, wanted, labels, call.cancellation);
            lastNanos = meter.now() - start;
            meter.forward(tokens.length, lastNanos);
            return answers;
        } finally {
            alone = null;
            meter.computed(runtime());
        }
    }

    /// Computes a token again, for the logits of the whole vocabulary.
    float[] fullRow(ChainCall call, Row row, int held, int token)
            throws WorkbenchException, CancelledException {
        begin(call);
        try {
            return lm.row(row.index, held, token, call.cancellation);
        } finally {
            alone = null;
            meter.fullRow();
            meter.computed(runtime());
        }
    }

    /// Computes one token of each of the first rows. The calls they are for have to be marked as
    /// stepping, and those that are cancelled looked for after [#beginStep()].
    NextToken[] step(int[] held, int[] tokens, int[] labels)
            throws WorkbenchException, CancelledException {
        long start = meter.now();
        try {
            NextToken[] answers = lm.step(held, tokens, labels, together);
            lastNanos = meter.now() - start;
            meter.step(tokens.length);
            return answers;
        } finally {
            meter.computed(runtime());
        }
    }

    /// To be called before calls are marked as stepping.
    void beginStep() throws CancelledException {
        if (together.isCancelled()) {
            together = new Cancellation();
        }
        if (stopped) {
            throw new CancelledException();
        }
    }

    /// What the runtime computed since it was last asked; that of a run that gave nothing too.
    private long runtime() {
        long before = runtimeNanos;
        runtimeNanos = lm.runtimeNanos();
        return runtimeNanos - before;
    }

    private void begin(ChainCall call) throws CancelledException {
        alone = call;
        if (stopped) {
            alone = null;
            throw new CancelledException();
        }
    }
}
