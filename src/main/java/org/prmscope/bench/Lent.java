package org.prmscope.bench;

import org.prmscope.core.Cancellation;
import org.prmscope.core.Computation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.KvRows;
import org.prmscope.decode.NextToken;

/// A model that outlives the engine it is given to: each engine starts with nothing known, and the
/// model is loaded once.
final class Lent implements CausalLm {
    private final CausalLm lm;

    Lent(CausalLm lm) {
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

    /// Leaves the model open.
    @Override
    public void close() {}
}
