package org.prmscope.decode.onnx;

/// How a decoder graph hands its key-value cache on.
public enum AttentionKind {
    /// `GroupQueryAttention`: the past input and the present output are the same tensor `[batch,
    /// kvHeads, capacity, headDim]`, written in place. What a row holds starts at its front; the
    /// sum of its mask says how much.
    SHARED,

    /// Plain operators, as Optimum and transformers.js export them: the present is a new tensor
    /// `[batch, kvHeads, past + tokens, headDim]`. Rows of different lengths are padded on the
    /// left, with mask 0.
    CONCAT
}
