package org.prmscope.bench;

import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.ForwardingLm;

/// A model that outlives the engine it is given to: each engine starts with nothing known, and the
/// model is loaded once.
final class Lent extends ForwardingLm {
    private Lent(CausalLm lm) {
        super(lm);
    }

    /// The model as it is after it was opened, with one short row that holds nothing.
    static Lent anew(CausalLm lm) throws WorkbenchException {
        lm.rows().resize(1, Math.min(lm.chunk(), lm.shape().contextLength()), new int[0]);
        return new Lent(lm);
    }

    /// Leaves the model open.
    @Override
    public void close() {}
}
