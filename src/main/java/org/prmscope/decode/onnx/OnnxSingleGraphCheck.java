package org.prmscope.decode.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Compares a graph's inputs and outputs with what the decode loop feeds and reads.
final class OnnxSingleGraphCheck {
    private final OnnxSingleFiles files;
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;

    OnnxSingleGraphCheck(OnnxSingleFiles files, OrtSession session) throws OrtException {
        this.files = files;
        inputs = session.getInputInfo();
        outputs = session.getOutputInfo();
    }

    /// @throws OnnxException if one is missing, unknown, or of another type or shape
    void check() throws OnnxException {
        OnnxDecoderNames names = files.names();
        DecoderShape shape = files.shape();
        Set<String> known = new HashSet<>();
        known.add(names.inputIds());
        known.add(names.attentionMask());
        require(inputs, names.inputIds(), OnnxJavaType.INT64, -1, -1);
        require(inputs, names.attentionMask(), OnnxJavaType.INT64, -1, -1);
        if (takesPositions()) {
            known.add(names.positionIds());
            require(inputs, names.positionIds(), OnnxJavaType.INT64, -1, -1);
        }
        long[] kv = {-1, shape.kvHeads(), -1, shape.headDim()};
        for (int layer = 0; layer < shape.layers(); layer++) {
            known.add(names.pastKey(layer));
            known.add(names.pastValue(layer));
            require(inputs, names.pastKey(layer), OnnxJavaType.FLOAT, kv);
            require(inputs, names.pastValue(layer), OnnxJavaType.FLOAT, kv);
            require(outputs, names.presentKey(layer), OnnxJavaType.FLOAT, kv);
            require(outputs, names.presentValue(layer), OnnxJavaType.FLOAT, kv);
        }
        require(outputs, names.logits(), OnnxJavaType.FLOAT, -1, -1, shape.vocabularySize());
        for (String input : inputs.keySet()) {
            if (!known.contains(input)) {
                throw refused(input, "no such input", "an input this program cannot feed");
            }
        }
    }

    boolean takesPositions() {
        return inputs.containsKey(files.names().positionIds());
    }

    /// Whether the graph computes logits of the last position alone.
    boolean lastLogitsOnly() {
        NodeInfo logits = outputs.get(files.names().logits());
        return logits != null
                && logits.getInfo() instanceof TensorInfo info
                && info.getShape().length == 3
                && info.getShape()[1] == 1;
    }

    private void require(Map<String, NodeInfo> nodes, String name, OnnxJavaType type, long... shape)
            throws OnnxException {
        NodeInfo node = nodes.get(name);
        if (node == null) {
            throw refused(name, "an input or output of that name", "none");
        }
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw refused(name, "a tensor", String.valueOf(node.getInfo()));
        }
        if (info.type != type) {
            throw refused(name, "type " + type, "type " + info.type);
        }
        long[] found = info.getShape();
        boolean fits = found.length == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] < 0 || found[i] < 0 || shape[i] == found[i];
        }
        if (!fits) {
            throw refused(name, "shape " + text(shape), "shape " + text(found));
        }
    }

    private OnnxException refused(String name, String expected, String found) {
        return new OnnxException(
                new WorkbenchException.Report(
                        "The graph is not a decoder that this program can run",
                        files.graph() + ", " + name,
                        expected,
                        found,
                        "Export the model with the ONNX Runtime GenAI builder for the CPU (int4 or"
                                + " fp32)"));
    }

    private static String text(long[] shape) {
        StringBuilder text = new StringBuilder("[");
        for (long dimension : shape) {
            text.append(text.length() > 1 ? ", " : "").append(dimension < 0 ? "?" : dimension);
        }
        return text.append(']').toString();
    }
}
