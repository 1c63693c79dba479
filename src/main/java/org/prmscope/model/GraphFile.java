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

    private static final int DEPTH_LIMIT = 40;

    private int parts;

    private GraphFile() {}

    static ModelProto read(Path file) throws ModelException {
        try {
            byte[] content = content(file);
            GraphFile count = new GraphFile();
            count.scan(CodedInputStream.newInstance(content), ModelProto.getDescriptor(), 0);
            if (count.parts > PART_LIMIT) {
                throw ModelException.of(
                        "The graph has too many parts",
                        file,
                        "at most " + PART_LIMIT,
                        "more",
                        "Do not use this file; it was damaged or made to exhaust memory.");
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

    /// Counts before anything is built, and stops counting at the limit.
    private void scan(CodedInputStream in, Descriptor type, int depth) throws IOException {
        if (depth > DEPTH_LIMIT) {
            throw new InvalidProtocolBufferException("nested deeper than " + DEPTH_LIMIT);
        }
        while (parts <= PART_LIMIT) {
            int tag = in.readTag();
            if (tag == 0) {
                return;
            }
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            boolean message =
                    field != null
                            && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                            && WireFormat.getTagWireType(tag)
                                    == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (field == null || message) {
                parts++;
            }
            if (message) {
                int outer = in.pushLimit(in.readRawVarint32());
                scan(in, field.getMessageType(), depth + 1);
                if (parts > PART_LIMIT) {
                    return;
                }
                in.checkLastTagWas(0);
                in.popLimit(outer);
            } else {
                in.skipField(tag);
            }
        }
    }
}
