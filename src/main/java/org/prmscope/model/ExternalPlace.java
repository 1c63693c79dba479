package org.prmscope.model;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.nio.file.Path;

/// Where the data of a tensor lies outside its graph, in ONNX's own terms.
final class ExternalPlace {
    private ExternalPlace() {}

    /// The tensor, with its data at `offset` of the file `location`, `length` bytes long.
    static TensorProto describe(
            TensorProto.Builder tensor, String location, long offset, long length) {
        return tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .clearRawData()
                .clearExternalData()
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(length)))
                .build();
    }

    static boolean isExternal(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    static String value(TensorProto tensor, String key) {
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            if (entry.getKey().equals(key)) {
                return entry.getValue();
            }
        }
        return "";
    }

    /// A number of the description, or `otherwise` where it is not there.
    static long number(TensorProto tensor, String key, long otherwise, Path graph)
            throws ModelException {
        String value = value(tensor, key);
        if (value.isEmpty()) {
            return otherwise;
        }
        // 18 digits: the sum of two such numbers does not overflow.
        if (!value.matches("[0-9]{1,18}")) {
            throw ModelException.of(
                    "A weight has no usable place in its file",
                    graph + ", tensor " + tensor.getName(),
                    "a number for " + key,
                    "\"" + value + "\"",
                    "Export the model again.");
        }
        return Long.parseLong(value);
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
