package org.prmscope.core;

/// The sizes of a decoder-only transformer that decoding and memory estimates need.
///
/// One layer's key or value cache has shape `[batch, kvHeads, capacity, headDim]`.
///
/// @param contextLength tokens the model can attend over
/// @param kvElementBytes bytes of one cache element: 4 for float32
public record DecoderShape(
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int hiddenSize,
        int vocabularySize,
        int contextLength,
        int kvElementBytes) {
    /// Bytes the key-value cache grows by for each token of one chain.
    public long kvBytesPerToken() {
        return 2L * layers * kvHeads * headDim * kvElementBytes;
    }
}
