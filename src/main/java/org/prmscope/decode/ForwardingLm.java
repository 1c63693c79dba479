package org.prmscope.decode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.Computation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;

import java.util.function.LongSupplier;

/// Another model, of which a subclass changes a part.
public abstract class ForwardingLm implements CausalLm {
    private final CausalLm lm;

    /// @param lm what is not overridden is asked of it
    protected ForwardingLm(CausalLm lm) {
        this.lm = lm;
    }

    @Override
    public DecoderShape shape() {
        return lm.shape();
    }

    @Override
    public Computation computation() {
        return lm.computation();
    }

    @Override
    public KvRows rows() {
        return lm.rows();
    }

    @Override
    public int chunk() {
        return lm.chunk();
    }

    @Override
    public boolean isSound() {
        return lm.isSound();
    }

    @Override
    public NextToken[] forward(
            int row, int held, int[] tokens, int[] wanted, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        return lm.forward(row, held, tokens, wanted, labels, cancellation);
    }

    @Override
    public NextToken[] step(int[] held, int[] tokens, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        return lm.step(held, tokens, labels, cancellation);
    }

    @Override
    public float[] row(int row, int held, int token, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        return lm.row(row, held, token, cancellation);
    }

    @Override
    public void timeBy(LongSupplier nanoTime) {
        lm.timeBy(nanoTime);
    }

    @Override
    public long runtimeNanos() {
        return lm.runtimeNanos();
    }

    @Override
    public void close() {
        lm.close();
    }
}
