package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Copies an ONNX file without the weights inside it, in bounded memory: a large `raw_data` becomes
/// a reference to its place in the same file, written the way ONNX refers to external data.
///
/// So a graph that keeps its weights beside itself and one that keeps them inside look the same to
/// everything that reads them.
final class GraphSkeleton {
    /// Raw data from this length on is left where it is. Below it are the constants that a runtime
    /// derives shapes from, which must stay in the graph.
    static final int LARGE = 4096;

    /// Data in typed fields (`float_data` ...) cannot be referred to by its place; this much of it
    /// a tensor may have.
    private static final int TYPED_LIMIT = 1 << 20;

    private static final int DEPTH_LIMIT = 40;

    private static final Set<Descriptor> DESCENDED =
            Set.of(
                    GraphProto.getDescriptor(),
                    NodeProto.getDescriptor(),
                    AttributeProto.getDescriptor(),
                    TensorProto.getDescriptor());

    private final CodedInputStream in;
    private final Path file;
    private final long size;
    private final long keepLimit;
    private long kept;

    private GraphSkeleton(InputStream stream, Path file, long size, long keepLimit) {
        in = CodedInputStream.newInstance(stream);
        this.file = file;
        this.size = size;
        this.keepLimit = keepLimit;
    }

    /// The file without large raw data.
    ///
    /// @param keepLimit bytes that may remain
    /// @throws InvalidProtocolBufferException if the file is no such message
    static byte[] of(Path file, long keepLimit) throws IOException, ModelException {
        try (InputStream stream = Files.newInputStream(file)) {
            GraphSkeleton skeleton = new GraphSkeleton(stream, file, Files.size(file), keepLimit);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            skeleton.copy(ModelProto.getDescriptor(), out, 0);
            out.flush();
            return bytes.toByteArray();
        }
    }

    /// What was left out of one tensor.
    private static final class LeftOut {
        private long offset;
        private long length = -1;
        private String name = "";
        private String typed = "";
    }

    private void copy(Descriptor type, CodedOutputStream out, int depth)
            throws IOException, ModelException {
        if (depth > DEPTH_LIMIT) {
            throw new InvalidProtocolBufferException("nested deeper than " + DEPTH_LIMIT);
        }
        LeftOut left = new LeftOut();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> {
                    keep(10);
                    out.writeUInt32NoTag(tag);
                    out.writeUInt64NoTag(in.readRawVarint64());
                }
                case WireFormat.WIRETYPE_FIXED32 -> {
                    keep(8);
                    out.writeUInt32NoTag(tag);
                    out.writeFixed32NoTag(in.readRawLittleEndian32());
                }
                case WireFormat.WIRETYPE_FIXED64 -> {
                    keep(12);
                    out.writeUInt32NoTag(tag);
                    out.writeFixed64NoTag(in.readRawLittleEndian64());
                }
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> delimited(type, tag, out, depth, left);
                default -> throw new InvalidProtocolBufferException("a group in the message");
            }
        }
        refer(left, out);
    }

    private void delimited(Descriptor type, int tag, CodedOutputStream out, int depth, LeftOut left)
            throws IOException, ModelException {
        int number = WireFormat.getTagFieldNumber(tag);
        FieldDescriptor field = type.findFieldByNumber(number);
        int length = in.readRawVarint32();
        long offset = in.getTotalBytesRead();
        if (length < 0 || length > size - offset) {
            throw new InvalidProtocolBufferException(
                    "it ends at byte " + size + " inside a part of " + length + " bytes");
        }
        boolean tensor = type == TensorProto.getDescriptor();
        if (tensor && number == TensorProto.RAW_DATA_FIELD_NUMBER && length >= LARGE) {
            left.offset = offset;
            left.length = length;
            in.skipRawBytes(length);
        } else if (tensor && isTyped(number) && length > TYPED_LIMIT && field != null) {
            left.typed = field.getName();
            in.skipRawBytes(length);
        } else if (isDescended(field)) {
            int outer = in.pushLimit(length);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream inner = CodedOutputStream.newInstance(bytes);
            copy(field.getMessageType(), inner, depth + 1);
            in.popLimit(outer);
            inner.flush();
            out.writeByteArray(number, bytes.toByteArray());
        } else {
            keep(length + 10L);
            byte[] content = in.readRawBytes(length);
            if (tensor && number == TensorProto.NAME_FIELD_NUMBER) {
                left.name = new String(content, java.nio.charset.StandardCharsets.UTF_8);
            }
            out.writeByteArray(number, content);
        }
    }

    private static boolean isDescended(@org.jspecify.annotations.Nullable FieldDescriptor field) {
        return field != null
                && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && DESCENDED.contains(field.getMessageType());
    }

    private static boolean isTyped(int number) {
        return switch (number) {
            case TensorProto.FLOAT_DATA_FIELD_NUMBER,
                    TensorProto.INT32_DATA_FIELD_NUMBER,
                    TensorProto.INT64_DATA_FIELD_NUMBER,
                    TensorProto.DOUBLE_DATA_FIELD_NUMBER,
                    TensorProto.UINT64_DATA_FIELD_NUMBER,
                    TensorProto.STRING_DATA_FIELD_NUMBER ->
                    true;
            default -> false;
        };
    }

    /// Ends a tensor whose data was left out.
    private void refer(LeftOut left, CodedOutputStream out) throws IOException, ModelException {
        if (!left.typed.isEmpty()) {
            throw ModelException.of(
                    "The graph holds weights in a form that cannot be read in parts",
                    file + ", tensor " + left.name,
                    "weights as raw_data or in a file of their own",
                    "a large " + left.typed,
                    "Save the model again with onnx.save(..., save_as_external_data=True).");
        }
        if (left.length < 0) {
            return;
        }
        keep(160);
        out.writeEnum(
                TensorProto.DATA_LOCATION_FIELD_NUMBER,
                TensorProto.DataLocation.EXTERNAL.getNumber());
        TensorProto place =
                ExternalPlace.describe(
                        TensorProto.newBuilder(),
                        String.valueOf(file.getFileName()),
                        left.offset,
                        left.length);
        for (var entry : place.getExternalDataList()) {
            out.writeMessage(TensorProto.EXTERNAL_DATA_FIELD_NUMBER, entry);
        }
    }

    private void keep(long bytes) throws IOException, ModelException {
        kept += bytes;
        if (kept > keepLimit) {
            throw FolderFiles.tooLarge(file, keepLimit);
        }
    }
}
