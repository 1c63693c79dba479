package org.prmscope.model;

import static org.prmscope.model.GraphAssembly.MICROSOFT;
import static org.prmscope.model.GraphAssembly.ONNX;
import static org.prmscope.model.GraphAssembly.integer;
import static org.prmscope.model.GraphAssembly.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Lets a step of one token a row attend by products over all query heads of a key at once.
///
/// On a CPU `GroupQueryAttention` (ONNX Runtime 1.29 to 1.32) reads the keys and values of a row
/// once for each query head. Written as `keys [capacity, headDim] x queries [headDim, group]`, with
/// the keys as the left factor, they are read once and are not rearranged; docs/perf has figures.
/// Runs of several tokens, prompts that is, still take the operator: each layer becomes an `If`
/// with both.
///
/// A row is read to its capacity and what lies behind its tokens is masked, so that has to be
/// finite; where rows hold little or are far from full, a step takes the operator too. Keys and
/// values are written in place, as the operator does: `ScatterND` copies nothing where its output
/// is bound to the memory of its input.
final class StepProducts {
    private static final String FOLDER = "step/";
    private static final float MASKED = -1e30f;

    /// Elements of queries times tokens from which products pay for their many small operators:
    /// 2,048 tokens in all rows together where queries have 1,536 elements (measured).
    static final long LEAST_WORK = 2_048L * 1_536;

    private final GraphProto.Builder graph;
    private final GroupedAttention attention;
    private final String prefix;
    private final long leastWork;
    private final List<NodeProto> shared = new ArrayList<>();

    private StepProducts(
            GraphProto.Builder graph, GroupedAttention attention, String prefix, long leastWork) {
        this.graph = graph;
        this.attention = attention;
        this.prefix = prefix + FOLDER;
        this.leastWork = leastWork;
    }

    /// The graph with every layer changed; empty if its attention is not such that it can be, or a
    /// name that is needed is taken.
    ///
    /// @param prefix of the names of what is added
    /// @param leastWork elements of queries times tokens from which steps take products
    static Optional<ModelProto> of(ModelProto model, String prefix, long leastWork) {
        if (uses(model.getGraph(), prefix + FOLDER)) {
            return Optional.empty();
        }
        ModelProto.Builder changed = model.toBuilder();
        return GroupedAttention.of(model.getGraph())
                .map(attention -> {
                    new StepProducts(changed.getGraphBuilder(), attention, prefix, leastWork)
                            .write();
                    return changed.build();
                });
    }

    /// Whether a graph or one of its branches has a value whose name begins so.
    private static boolean uses(GraphProto graph, String prefix) {
        return GraphNodes.graphs(graph).stream()
                .flatMap(each ->
                        Stream.of(
                                        each.getInputList().stream().map(ValueInfoProto::getName),
                                        each.getInitializerList().stream()
                                                .map(TensorProto::getName),
                                        each.getNodeList().stream()
                                                .flatMap(node -> node.getOutputList().stream()))
                                .flatMap(names -> names))
                .anyMatch(name -> name.startsWith(prefix));
    }

    private void write() {
        List<NodeProto> nodes = new ArrayList<>();
        boolean first = true;
        int layer = 0;
        for (NodeProto node : graph.getNodeList()) {
            if (!GroupedAttention.is(node)) {
                nodes.add(node);
                continue;
            }
            if (first) {
                constants();
                positions(node);
                condition();
                nodes.addAll(shared);
                first = false;
            }
            nodes.add(either(node, prefix + layer + "/"));
            layer++;
        }
        graph.clearNode().addAllNode(nodes);
    }

    private void constants() {
        int heads = attention.heads();
        int kvHeads = attention.kvHeads();
        int headDim = attention.headDim();
        int group = heads / kvHeads;
        vector("zero", 0);
        vector("one", 1);
        vector("two", 2);
        vector("three", 3);
        vector("least", Math.ceilDiv(leastWork, (long) heads * headDim));
        vector("kv_heads", kvHeads);
        vector("column", -1, 1);
        vector("cube", -1, 1, 1);
        vector("masks", -1, 1, 1, 1);
        vector("parts", (long) heads * headDim, (long) kvHeads * headDim, (long) kvHeads * headDim);
        vector("grouped", -1, kvHeads, group, headDim);
        vector("by_head", -1, kvHeads, headDim);
        vector("joined", -1, 1, (long) heads * headDim);
        scalar("from", 0);
        scalar("step", 1);
        real("scale", attention.scale());
        real("masked", MASKED);
        real("seen", 0);
        TensorProto.Builder keyHeads = tensor("key_heads", DataType.INT64).addDims(1);
        keyHeads.addDims(kvHeads).addDims(1);
        for (int head = 0; head < kvHeads; head++) {
            keyHeads.addInt64Data(head);
        }
        graph.addInitializer(keyHeads);
    }

