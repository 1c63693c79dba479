package org.prmscope.model;

/// How a decoder graph keeps its keys and values.
public enum AttentionKind {
    /// `GroupQueryAttention`: what is read before a step and written by it are one buffer `[batch,
    /// kvHeads, capacity, headDim]`; rows are filled from the left.
    SHARED,

    /// Every step gives a new tensor, `[batch, kvHeads, past + sequence, headDim]`, as exports by
    /// Optimum and for transformers.js do; short rows are padded on the left.
    CONCAT
}
