package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the graph of a model without its weights, within a bound on memory that holds for a file
/// made to exhaust it too.
///
/// A file of up to 64 MiB is read as it is. A larger one has its weights inside; they stay there,
/// and the tensors refer to their places in it ([GraphSkeleton]).
final class GraphFile {
    /// Without weights, the graph of a decoder with 64 layers has about 1 MiB.
    static final int SIZE_LIMIT = 64 << 20;

    /// The longest message there can be (protobuf.dev, "Proto Limits").
    private static final long MESSAGE_LIMIT = Integer.MAX_VALUE;

    /// Messages and unknown fields; a decoder with 64 layers has about 30,000. One can take 2 bytes
    /// of the file and some 150 of memory.
    private static final int PART_LIMIT = 500_000;

    /// What texts, bytes and numbers may take in memory, twice what the longest file has; the texts
    /// of a decoder with 64 layers take some 10 MiB.
    private static final long MEMORY_LIMIT = 256L << 20;

    /// What a text takes besides its characters, of which each can take two bytes.
    private static final long TEXT = 64;

    /// What a number by itself takes: in a list that grows by copying, or as an unknown value.
    private static final long NUMBER = 32;

    private static final int DEPTH_LIMIT = 40;

    private int parts;
    private long memory;

    private GraphFile() {}

    static ModelProto read(Path file) throws ModelException {
        try {
            byte[] content = content(file);
            GraphFile count = new GraphFile();
            count.scan(CodedInputStream.newInstance(content), ModelProto.getDescriptor(), 0);
            if (count.parts > PART_LIMIT) {
                throw exhausting(file, "The graph has too many parts", "at most " + PART_LIMIT);
            }
            if (count.memory > MEMORY_LIMIT) {
                throw exhausting(
                        file,
                        "The graph would take too much memory",
                        "at most " + new ByteSize(MEMORY_LIMIT) + " without its large weights");
            }
            ModelProto model = ModelProto.parseFrom(content);
            if (model.getGraph().getNodeCount() == 0) {
                throw unreadable(file, "no graph in it", null);
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw unreadable(file, e.toString(), e);
        }
    }

    private static byte[] content(Path file) throws IOException, ModelException {
        long size = Files.size(file);
        if (size <= SIZE_LIMIT) {
            return FolderFiles.read(file, SIZE_LIMIT);
        }
        if (size > MESSAGE_LIMIT) {
            throw FolderFiles.tooLarge(file, MESSAGE_LIMIT);
        }
        return GraphSkeleton.of(file, SIZE_LIMIT);
    }

    private static ModelException exhausting(Path file, String what, String expected) {
        return ModelException.of(
                what,
                file,
                expected,
                "more",
                "Do not use this file; it was damaged or made to exhaust memory.");
    }

    private static ModelException unreadable(Path file, String found, @Nullable IOException cause) {
        ModelException refusal =
                ModelException.of(
                        "The graph cannot be read",
                        file,
                        "an ONNX model (protobuf)",
                        found,
                        "Download or export the model again.");
        return cause == null ? refusal : new ModelException(refusal.report(), cause);
    }

    /// Counts before anything is built, and stops counting at a limit.
    private void scan(CodedInputStream in, Descriptor type, int depth) throws IOException {
        if (depth > DEPTH_LIMIT) {
            throw new InvalidProtocolBufferException("nested deeper than " + DEPTH_LIMIT);
        }
        while (!isTooMuch()) {
            int tag = in.readTag();
            if (tag == 0) {
                return;
            }
            int wire = WireFormat.getTagWireType(tag);
            if (wire == WireFormat.WIRETYPE_START_GROUP || wire == WireFormat.WIRETYPE_END_GROUP) {
                // ONNX has none, and what is in one would have to be counted too.
                throw new InvalidProtocolBufferException("a group in the message");
            }
            FieldDescriptor field = known(type, tag);
            if (field == null) {
                parts++;
                in.skipField(tag);
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                parts++;
                int outer = in.pushLimit(in.readRawVarint32());
                scan(in, field.getMessageType(), depth + 1);
                if (isTooMuch()) {
                    return;
                }
                in.checkLastTagWas(0);
                in.popLimit(outer);
            } else if (wire == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int length = in.readRawVarint32();
                in.skipRawBytes(length);
                memory += memory(field, length);
            } else {
                memory += NUMBER;
                in.skipField(tag);
            }
        }
    }

    private boolean isTooMuch() {
        return parts > PART_LIMIT || memory > MEMORY_LIMIT;
    }

    /// The field that the reader fills from this tag; null where it would keep the value as an
    /// unknown one, also since it is of another kind than the field.
    private static @Nullable FieldDescriptor known(Descriptor type, int tag) {
        FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
        int wire = WireFormat.getTagWireType(tag);
        if (field == null || field.getLiteType().getWireType() == wire) {
            return field;
        }
        boolean packed = field.isPackable() && wire == WireFormat.WIRETYPE_LENGTH_DELIMITED;
        return packed ? field : null;
    }

    /// What a text, bytes or packed numbers take at most. A number can be one byte long in the
    /// file; lists of them grow by copying.
    private static long memory(FieldDescriptor field, int length) {
        return switch (field.getJavaType()) {
            case STRING -> TEXT + 2L * length;
            case BYTE_STRING -> TEXT + length;
            case FLOAT, DOUBLE -> 2L * length;
            case INT -> 8L * length;
            case LONG -> 16L * length;
            case BOOLEAN, ENUM, MESSAGE -> NUMBER * length;
        };
    }
}