    /// What every layer reads: where a step's tokens go, `[rows, kvHeads, 3]`, and what of the rows
    /// they see, `[rows, 1, 1, capacity]`.
    private void positions(NodeProto node) {
        shared("Shape", "shape", List.of(node.getInput(GroupedAttention.QUERY)));
        shared("Gather", "rows", List.of(name("shape"), name("zero")), integer("axis", 0));
        shared("Gather", "tokens", List.of(name("shape"), name("one")), integer("axis", 0));
        String last = node.getInput(GroupedAttention.LAST_INDEX);
        shared("Cast", "last", List.of(last), integer("to", DataType.INT64.getNumber()));
        shared("Reshape", "position", List.of(name("last"), name("column")));
        shared("Reshape", "position_cube", List.of(name("last"), name("cube")));
        shared("Reshape", "position_masks", List.of(name("last"), name("masks")));

        shared("Squeeze", "row_count", List.of(name("rows"), name("zero")));
        shared("Range", "row_range", List.of(name("from"), name("row_count"), name("step")));
        shared("Reshape", "row_cube", List.of(name("row_range"), name("cube")));
        shared(
                "Concat",
                "index_shape",
                List.of(name("rows"), name("kv_heads"), name("one")),
                integer("axis", 0));
        for (String part : List.of("row_cube", "key_heads", "position_cube")) {
            shared("Expand", part + "_all", List.of(name(part), name("index_shape")));
        }
        shared(
                "Concat",
                "index",
                List.of(name("row_cube_all"), name("key_heads_all"), name("position_cube_all")),
                integer("axis", -1));

        shared("Shape", "cache", List.of(node.getInput(GroupedAttention.PAST_KEY)));
        shared("Gather", "capacity", List.of(name("cache"), name("two")), integer("axis", 0));
        shared("Squeeze", "width", List.of(name("capacity"), name("zero")));
        shared("Range", "places", List.of(name("from"), name("width"), name("step")));
        shared("Greater", "behind", List.of(name("places"), name("position_masks")));
        shared("Where", "mask", List.of(name("behind"), name("masked"), name("seen")));
    }

    /// Whether a run has one token a row, its rows hold enough for products to pay, and are full
    /// enough: products read `rows * capacity` tokens, the operator the `held` ones. Both take the
    /// same time at about `capacity = 1.6 * held / rows`, so `2 * rows * capacity <= 3 * held`.
    private void condition() {
        shared("Equal", "is_one", List.of(name("tokens"), name("one")));
        shared("ReduceSum", "before", List.of(name("last")), integer("keepdims", 0));
        shared("Add", "held", List.of(name("before"), name("rows")));
        shared("Less", "is_little", List.of(name("held"), name("least")));
        shared("Not", "is_much", List.of(name("is_little")));
        shared("Mul", "room", List.of(name("rows"), name("capacity")));
        shared("Mul", "room_twice", List.of(name("room"), name("two")));
        shared("Mul", "held_thrice", List.of(name("held"), name("three")));
        shared("Less", "is_sparse", List.of(name("held_thrice"), name("room_twice")));
        shared("Not", "is_full", List.of(name("is_sparse")));
        shared("And", "pays", List.of(name("is_much"), name("is_full")));
        shared("And", "fits", List.of(name("is_one"), name("pays")));
        shared("Squeeze", "is_step", List.of(name("fits"), name("zero")));
    }

    private NodeProto either(NodeProto node, String layer) {
        return NodeProto.newBuilder()
                .setOpType("If")
                .setName(layer + "If")
                .addInput(name("is_step"))
                .addAllOutput(node.getOutputList().subList(0, GroupedAttention.OUTPUTS))
                .addAttribute(branch("then_branch", products(node, layer)))
                .addAttribute(branch("else_branch", operator(node, layer)))
                .build();
    }

