package org.prmscope.model;

import org.prmscope.core.DecoderShape;

/// A decoder that [DecoderGraph] can write: its sizes, named as in Hugging Face's `config.json`,
/// and what its architecture adds to the plain layers.
///
/// @param type as `genai_config.json` names it, such as `qwen2`
/// @param tiedEmbeddings whether the output projection is the transposed embedding
record DecoderConfig(
        String type,
        int vocabularySize,
        int hiddenSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int intermediateSize,
        int contextLength,
        double rmsNormEpsilon,
        boolean tiedEmbeddings,
        RotaryEmbedding rotary,
        Parts parts) {
    /// Which parts a layer has besides its seven matrices and two norms.
    ///
    /// @param queryKeyValueBias of the query, key and value projections
    /// @param outputBias of attention's output projection
    /// @param feedForwardBias of the three feed-forward projections
    /// @param headNorms norms over each head's query and key, as Qwen3 has them
    record Parts(
            boolean queryKeyValueBias,
            boolean outputBias,
            boolean feedForwardBias,
            boolean headNorms) {}

    static DecoderConfig of(Qwen2Config config) {
        return new DecoderConfig(
                "qwen2",
                config.vocabularySize(),
                config.hiddenSize(),
                config.layers(),
                config.heads(),
                config.kvHeads(),
                config.headDim(),
                config.intermediateSize(),
                config.contextLength(),
                config.rmsNormEpsilon(),
                config.tiedEmbeddings(),
                new RotaryEmbedding(
                        config.headDim(),
                        config.ropeTheta(),
                        new RotaryEmbedding.Scaling.None(),
                        false),
                new Parts(true, false, false, false));
    }

    /// The shape that decoding needs.
    ///
    /// @param kvElementBytes 4 for a float32 cache, 2 for a float16 one
    DecoderShape shape(int kvElementBytes) {
        return new DecoderShape(
                layers,
                heads,
                kvHeads,
                headDim,
                hiddenSize,
                vocabularySize,
                contextLength,
                kvElementBytes);
    }
}
