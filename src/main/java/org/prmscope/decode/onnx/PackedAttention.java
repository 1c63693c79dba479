package org.prmscope.decode.onnx;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.GraphSession.DeviceMemory;
import org.prmscope.decode.onnx.GraphSession.ElementType;
import org.prmscope.decode.onnx.GraphSession.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Rows for a graph that takes its past as one tensor without gaps and returns a longer one: they
/// are packed for a run, aligned at their ends, and the new tokens are copied back.
///
/// While the same rows go on step by step, the present of one run is the past of the next and
/// nothing is packed.
final class PackedAttention implements RowAttention {
    private final GraphSession session;
    private final OnnxDecoderNames names;
    private final OnnxKvRows rows;
    private final ElementType element;
    private final int kvHeads;
    private final int headDim;
    private final HostTensor mask;
    private final List<String> pastNames;
    private final List<String> presentNames;
    private final List<Tensor> tensors = new ArrayList<>();

    /// The past, and what becomes the present; they change places after a run.
    private @Nullable DeviceMemory pastMemory;

    private @Nullable DeviceMemory presentMemory;

    /// Always zero; as large as one head's past.
    private @Nullable DeviceMemory zeros;

    /// Tokens of the past, with the padding.
    private int past;

    /// What the past's memory holds after a run: these rows with so many tokens.
    private int[] packed = {};

    private int packedFirst;
    private long packedVersion;

    PackedAttention(
            GraphSession session,
            OnnxDecoderNames names,
            DecoderShape shape,
            OnnxKvRows rows,
            ElementType element) {
        this.session = session;
        this.names = names;
        this.rows = rows;
        this.element = element;
        kvHeads = shape.kvHeads();
        headDim = shape.headDim();
        mask = new HostTensor(session, ElementType.INT64);
        pastNames = names.pasts(shape.layers());
        presentNames = names.presents(shape.layers());
    }

    @Override
    public void bind(
            int first,
            int count,
            int[] held,
            int tokens,
            Map<String, Tensor> inputs,
            Map<String, Tensor> outputs)
            throws WorkbenchException {
        closeTensors();
        boolean goesOn = goesOn(first, count, held);
        // Only a run that ends well makes it valid again.
        packed = new int[0];
        if (!goesOn) {
            pack(first, count, held);
        }
        DeviceMemory from = reserve(pastMemory, 0);
        DeviceMemory to = reserve(presentMemory, bytes(count, past + tokens));
        pastMemory = from;
        presentMemory = to;
        for (int i = 0; i < pastNames.size(); i++) {
            inputs.put(pastNames.get(i), tensor(from, i, count, past));
            outputs.put(presentNames.get(i), tensor(to, i, count, past + tokens));
        }
        inputs.put(names.attentionMask(), mask(count, held, tokens));
    }

    @Override
    public void keep(int first, int count, int[] held, int tokens) {
        DeviceMemory computed = presentMemory;
        if (computed == null) {
            throw new IllegalStateException("nothing was bound");
        }
        int length = past + tokens;
        for (int i = 0; i < pastNames.size(); i++) {
            for (int row = 0; row < count; row++) {
                session.copy(
                        computed,
                        offset(i, row, count, length) + past * tokenBytes(),
                        length * tokenBytes(),
                        rows.buffer(i),
                        rows.offset(first + row, held[row]),
                        rows.headPitch(),
                        tokens * tokenBytes(),
                        kvHeads);
            }
        }
        presentMemory = pastMemory;
        pastMemory = computed;
        past = length;
        packedFirst = first;
        packedVersion = rows.version();
        packed = new int[count];
        for (int row = 0; row < count; row++) {
            packed[row] = held[row] + tokens;
        }
    }

    @Override
    public void close() {
        closeTensors();
        mask.close();
        free(pastMemory);
        free(presentMemory);
        free(zeros);
        pastMemory = null;
        presentMemory = null;
        zeros = null;
    }

    private boolean goesOn(int first, int count, int[] held) {
        return count == packed.length
                && first == packedFirst
                && rows.version() == packedVersion
                && Arrays.equals(packed, 0, count, held, 0, count);
    }

    private void pack(int first, int count, int[] held) throws WorkbenchException {
        past = 0;
        for (int row = 0; row < count; row++) {
            past = Math.max(past, held[row]);
        }
        DeviceMemory target = reserve(pastMemory, bytes(count, past));
        pastMemory = target;
        DeviceMemory padding = reserve(zeros, past * tokenBytes());
        zeros = padding;
        long headBytes = past * tokenBytes();
        for (int i = 0; i < pastNames.size(); i++) {
            for (int row = 0; row < count; row++) {
                long start = offset(i, row, count, past);
                long gap = (past - held[row]) * tokenBytes();
                // Masked out, but NaN that another chain left would get through a mask.
                for (int head = 0; gap > 0 && head < kvHeads; head++) {
                    session.copy(padding, 0, gap, target, start + head * headBytes, gap, gap, 1);
                }
                if (held[row] > 0) {
                    session.copy(
                            rows.buffer(i),
                            rows.offset(first + row, 0),
                            rows.headPitch(),
                            target,
                            start + gap,
                            headBytes,
                            held[row] * tokenBytes(),
                            kvHeads);
                }
            }
        }
    }

    /// `[count, past + tokens]`: zeros, then ones.
    private Tensor mask(int count, int[] held, int tokens) throws WorkbenchException {
        int width = past + tokens;
        MemorySegment values = mask.reserve((long) count * width);
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < width; i++) {
                values.setAtIndex(
                        ValueLayout.JAVA_LONG,
                        (long) row * width + i,
                        i < past - held[row] ? 0 : 1);
            }
        }
        return mask.tensor(count, width);
    }

    private Tensor tensor(DeviceMemory memory, int index, int count, int length)
            throws WorkbenchException {
        Tensor tensor =
                session.tensor(
                        memory,
                        offset(index, 0, count, length),
                        element,
                        count,
                        kvHeads,
                        length,
                        headDim);
        tensors.add(tensor);
        return tensor;
    }

    /// The same memory if it has so many bytes; a quarter more than asked for if it is made.
    private DeviceMemory reserve(@Nullable DeviceMemory memory, long bytes)
            throws WorkbenchException {
        if (memory != null && memory.bytes() >= bytes) {
            return memory;
        }
        DeviceMemory fresh = session.allocate(bytes + bytes / 4);
        rows.count(fresh.bytes());
        free(memory);
        return fresh;
    }

    private void free(@Nullable DeviceMemory memory) {
        if (memory != null) {
            rows.count(-memory.bytes());
            memory.close();
        }
    }

    private void closeTensors() {
        tensors.forEach(Tensor::close);
        tensors.clear();
    }

    /// Of all buffers of so many rows.
    private long bytes(int count, int length) {
        return offset(pastNames.size(), 0, count, length);
    }

    /// Where a row of a buffer begins among packed rows.
    private long offset(int index, int row, int count, int length) {
        return ((long) index * count + row) * kvHeads * length * tokenBytes();
    }

    private long tokenBytes() {
        return (long) headDim * element.bytes();
    }
}
