package org.prmscope.decode.onnx;

import org.prmscope.core.DecoderShape;

import java.nio.file.Path;

/// What opening a decoder graph needs to know.
///
/// @param graph the `.onnx` file; its external data lies beside it
/// @param shape as the model's configuration says; the graph is checked against it
/// @param threads to compute with, at least 1
public record OnnxSingleFiles(Path graph, DecoderShape shape, OnnxDecoderNames names, int threads) {
    public OnnxSingleFiles {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
    }
}
