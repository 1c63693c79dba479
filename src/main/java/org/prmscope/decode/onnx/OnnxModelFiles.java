package org.prmscope.decode.onnx;

import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/// What opening a decoder graph needs to know.
///
/// @param graph a serialized `ModelProto` whose weights are external and whose outputs are those of
///   [OnnxDecoderNames]; only read
/// @param source the file the graph was made of, for messages
/// @param weights folder that the external weights lie in
/// @param shape as the model's configuration says; the graph is checked against it
/// @param threads to compute with, at least 1
/// @param mode how exactly the graph computes
/// @param kernels what was switched for that, for the record of a run
public record OnnxModelFiles(
        ByteBuffer graph,
        Path source,
        Path weights,
        DecoderShape shape,
        OnnxDecoderNames names,
        AttentionKind attention,
        int threads,
        ComputeMode mode,
        String kernels) {
    public OnnxModelFiles {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
        graph = graph.asReadOnlyBuffer();
    }

    /// The whole graph; a view of its own position.
    @Override
    public ByteBuffer graph() {
        return graph.duplicate();
    }

    /// The same with another note on the kernels.
    OnnxModelFiles withKernels(String text) {
        return new OnnxModelFiles(
                graph, source, weights, shape, names, attention, threads, mode, text);
    }
}
