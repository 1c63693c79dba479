package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Checks that a graph is the decoder its configuration describes: attention, cache, names, types
/// and vocabulary.
final class DecoderGraphCheck {
    private static final String CPU_BUILD =
            "Export the model with ONNX Runtime GenAI's builder for the CPU (-e cpu).";
    private static final String SAME_BUILD =
            "genai_config.json and the graph are of different exports: take both from one.";

    private final GraphProto graph;
    private final GenAiConfig config;
    private final Path file;
    private final Map<String, TensorProto> initializers = new HashMap<>();

    DecoderGraphCheck(GraphProto graph, GenAiConfig config, Path file) {
        this.graph = graph;
        this.config = config;
        this.file = file;
        graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    }

    void check(SortedMap<String, Integer> operators) throws ModelException {
        List<NodeProto> attention =
                graph.getNodeList().stream()
                        .filter(node -> node.getOpType().equals(GraphOperators.ATTENTION))
                        .toList();
        if (attention.isEmpty()) {
            throw otherAttention(operators);
        }
        compare("attention layers", config.shape().layers(), attention.size());
        for (NodeProto node : attention) {
            checkAttention(node);
        }
        checkInputs();
        checkOutputs();
        checkEmbedding();
    }

    private ModelException otherAttention(SortedMap<String, Integer> operators) {
        List<String> found = new ArrayList<>();
        for (String name : operators.keySet()) {
            if (name.contains("Attention") || name.equals("Softmax")) {
                found.add(name);
            }
        }
        return ModelException.of(
                "This layout of a decoder is not supported yet",
                file,
                "attention as "
                        + GraphOperators.ATTENTION
                        + " over one shared cache, as ONNX Runtime"
                        + " GenAI's builder writes it",
                found.isEmpty()
                        ? "no attention operator"
                        : String.join(", ", found)
                                + " (as in exports by Optimum, transformers.js or for other"
                                + " devices)",
                CPU_BUILD + " Other layouts need a later version.");
    }

    private void checkAttention(NodeProto node) throws ModelException {
        compare("num_heads of " + node.getName(), config.shape().heads(), of(node, "num_heads"));
        compare(
                "kv_num_heads of " + node.getName(),
                config.shape().kvHeads(),
                of(node, "kv_num_heads"));
        long window = of(node, "local_window_size");
        if (window > 0) {
            throw ModelException.of(
                    "The graph has a sliding attention window, which would forget the start of a"
                            + " long verification",
                    file + ", node " + node.getName(),
                    "local_window_size -1",
                    "local_window_size " + window,
                    "Set \"sliding_window\": null in the checkpoint's config.json and export it"
                            + " again.");
        }
        for (int input = 7; input <= 8 && input < node.getInputCount(); input++) {
            checkRotaryCache(node.getInput(input));
        }
    }

    /// A position beyond the cache of rotations would read past its end.
    private void checkRotaryCache(String name) throws ModelException {
        TensorProto cache = initializers.get(name);
        if (cache != null && cache.getDimsCount() > 0) {
            long rows = cache.getDims(0);
            if (rows < config.shape().contextLength()) {
                throw disagree(
                        "tensor " + name,
                        "a row for each of " + config.shape().contextLength() + " positions",
                        rows + " rows");
            }
        }
    }

