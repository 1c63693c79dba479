package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import org.prmscope.core.Cancellation;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// Copies the weights that lie inside a graph into a file of their own.
///
/// They could be read where they are, but a message's parts begin at any byte, and a runtime that
/// maps the file computes on what it finds there: numbers across their natural borders, which not
/// every processor's fast instructions load.
final class InlineWeights {
    /// A page, so that a reader can map a tensor by itself.
    private static final int ALIGNMENT = 4096;

    private static final int CHUNK = 1 << 20;

    private final PatchCache.Source source;
    private final Cancellation cancellation;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private long end;

    InlineWeights(PatchCache.Source source, Cancellation cancellation) {
        this.source = source;
        this.cancellation = cancellation;
    }

    /// Copies every tensor that refers to a place in the original graph, and lets it refer to the
    /// copy.
    ///
    /// @return false if cancelled
    /// @throws ModelException if other tensors lie in files beside the graph, or the copy does not
    ///   fit on the disk
    boolean moveOut(ModelProto.Builder model, Path target) throws IOException, ModelException {
        requireSpace(model, target);
        try (FileChannel in = FileChannel.open(source.file(), StandardOpenOption.READ);
                FileChannel out =
                        FileChannel.open(
                                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            WeightPlaces.change(model.getGraphBuilder(), tensor -> move(tensor, in, out, target));
            boolean complete = !cancellation.isCancelled();
            if (complete) {
                out.force(true);
            }
            return complete;
        }
    }

    private void requireSpace(ModelProto.Builder model, Path target)
            throws IOException, ModelException {
        long[] bytes = {0};
        WeightPlaces.change(
                model.getGraphBuilder(),
                tensor -> bytes[0] += aligned(TensorSizes.bytes(tensor.build(), source.file())));
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            DiskSpace.require(
                    folder,
                    Objects.requireNonNullElse(folder.getParent(), folder),
                    new ByteSize(bytes[0]),
                    "Free some space, or set PRMSCOPE_HOME to a folder on another disk.");
        }
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    private void move(TensorProto.Builder tensor, FileChannel in, FileChannel out, Path target)
            throws IOException, ModelException {
        if (!WeightPlaces.location(tensor).equals(source.own())) {
            throw ModelException.of(
                    "The graph holds one part of its weights inside and another in a file",
                    source.file() + ", tensor " + tensor.getName(),
                    "weights in one place",
                    WeightPlaces.location(tensor),
                    "Save the model again with onnx.save(..., save_as_external_data=True).");
        }
        TensorProto before = tensor.build();
        long offset = ExternalPlace.number(before, "offset", 0, source.file());
        long length = TensorSizes.bytes(before, source.file());
        long start = aligned(end);
        for (long done = 0; done < length && !cancellation.isCancelled(); ) {
            chunk.clear().limit((int) Math.min(CHUNK, length - done));
            if (in.read(chunk, offset + done) < 0) {
                throw new EOFException(source.file() + " became shorter");
            }
            chunk.flip();
            while (chunk.hasRemaining()) {
                done += out.write(chunk, start + done);
            }
        }
        end = start + length;
        tensor.clear();
        tensor.mergeFrom(
                ExternalPlace.describe(
                        before.toBuilder(), String.valueOf(target.getFileName()), start, length));
    }
}
