package org.prmscope.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import org.prmscope.core.DecoderShape;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// Checks that a graph is a decoder that can be run: attention, cache, names, types and vocabulary;
/// and that it is the one its configuration describes.
///
/// Where only one of the two can be right, the graph is: its sizes, names and kind of attention are
/// what will be computed.
final class DecoderGraphCheck {
    private static final Set<String> PATCH_INPUTS = Set.of(GraphPatch.POSITIONS, GraphPatch.LABELS);

    private static final String SAME_BUILD =
            "The configuration and the graph are of different exports: take both from one.";
    private static final String FREE_SIZES =
            "Export the model with free batch and sequence sizes, as Optimum and ONNX Runtime"
                    + " GenAI's builder do.";

    private final ModelProto model;
    private final GraphProto graph;
    private final FolderConfig config;
    private final Path file;
    private final Map<String, TensorProto> initializers = new HashMap<>();
    private final Map<String, ValueInfoProto> inputs;
    private final Map<String, ValueInfoProto> outputs;

    DecoderGraphCheck(ModelProto model, FolderConfig config, Path file) {
        this.model = model;
        graph = model.getGraph();
        this.config = config;
        this.file = file;
        graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
        inputs = byName(graph.getInputList());
        inputs.keySet().removeAll(initializers.keySet());
        outputs = byName(graph.getOutputList());
    }

    CheckedGraph check(SortedMap<String, Integer> operators) throws ModelException {
        refuseEmbeddings();
        AttentionCheck attention = new AttentionCheck(graph, operators, file);
        AttentionKind kind = attention.kind();
        DecoderNames configured = config.names();
        DecoderNames names =
                configured == null
                        ? CacheNames.find(inputs.values(), outputs.values(), file)
                        : configured;
        ValueInfoProto logits = named(outputs, "outputs", names.logits());
        DecoderShape shape = shape(names, logits, kind, attention);
        if (kind == AttentionKind.SHARED) {
            compare("attention layers", shape.layers(), attention.layers());
            for (NodeProto node : attention.nodes()) {
                compareHeads(node, shape);
            }
            shape = withRotations(shape, attention.positions(initializers, shape.headDim()));
        }
        int cacheType = checkCache(names, shape);
        checkInputs(names, shape.layers());
        checkLogits(logits, shape.vocabularySize());
        checkEmbedding(names, shape.vocabularySize());
        checkIds(shape.vocabularySize());
        return new CheckedGraph(
                kind,
                withElementBytes(shape, TensorSizes.elementBytes(cacheType)),
                names,
                inputs.containsKey(names.positionIds()),
                inputs.containsKey(CheckedGraph.CACHE_BRANCH),
                isOne(logits, 1),
                elementType(logits),
                opset());
    }

    private void refuseEmbeddings() throws ModelException {
        if (inputs.containsKey("inputs_embeds")) {
            throw ModelException.of(
                    "The graph takes embeddings, not tokens: it is one part of a larger model",
                    file.toString(),
                    "an input for token ids",
                    "inputs_embeds",
                    "Choose an export with the embedding inside the graph.");
        }
    }

    /// The sizes that the graph fixes, the others as configured.
    private DecoderShape shape(
            DecoderNames names, ValueInfoProto logits, AttentionKind kind, AttentionCheck attention)
            throws ModelException {
        DecoderShape said = config.shape();
        if (config.binding()) {
            return said;
        }
        int layers = 0;
        while (inputs.containsKey(names.pastKey(layers))) {
            layers++;
        }
        ValueInfoProto cache = named(inputs, "inputs", names.pastKey(0));
        boolean shared = kind == AttentionKind.SHARED;
        return new DecoderShape(
                layers,
                shared ? attention.heads() : positive("num_attention_heads", said.heads()),
                positive("num_key_value_heads", fixed(cache, 1, said.kvHeads())),
                positive("head_dim", fixed(cache, 3, said.headDim())),
                positive("hidden_size", said.hiddenSize()),
                positive("vocab_size", fixed(logits, 2, said.vocabularySize())),
                said.contextLength(),
                said.kvElementBytes());
    }