    /// An attribute's number; -1 where the node does not have it.
    private static long of(NodeProto node, String name) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                return attribute.getI();
            }
        }
        return -1;
    }

    private void checkInputs() throws ModelException {
        Map<String, ValueInfoProto> inputs = byName(graph.getInputList());
        inputs.keySet().removeAll(initializers.keySet());
        DecoderNames names = config.names();
        requireType(named(inputs, "inputs", names.inputIds()), TensorSizes.INT64);
        requireType(named(inputs, "inputs", names.attentionMask()), TensorSizes.INT64);
        for (int layer = 0; layer < config.shape().layers(); layer++) {
            checkCache(named(inputs, "inputs", names.pastKey(layer)));
            checkCache(named(inputs, "inputs", names.pastValue(layer)));
        }
        inputs.keySet().removeAll(names.inputs(config.shape().layers()));
        if (!inputs.isEmpty()) {
            throw ModelException.of(
                    "The graph has an input that is not supported",
                    file.toString(),
                    "token ids, the attention mask and the cache",
                    String.join(", ", inputs.keySet()),
                    CPU_BUILD + " Other layouts need a later version.");
        }
    }

    private void checkOutputs() throws ModelException {
        Map<String, ValueInfoProto> outputs = byName(graph.getOutputList());
        DecoderNames names = config.names();
        for (int layer = 0; layer < config.shape().layers(); layer++) {
            checkCache(named(outputs, "outputs", names.presentKey(layer)));
            checkCache(named(outputs, "outputs", names.presentValue(layer)));
        }
        ValueInfoProto logits = named(outputs, "outputs", names.logits());
        requireType(logits, TensorSizes.FLOAT);
        requireSize(logits, 2, "vocabulary of the logits", config.shape().vocabularySize());
    }

    /// Every part of the cache is float32 `[batch, kvHeads, tokens, headDim]`.
    private void checkCache(ValueInfoProto value) throws ModelException {
        int type = value.getType().getTensorType().getElemType();
        if (type == TensorSizes.FLOAT16 || type == TensorSizes.BFLOAT16) {
            throw ModelException.of(
                    "The model was exported for a GPU: its cache is " + TensorSizes.typeName(type),
                    file + ", " + value.getName(),
                    "float32, which is what the CPU computes fast and exactly with",
                    TensorSizes.typeName(type),
                    CPU_BUILD);
        }
        requireType(value, TensorSizes.FLOAT);
        requireSize(value, 1, "heads of " + value.getName(), config.shape().kvHeads());
        requireSize(value, 3, "head size of " + value.getName(), config.shape().headDim());
    }

    private void checkEmbedding() throws ModelException {
        for (NodeProto node : graph.getNodeList()) {
            boolean gathers =
                    node.getOpType().startsWith("Gather")
                            && node.getInputCount() > 1
                            && node.getInput(1).equals(config.names().inputIds());
            TensorProto embedding = gathers ? initializers.get(node.getInput(0)) : null;
            if (embedding != null && embedding.getDimsCount() > 0) {
                compare(
                        "rows of " + embedding.getName(),
                        config.shape().vocabularySize(),
                        embedding.getDims(0));
            }
        }
    }

    private static Map<String, ValueInfoProto> byName(List<ValueInfoProto> values) {
        Map<String, ValueInfoProto> named = new LinkedHashMap<>();
        values.forEach(value -> named.put(value.getName(), value));
        return named;
    }

    private ValueInfoProto named(Map<String, ValueInfoProto> values, String what, String name)
            throws ModelException {
        ValueInfoProto value = values.get(name);
        if (value == null) {
            List<String> some = values.keySet().stream().limit(8).toList();
            throw disagree(what, name, String.join(", ", some));
        }
        return value;
    }

    private void requireType(ValueInfoProto value, int type) throws ModelException {
        int found = value.getType().getTensorType().getElemType();
        if (found != type) {
            throw disagree(
                    value.getName(), TensorSizes.typeName(type), TensorSizes.typeName(found));
        }
    }

    /// A dimension that the graph fixes must be the configuration's; a free one may be anything.
    private void requireSize(ValueInfoProto value, int dimension, String what, int size)
            throws ModelException {
        var shape = value.getType().getTensorType().getShape();
        if (shape.getDimCount() <= dimension) {
            throw disagree(
                    value.getName(),
                    "more than " + dimension + " dimensions",
                    shape.getDimCount() + " dimensions");
        }
        if (shape.getDim(dimension).hasDimValue()) {
            compare(what, size, shape.getDim(dimension).getDimValue());
        }
    }

    private void compare(String what, long expected, long found) throws ModelException {
        if (expected != found) {
            throw disagree(what, Long.toString(expected), Long.toString(found));
        }
    }

    private ModelException disagree(String what, String expected, String found) {
        return ModelException.of(
                "The graph is not the one that genai_config.json describes",
                file + ", " + what,
                expected,
                found,
                SAME_BUILD);
    }
}
