package org.prmscope.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import com.google.protobuf.ByteString;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Writes the int8 products of a reference computation as what they are: `DequantizeLinear`, then a
/// product in float32.
///
/// ONNX Runtime 1.29 has no float32 kernel of `MatMulNBits` for 8 bits. It unpacks the matrix at
/// every call too, into memory that is new each time: 151,936 x 1,536 weights in blocks of 32 and
/// one token take 840 ms there and 290 ms here, with the same bits (2 cores). The weights stay as
/// they lie in their file; only the shapes of the tensors over them change.
///
/// A node stays where its scales are not float32, where its weights are not constant, not whole
/// blocks or read by others in another shape, where it has a bias or an order of its own or is in a
/// branch, or where the graph's version of ONNX has no blocks.
final class Int8Products {
    /// `DequantizeLinear` has blocks since.
    private static final long BLOCKS_SINCE = 21;

    // Inputs of MatMulNBits (docs/ContribOperators.md).
    private static final int ACTIVATIONS = 0;
    private static final int WEIGHTS = 1;
    private static final int SCALES = 2;
    private static final int ZERO_POINTS = 3;
    private static final int INPUTS = 4;

    private static final int BITS = 8;

    /// Weights of one product at most; more can be in no file.
    private static final long MOST = 1L << 48;

    /// What `MatMulNBits` takes for zero where nothing else is said.
    private static final byte MIDDLE = (byte) 128;

    private final GraphProto.Builder graph;
    private final long version;
    private final String prefix;
    private final Map<String, Integer> initializers = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();
    private final Set<String> reshaped = new HashSet<>();
    private int made;

    /// @param version of ONNX that the graph is written in
    /// @param prefix of the names of what is added, which no name of the graph has
    Int8Products(GraphProto.Builder graph, long version, String prefix) {
        this.graph = graph;
        this.version = version;
        this.prefix = prefix + "int8/";
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            initializers.put(graph.getInitializer(i).getName(), i);
        }
        graph.getInputList().forEach(input -> inputs.add(input.getName()));
        for (NodeProto node : GraphNodes.all(graph.build())) {
            node.getInputList().forEach(input -> uses.merge(input, 1, Integer::sum));
        }
    }

    /// The shape of one product.
    private record Blocks(long rows, long width, long size) {
        long count() {
            return width / size;
        }
    }

    void write() {
        boolean written =
                graph.getNodeList().stream().anyMatch(node -> node.getName().startsWith(prefix));
        if (version < BLOCKS_SINCE || written) {
            return;
        }
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            Blocks blocks = blocks(node);
            if (blocks == null) {
                nodes.add(node);
            } else {
                add(node, blocks, nodes);
            }
        }
        graph.clearNode().addAllNode(nodes);
        // Some exporters state the shape of every weight.
        GraphNodes.forgetShapes(graph, reshaped);
    }

    /// Null if the node is to stay.
    private @Nullable Blocks blocks(NodeProto node) {
        if (!node.getOpType().equals(AccuracyLevel.OPERATOR)
                || GraphNodes.integer(node, "bits", 0) != BITS
                || node.getInputList().stream().skip(INPUTS).anyMatch(it -> !it.isEmpty())) {
            return null;
        }
        Blocks blocks =
                new Blocks(
                        GraphNodes.integer(node, "N", 0),
                        GraphNodes.integer(node, "K", 0),
                        GraphNodes.integer(node, "block_size", 0));
        if (blocks.rows() < 1
                || blocks.width() < 1
                || blocks.size() < 1
                || blocks.rows() > MOST / blocks.width()
                || blocks.width() % blocks.size() != 0) {
            return null;
        }
        boolean fits =
                canBe(node, WEIGHTS, TensorSizes.UINT8, blocks.rows(), blocks.width())
                        && canBe(node, SCALES, TensorSizes.FLOAT, blocks.rows(), blocks.count())
                        && (!hasZeroPoints(node)
                                || canBe(
                                        node,
                                        ZERO_POINTS,
                                        TensorSizes.UINT8,
                                        blocks.rows(),
                                        blocks.count()));
        return fits ? blocks : null;
    }

    private static boolean hasZeroPoints(NodeProto node) {
        return node.getInputCount() > ZERO_POINTS && !node.getInput(ZERO_POINTS).isEmpty();
    }

    /// Whether an input is a constant that has this shape, or can be given it since no other node
    /// reads it.
    private boolean canBe(NodeProto node, int input, int type, long rows, long columns) {
        String name = node.getInputCount() > input ? node.getInput(input) : "";
        Integer index = initializers.get(name);
        if (index == null || inputs.contains(name)) {
            return false;
        }
        TensorProto tensor = graph.getInitializer(index);
        List<Long> sizes = tensor.getDimsList();
        long left = rows * columns;
        for (long size : sizes) {
            if (size < 1 || left % size != 0) {
                return false;
            }
            left /= size;
        }
        return tensor.getDataType() == type
                && left == 1
                && (uses.getOrDefault(name, 0) == 1 || sizes.equals(List.of(rows, columns)));
    }

    private void add(NodeProto node, Blocks blocks, List<NodeProto> nodes) {
        String name = prefix + made;
        made++;
        reshape(node.getInput(WEIGHTS), blocks.rows(), blocks.width());
        reshape(node.getInput(SCALES), blocks.rows(), blocks.count());
        String zeroPoints = name + "/zero";
        if (hasZeroPoints(node)) {
            zeroPoints = node.getInput(ZERO_POINTS);
            reshape(zeroPoints, blocks.rows(), blocks.count());
        } else {
            nodes.add(middle(blocks, zeroPoints));
        }
        nodes.add(
                NodeProto.newBuilder()
                        .setOpType("DequantizeLinear")
                        .setName(name + "/DequantizeLinear")
                        .addInput(node.getInput(WEIGHTS))
                        .addInput(node.getInput(SCALES))
                        .addInput(zeroPoints)
                        .addOutput(name + "/weights")
                        .addAttribute(GraphAssembly.integer("axis", 1))
                        .addAttribute(GraphAssembly.integer("block_size", blocks.size()))
                        .build());
        nodes.add(
                NodeProto.newBuilder()
                        .setOpType("FusedMatMul")
                        .setDomain(GraphAssembly.MICROSOFT)
                        .setName(name + "/FusedMatMul")
                        .addInput(node.getInput(ACTIVATIONS))
                        .addInput(name + "/weights")
                        .addOutput(node.getOutput(0))
                        .addAttribute(GraphAssembly.integer("transB", 1))
                        .build());
    }

    private void reshape(String initializer, long rows, long columns) {
        reshaped.add(initializer);
        graph.getInitializerBuilder(Objects.requireNonNull(initializers.get(initializer)))
                .clearDims()
                .addDims(rows)
                .addDims(columns);
    }

    /// The middle of the range for every block; ONNX Runtime makes it once, when it loads the
    /// graph.
    private NodeProto middle(Blocks blocks, String output) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(output + "_each")
                        .setDataType(TensorSizes.UINT8)
                        .addDims(1)
                        .addDims(1)
                        .setRawData(ByteString.copyFrom(new byte[] {MIDDLE})));
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(output + "_shape")
                        .setDataType(TensorSizes.INT64)
                        .addDims(2)
                        .addInt64Data(blocks.rows())
                        .addInt64Data(blocks.count()));
        return NodeProto.newBuilder()
                .setOpType("Expand")
                .setName(output + "/Expand")
                .addInput(output + "_each")
                .addInput(output + "_shape")
                .addOutput(output)
                .build();
    }
}
