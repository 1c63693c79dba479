package org.prmscope.model;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Where every tensor of a graph lies in its external data file, and what fills it; nothing is read
/// or written here.
///
/// Large tensors begin on a page, so that a reader can map them; small ones on a cache line.
final class WeightLayout {
    private static final int PAGE = 4096;
    private static final int CACHE_LINE = 64;
    private static final int LARGE = 1 << 20;

    private final String location;
    private final List<TensorWrite> writes = new ArrayList<>();
    private long end;

    /// @param location name of the file, beside the graph
    WeightLayout(String location) {
        this.location = location;
    }

    /// A tensor's description for the graph, and where it begins in the file.
    record Placed(TensorProto tensor, long offset) {}

    /// Gives a tensor the next place.
    Placed place(String name, ElementType type, long... dimensions) {
        long bytes = type.bytes();
        for (long dimension : dimensions) {
            bytes = Math.multiplyExact(bytes, dimension);
        }
        int unit = bytes >= LARGE ? PAGE : CACHE_LINE;
        long offset = Math.ceilDiv(end, unit) * unit;
        end = Math.addExact(offset, bytes);
        return describe(name, type, offset, bytes, dimensions);
    }

    /// Gives a tensor the place of another one with as many bytes.
    Placed share(Placed place, String name, ElementType type, long... dimensions) {
        long bytes = type.bytes();
        for (long dimension : dimensions) {
            bytes = Math.multiplyExact(bytes, dimension);
        }
        return describe(name, type, place.offset(), bytes, dimensions);
    }

    void add(TensorWrite write) {
        writes.add(write);
    }

    /// In the order of their places.
    List<TensorWrite> writes() {
        return Collections.unmodifiableList(writes);
    }

    /// Bytes of the file.
    long size() {
        return end;
    }

    private Placed describe(
            String name, ElementType type, long offset, long bytes, long... dimensions) {
        TensorProto.Builder tensor = TensorProto.newBuilder();
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        return new Placed(
                tensor.setName(name)
                        .setDataType(type.code())
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", location))
                        .addExternalData(entry("offset", Long.toString(offset)))
                        .addExternalData(entry("length", Long.toString(bytes)))
                        .build(),
                offset);
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