    private int positive(String field, int value) throws ModelException {
        if (value <= 0) {
            throw ModelException.of(
                    "A size of the model is nowhere stated",
                    config.file() + ", field " + field,
                    "a number, since the graph leaves it open",
                    value == 0 ? "no such field" : Integer.toString(value),
                    "Take config.json from the checkpoint that the graph was exported from.");
        }
        return value;
    }

    /// A dimension's size where the graph fixes it.
    private static int fixed(ValueInfoProto value, int dimension, int otherwise) {
        TensorShapeProto shape = value.getType().getTensorType().getShape();
        if (dimension < shape.getDimCount() && shape.getDim(dimension).hasDimValue()) {
            return Math.clamp(shape.getDim(dimension).getDimValue(), -1, Integer.MAX_VALUE);
        }
        return otherwise;
    }

    private void compareHeads(NodeProto node, DecoderShape shape) throws ModelException {
        compare(
                "num_heads of " + node.getName(),
                shape.heads(),
                GraphNodes.integer(node, "num_heads", -1));
        compare(
                "kv_num_heads of " + node.getName(),
                shape.kvHeads(),
                GraphNodes.integer(node, "kv_num_heads", -1));
    }

    private void checkInputs(DecoderNames names, int layers) throws ModelException {
        for (String name : List.of(names.inputIds(), names.attentionMask())) {
            ValueInfoProto value = named(inputs, "inputs", name);
            requireType(value, TensorSizes.INT64);
            requireFree(value, 0);
            requireFree(value, 1);
        }
        Map<String, ValueInfoProto> unknown = new LinkedHashMap<>(inputs);
        unknown.keySet().removeAll(List.of(names.inputIds(), names.attentionMask()));
        unknown.keySet().removeAll(names.pasts(layers));
        ValueInfoProto positions = unknown.remove(names.positionIds());
        if (positions != null) {
            requireType(positions, TensorSizes.INT64);
        }
        ValueInfoProto branch = unknown.remove(CheckedGraph.CACHE_BRANCH);
        if (branch != null) {
            requireType(branch, TensorSizes.BOOL);
        }
        ValueInfoProto keep = unknown.remove(CheckedGraph.LOGITS_TO_KEEP);
        if (keep != null) {
            requireType(keep, TensorSizes.INT64);
        }
        if (GraphPatch.isPatched(graph)) {
            unknown.keySet().removeAll(PATCH_INPUTS);
        }
        if (!unknown.isEmpty()) {
            throw ModelException.of(
                    "The graph has an input that is not supported",
                    file.toString(),
                    "token ids, the attention mask, position ids and the cache",
                    CacheNames.some(unknown.keySet()),
                    "Export the model as a decoder with a cache (Optimum:"
                            + " text-generation-with-past), or with ONNX Runtime GenAI's builder.");
        }
    }

    /// Every part of the cache has one type and is `[batch, kvHeads, tokens, headDim]`.
    private int checkCache(DecoderNames names, DecoderShape shape) throws ModelException {
        int type = elementType(named(inputs, "inputs", names.pastKey(0)));
        if (type != TensorSizes.FLOAT && type != TensorSizes.FLOAT16) {
            throw ModelException.of(
                    "The graph's key-value cache is of a type that cannot be run",
                    file + ", " + names.pastKey(0),
                    "float32 or float16",
                    TensorSizes.typeName(type),
                    "Export the model with a float32 cache (for the CPU) or a float16 one.");
        }
        for (String name : names.pasts(shape.layers())) {
            ValueInfoProto value = named(inputs, "inputs", name);
            requireCache(value, type, shape);
            requireFree(value, 0);
            requireFree(value, 2);
        }
        for (String name : names.presents(shape.layers())) {
            requireCache(named(outputs, "outputs", name), type, shape);
        }
        return type;
    }

