package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Puts an ONNX graph together node by node, with the naming of the GenAI builder: a node's outputs
/// are called after the node.
final class GraphAssembly {
    static final String ONNX = "";
    static final String MICROSOFT = "com.microsoft";

    private static final int IR_VERSION = 10;
    private static final int ONNX_OPSET = 21;
    private static final int MICROSOFT_OPSET = 1;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("main_graph");
    private final Set<String> shapes = new HashSet<>();

    /// Adds a node with one output, `<name>/output_0`, and gives the output's name.
    String node(
            String domain, String op, String name, List<String> inputs, AttributeProto... with) {
        String output = name + "/output_0";
        node(domain, op, name, inputs, List.of(output), with);
        return output;
    }

    void node(
            String domain,
            String op,
            String name,
            List<String> inputs,
            List<String> outputs,
            AttributeProto... attributes) {
        graph.addNode(
                NodeProto.newBuilder()
                        .setDomain(domain)
                        .setOpType(op)
                        .setName(name)
                        .addAllInput(inputs)
                        .addAllOutput(outputs)
                        .addAllAttribute(List.of(attributes)));
    }

    /// Adds an initializer and gives its name.
    String initializer(TensorProto tensor) {
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /// Adds an int64 constant inside the graph and gives its name; no dimensions mean a scalar.
    /// ONNX Runtime derives shapes from such constants, which it cannot from external ones.
    String constant(String name, long value, long... dimensions) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.INT64.getNumber())
                        .addInt64Data(value);
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        return initializer(tensor.build());
    }

    /// A one-dimensional int64 constant, such as a shape, which is added once; gives its name.
    String shapeConstant(long... values) {
        String name = "/model/constants/INT64/" + Arrays.toString(values);
        if (shapes.add(name)) {
            TensorProto.Builder tensor =
                    TensorProto.newBuilder()
                            .setName(name)
                            .setDataType(TensorProto.DataType.INT64.getNumber())
                            .addDims(values.length);
            for (long value : values) {
                tensor.addInt64Data(value);
            }
            graph.addInitializer(tensor);
        }
        return name;
    }

    /// Declares a graph input; a dimension is a size or the name of a free one.
    void input(String name, TensorProto.DataType type, Object... dimensions) {
        graph.addInput(value(name, type, dimensions));
    }

    void output(String name, TensorProto.DataType type, Object... dimensions) {
        graph.addOutput(value(name, type, dimensions));
    }

    ModelProto model() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("prmscope")
                .addOpsetImport(opset(ONNX, ONNX_OPSET))
                .addOpsetImport(opset(MICROSOFT, MICROSOFT_OPSET))
                .setGraph(graph)
                .build();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto real(String name, double value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder()
                        .setName(name)
                        .setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static OperatorSetIdProto opset(String domain, int version) {
        return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
    }

    static ValueInfoProto value(String name, TensorProto.DataType type, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            TensorShapeProto.Dimension.Builder builder = shape.addDimBuilder();
            if (dimension instanceof Integer size) {
                builder.setDimValue(size);
            } else {
                builder.setDimParam(dimension.toString());
            }
        }
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