    private static AttributeProto branch(String name, GraphProto.Builder body) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body)
                .build();
    }

    /// The operator as it was, for runs of several tokens.
    private static GraphProto.Builder operator(NodeProto node, String layer) {
        String[] outputs = {
            layer + "operator/attended", layer + "operator/key", layer + "operator/value"
        };
        NodeProto.Builder same = node.toBuilder().clearOutput();
        same.addAllOutput(List.of(outputs));
        return body(layer + "operator", outputs).addNode(same);
    }

    private GraphProto.Builder products(NodeProto node, String layer) {
        Branch branch = new Branch(layer);
        String queries = node.getInput(GroupedAttention.QUERY);
        String keys = node.getInput(GroupedAttention.KEY);
        String values = node.getInput(GroupedAttention.VALUE);
        if (keys.isEmpty()) {
            branch.nodes.add(
                    make(
                            "Split",
                            layer + "split",
                            List.of(queries, name("parts")),
                            List.of(layer + "queries", layer + "keys", layer + "values"),
                            integer("axis", -1)));
            queries = layer + "queries";
            keys = layer + "keys";
            values = layer + "values";
        }
        if (attention.rotates()) {
            queries = branch.rotated(node, queries, "rotated_queries", attention.heads());
            keys = branch.rotated(node, keys, "rotated_keys", attention.kvHeads());
        }
        // Scaled before the product: there are fewer of them.
        branch.add("Mul", "scaled", List.of(queries, name("scale")));
        branch.add("Reshape", "grouped", List.of(layer + "scaled", name("grouped")));
        branch.add("Transpose", "factor", List.of(layer + "grouped"), integers("perm", 0, 1, 3, 2));
        branch.add("Reshape", "new_key", List.of(keys, name("by_head")));
        branch.add("Reshape", "new_value", List.of(values, name("by_head")));
        branch.add(
                "ScatterND",
                "key",
                List.of(
                        node.getInput(GroupedAttention.PAST_KEY),
                        name("index"),
                        layer + "new_key"));
        branch.add(
                "ScatterND",
                "value",
                List.of(
                        node.getInput(GroupedAttention.PAST_VALUE),
                        name("index"),
                        layer + "new_value"));
        branch.add("MatMul", "scores", List.of(layer + "key", layer + "factor"));
        branch.add(
                "Transpose",
                "scores_by_query",
                List.of(layer + "scores"),
                integers("perm", 0, 1, 3, 2));
        branch.add("Add", "masked", List.of(layer + "scores_by_query", name("mask")));
        branch.add("Softmax", "weights", List.of(layer + "masked"), integer("axis", -1));
        branch.add("MatMul", "sums", List.of(layer + "weights", layer + "value"));
        branch.add("Reshape", "attended", List.of(layer + "sums", name("joined")));
        return body(layer + "products", layer + "attended", layer + "key", layer + "value")
                .addAllNode(branch.nodes);
    }

    /// The nodes of one layer's products.
    private final class Branch {
        private final String layer;
        private final List<NodeProto> nodes = new ArrayList<>();

        Branch(String layer) {
            this.layer = layer;
        }

        void add(String op, String output, List<String> inputs, AttributeProto... attributes) {
            nodes.add(make(op, layer + output, inputs, List.of(layer + output), attributes));
        }

        String rotated(NodeProto node, String value, String output, int heads) {
            nodes.add(
                    make(
                                    "RotaryEmbedding",
                                    layer + output,
                                    List.of(
                                            value,
                                            name("position"),
                                            node.getInput(GroupedAttention.COS),
                                            node.getInput(GroupedAttention.SIN)),
                                    List.of(layer + output),
                                    integer("num_heads", heads),
                                    integer("interleaved", attention.interleaved() ? 1 : 0))
                            .toBuilder()
                            .setDomain(MICROSOFT)
                            .build());
            return layer + output;
        }
    }

    /// A branch gives what the operator gives; shapes are left to be found.
    private static GraphProto.Builder body(String name, String... outputs) {
        GraphProto.Builder body = GraphProto.newBuilder().setName(name);
        for (String output : outputs) {
            body.addOutput(
                    ValueInfoProto.newBuilder()
                            .setName(output)
                            .setType(
                                    TypeProto.newBuilder()
                                            .setTensorType(
                                                    TypeProto.Tensor.newBuilder()
                                                            .setElemType(TensorSizes.FLOAT))));
        }
        return body;
    }

    private void shared(
            String op, String output, List<String> inputs, AttributeProto... attributes) {
        shared.add(make(op, name(output), inputs, List.of(name(output)), attributes));
    }

    private static NodeProto make(
            String op,
            String name,
            List<String> inputs,
            List<String> outputs,
            AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setDomain(ONNX)
                .setOpType(op)
                .setName(name + "/" + op)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    private String name(String suffix) {
        return prefix + suffix;
    }

    private TensorProto.Builder tensor(String suffix, DataType type) {
        return TensorProto.newBuilder().setName(name(suffix)).setDataType(type.getNumber());
    }

    private void vector(String suffix, long... values) {
        TensorProto.Builder tensor = tensor(suffix, DataType.INT64).addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
    }

    private void scalar(String suffix, long value) {
        graph.addInitializer(tensor(suffix, DataType.INT64).addInt64Data(value));
    }

    private void real(String suffix, float value) {
        graph.addInitializer(tensor(suffix, DataType.FLOAT).addFloatData(value));
    }
}
