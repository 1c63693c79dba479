package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import com.google.protobuf.InvalidProtocolBufferException;

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
    private final boolean readsWholeRows;

    PatchedGraph(byte[] bytes, Path weights, String kernels) {
        this(bytes, weights, kernels, false);
    }

    private PatchedGraph(byte[] bytes, Path weights, String kernels, boolean readsWholeRows) {
        this.bytes = bytes;
        this.weights = weights;
        this.kernels = kernels;
        this.readsWholeRows = readsWholeRows;
    }

    /// The same for the fastest steps of one token on a CPU: attention of such steps as products
    /// over all heads of a key, see [StepProducts]. The same graph where that cannot be written.
    public PatchedGraph forFastSteps() {
        return forFastSteps(StepProducts.LEAST_WORK);
    }

    /// As [#forFastSteps()], with another border between the two ways.
    ///
    /// @param leastWork elements of queries times tokens from which steps take products: below
    ///   [StepProducts#LEAST_WORK] the operator is faster
    public PatchedGraph forFastSteps(long leastWork) {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a patched graph was written by this program", e);
        }
        return StepProducts.of(model, GraphPatch.PREFIX, leastWork)
                .map(changed ->
                        new PatchedGraph(
                                changed.toByteArray(),
                                weights,
                                kernels + ", grouped attention",
                                true))
                .orElse(this);
    }

    /// Whether steps read rows to their capacity and mask what lies behind a row's tokens, which
    /// has to be finite then.
    public boolean readsWholeRows() {
        return readsWholeRows;
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
