package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

import java.util.concurrent.CountDownLatch;

/// One call of a chain that needs the model: made and awaited by the caller's thread, worked off by
/// the engine's thread. The caller is woken once, at the end.
abstract sealed class ChainCall permits GenerateCall, ScoreCall, NextCall {
    final EngineChain chain;

    /// Ends this call: asked for by its caller, by an interrupt, or because the chain or the engine
    /// is closed.
    final Cancellation cancellation = new Cancellation();

    /// Ids whose logits this call reads.
    final int[] labels;

    /// Whether its row is one of those that are brought to the front for a step.
    boolean stepping;

    /// When it got its place among those that are worked at, counted; 0 if it waits for one.
    long admittedAt;

    /// Whether the rows were searched for what the call needs.
    boolean searched;

    /// [RowPool#releases()] when there was no memory for it; -1 if there was.
    int stalledAt = -1;

    /// Whether there was no memory for it at its last try.
    boolean starved;

    /// Whether it fails if there is no memory for it once more: nobody else has any.
    boolean lastTry;

    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable Throwable failure;

    ChainCall(EngineChain chain, int[] labels) {
        this.chain = chain;
        this.labels = labels;
    }

    /// Whether it has all it wants; asked before every answer.
    abstract boolean isComplete();

    /// Whether it goes on with the answer after the chain's last token.
    boolean wantsAnswer() {
        return true;
    }

    /// Goes on with what the model says after the chain's last token.
    ///
    /// @param full gives all logits of the same position
    abstract void accept(NextToken next, FullRow full)
            throws WorkbenchException, CancelledException;

    /// The logits of the whole vocabulary after the chain's last token; costs a run.
    interface FullRow {
        float[] logits(ChainCall call) throws WorkbenchException, CancelledException;
    }

    /// Wakes the caller; the first outcome counts.
    void end(@Nullable Throwable how) {
        if (done.getCount() > 0) {
            failure = how;
            done.countDown();
        }
    }

    /// Waits until the engine is done with the call, whatever happens: it may still write to the
    /// chain. An interrupt cancels it and stays set.
    void await() throws WorkbenchException, CancelledException {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
                cancellation.cancel();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure) {
            case null -> {}
            case CancelledException _ -> throw new CancelledException();
            case DecodingException e -> throw new DecodingException(e.report(), e);
            case WorkbenchException e -> throw e;
            case Throwable e -> throw new IllegalStateException("decoding failed", e);
        }
    }
}
