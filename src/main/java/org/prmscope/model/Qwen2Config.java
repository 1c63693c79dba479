package org.prmscope.model;

import org.prmscope.core.DecoderShape;

/// The sizes of a Qwen2-architecture decoder, named as in Hugging Face's `config.json`.
///
/// @param intermediateSize width of the gated feed-forward layer
/// @param ropeTheta base of the rotary embedding
/// @param tiedEmbeddings whether the output projection is the transposed embedding
public record Qwen2Config(
        int vocabularySize,
        int hiddenSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int intermediateSize,
        int contextLength,
        double ropeTheta,
        double rmsNormEpsilon,
        boolean tiedEmbeddings) {
    /// The shape that decoding needs, with float32 key-value caches.
    public DecoderShape shape() {
        return new DecoderShape(
                layers,
                heads,
                kvHeads,
                headDim,
                hiddenSize,
                vocabularySize,
                contextLength,
                Float.BYTES);
    }
}
