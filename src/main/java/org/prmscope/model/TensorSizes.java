package org.prmscope.model;

import ai.onnx.proto.OnnxMl.TensorProto;

import java.nio.file.Path;

/// How many values and bytes a tensor of a graph has, by its shape and type.
final class TensorSizes {
    // Type codes of onnx.proto3 (TensorProto.DataType).
    static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT8 = 3;
    static final int INT32 = 6;
    static final int INT64 = 7;
    static final int BOOL = 9;
    static final int FLOAT16 = 10;
    static final int BFLOAT16 = 16;

    private TensorSizes() {}

    static long count(TensorProto tensor, Path graph) throws ModelException {
        long count = 1;
        for (long dimension : tensor.getDimsList()) {
            if (dimension < 0 || (dimension > 0 && count > (1L << 48) / dimension)) {
                throw ModelException.of(
                        "A weight has an impossible shape",
                        graph + ", tensor " + tensor.getName(),
                        "sizes of 0 or more, less than 2^48 values",
                        tensor.getDimsList().toString(),
                        "Export the model again.");
            }
            count *= dimension;
        }
        return count;
    }

    static long bytes(TensorProto tensor, Path graph) throws ModelException {
        long count = count(tensor, graph);
        int bits = bits(tensor.getDataType());
        if (bits == 0 && tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw ModelException.of(
                    "A weight has an unknown type",
                    graph + ", tensor " + tensor.getName(),
                    "a numeric type of ONNX",
                    "type " + tensor.getDataType(),
                    "Export the model with a released version of ONNX Runtime GenAI.");
        }
        return (count * bits + 7) / 8;
    }

    /// Whole bytes of one value; 0 for texts and unknown types.
    static int elementBytes(int type) {
        return bits(type) / 8;
    }

    /// Bits of one value; 0 for texts and unknown types.
    private static int bits(int type) {
        return switch (type) {
            case FLOAT, INT32, 12 -> 32; // float, int32, uint32
            case INT64, 11, 13, 14 -> 64; // int64, double, uint64, complex64
            case FLOAT16, BFLOAT16, 4, 5 -> 16; // float16, bfloat16, uint16, int16
            case UINT8, INT8, BOOL, 17, 18, 19, 20 -> 8; // uint8, int8, bool, float8 in four kinds
            case 21, 22, 23 -> 4; // uint4, int4, float4
            case 15 -> 128; // complex128
            default -> 0;
        };
    }

    /// What a person calls a type, such as `float16`.
    static String typeName(int type) {
        return switch (type) {
            case FLOAT -> "float32";
            case FLOAT16 -> "float16";
            case BFLOAT16 -> "bfloat16";
            case INT64 -> "int64";
            case UINT8 -> "uint8";
            case INT8 -> "int8";
            case BOOL -> "bool";
            case INT32 -> "int32";
            default -> "ONNX type " + type;
        };
    }
}
