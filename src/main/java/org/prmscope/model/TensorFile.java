package org.prmscope.model;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes tensors one after another into an external data file, and describes each of them for the
/// graph that refers to it.
///
/// Large tensors begin on a page, so that a reader can map them; small ones on a cache line.
final class TensorFile implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final int CACHE_LINE = 64;
    private static final int LARGE = 1 << 20;

    private final String location;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private long end;

    /// A matrix or vector by its flat row-major index; lets a transposed or packed view be written
    /// without a copy.
    interface Values {
        float at(int index);
    }

    TensorFile(Path file) throws IOException {
        location = String.valueOf(file.getFileName());
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    TensorProto float32(String name, Values values, int... dimensions) throws IOException {
        int count = 1;
        TensorProto.Builder tensor = TensorProto.newBuilder();
        for (int dimension : dimensions) {
            count = Math.multiplyExact(count, dimension);
            tensor.addDims(dimension);
        }
        align((long) count * Float.BYTES);
        long offset = end;
        for (int i = 0; i < count; i++) {
            if (buffer.remaining() < Float.BYTES) {
                flush();
            }
            buffer.putFloat(values.at(i));
        }
        flush();
        return tensor.setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(end - offset)))
                .build();
    }

    /// Waits until the tensors are on the disk.
    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private void align(long bytes) throws IOException {
        int unit = bytes >= LARGE ? PAGE : CACHE_LINE;
        int padding = (int) ((unit - end % unit) % unit);
        buffer.put(new byte[padding]);
        flush();
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            end += channel.write(buffer, end);
        }
        buffer.clear();
    }
}
