package org.prmscope.bench;

import org.prmscope.decode.CausalLm;
import org.prmscope.decode.ForwardingLm;

/// A model that outlives the engine it is given to: each engine starts with nothing known, and the
/// model is loaded once.
final class Lent extends ForwardingLm {
    Lent(CausalLm lm) {
        super(lm);
    }

    /// Leaves the model open.
    @Override
    public void close() {}
}