    private void requireCache(ValueInfoProto value, int type, DecoderShape shape)
            throws ModelException {
        requireType(value, type);
        requireSize(value, 1, "heads of " + value.getName(), shape.kvHeads());
        requireSize(value, 3, "head size of " + value.getName(), shape.headDim());
    }

    private void checkLogits(ValueInfoProto logits, int vocabulary) throws ModelException {
        int type = elementType(logits);
        if (type != TensorSizes.FLOAT16 && type != TensorSizes.BFLOAT16) {
            requireType(logits, TensorSizes.FLOAT);
        }
        requireSize(logits, 2, "vocabulary of the logits", vocabulary);
    }

    private void checkEmbedding(DecoderNames names, int vocabulary) throws ModelException {
        for (NodeProto node : graph.getNodeList()) {
            boolean gathers =
                    node.getOpType().startsWith("Gather")
                            && node.getInputCount() > 1
                            && node.getInput(1).equals(names.inputIds());
            TensorProto embedding = gathers ? initializers.get(node.getInput(0)) : null;
            if (embedding != null && embedding.getDimsCount() > 0) {
                compare("rows of " + embedding.getName(), vocabulary, embedding.getDims(0));
            }
        }
    }

    private void checkIds(int vocabulary) throws ModelException {
        for (int id : config.ids().end()) {
            if (id >= vocabulary) {
                throw ModelException.of(
                        "The model's configuration is wrong",
                        config.file() + ", field eos_token_id",
                        "ids below the graph's vocabulary of " + vocabulary,
                        Integer.toString(id),
                        SAME_BUILD);
            }
        }
    }

    private DecoderShape withRotations(DecoderShape shape, long positions) throws ModelException {
        if (positions >= shape.contextLength()) {
            return shape;
        }
        if (config.binding() || positions < 1) {
            throw disagree(
                    "caches of rotations",
                    "a row for each of " + shape.contextLength() + " positions",
                    positions + " rows");
        }
        return new DecoderShape(
                shape.layers(),
                shape.heads(),
                shape.kvHeads(),
                shape.headDim(),
                shape.hiddenSize(),
                shape.vocabularySize(),
                (int) positions,
                shape.kvElementBytes());
    }

    private long opset() {
        return model.getOpsetImportList().stream()
                .filter(set -> GraphOperators.isOnnx(set.getDomain()))
                .mapToLong(set -> set.getVersion())
                .max()
                .orElse(0);
    }

    private static DecoderShape withElementBytes(DecoderShape shape, int bytes) {
        return new DecoderShape(
                shape.layers(),
                shape.heads(),
                shape.kvHeads(),
                shape.headDim(),
                shape.hiddenSize(),
                shape.vocabularySize(),
                shape.contextLength(),
                bytes);
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
            throw disagree(what, name, CacheNames.some(values.keySet()));
        }
        return value;
    }

    private static int elementType(ValueInfoProto value) {
        return value.getType().getTensorType().getElemType();
    }

    private void requireType(ValueInfoProto value, int type) throws ModelException {
        int found = elementType(value);
        if (found != type) {
            throw disagree(
                    value.getName(), TensorSizes.typeName(type), TensorSizes.typeName(found));
        }
    }

    /// Rows and tokens are as many as there are.
    private void requireFree(ValueInfoProto value, int dimension) throws ModelException {
        int size = fixed(value, dimension, -1);
        if (size >= 0) {
            throw ModelException.of(
                    "The graph was exported for one size only",
                    file + ", " + value.getName(),
                    "a free dimension " + dimension,
                    Integer.toString(size),
                    FREE_SIZES);
        }
    }

    private static boolean isOne(ValueInfoProto value, int dimension) {
        return fixed(value, dimension, -1) == 1;
    }

    /// A dimension that the graph fixes must be the stated one; a free one may be anything.
    private void requireSize(ValueInfoProto value, int dimension, String what, int size)
            throws ModelException {
        TensorShapeProto shape = value.getType().getTensorType().getShape();
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
                "The graph is not the one that " + config.file().getFileName() + " describes",
                file + ", " + what,
                expected,
                found,
                SAME_BUILD);
    }
}
