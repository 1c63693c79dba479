package org.prmscope.model;

import java.nio.file.Path;

/// A decoder graph that gives what a decode loop asks for, ready to be loaded.
///
/// Besides the inputs and outputs of the model it has the inputs `logit_positions` `[n]` and
/// `label_ids` `[m]` (int64) and the outputs `top_logits` `[batch, n, k]`, `top_ids` `[batch, n,
/// k]`, `log_sum_exp` `[batch, n, 1]` and `label_logits` `[batch, n, m]`; its logits are `[batch,
/// n, vocabulary]`.
public final class PatchedGraph {
    private final byte[] bytes;
    private final Path weights;
    private final String kernels;

    PatchedGraph(byte[] bytes, Path weights, String kernels) {
        this.bytes = bytes;
        this.weights = weights;
        this.kernels = kernels;
    }

    /// The ONNX model without its large weights; not copied, so not to be written to.
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] bytes() {
        return bytes;
    }

    /// The folder that the names of the weight files are relative to.
    public Path weights() {
        return weights;
    }

    /// What was switched, for a run's record, such as `int4 weights, int8 activations
    /// (accuracy_level 4)`.
    public String kernels() {
        return kernels;
    }
}
