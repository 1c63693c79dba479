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
import java.util.List;
import java.util.Map;

/// Rows for a graph that takes its past as one tensor without gaps and returns a longer one: they
/// are packed for a run, aligned at their ends, and the new tokens are copied back.
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

    /// Past and present of every buffer, one after the other.
    private @Nullable DeviceMemory packed;

    /// Always zero; as large as one head's past.
    private @Nullable DeviceMemory zeros;

    private int past;

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
        past = 0;
        for (int row = 0; row < count; row++) {
            past = Math.max(past, held[row]);
        }
        closeTensors();
        DeviceMemory memory = reserve(count, tokens);
        DeviceMemory padding = reserveZeros();
        long headBytes = past * tokenBytes();
        for (int i = 0; i < pastNames.size(); i++) {
            long start = pastOffset(i, count, tokens);
            for (int row = 0; row < count; row++) {
                long target = start + (long) row * kvHeads * headBytes;
                long gap = (past - held[row]) * tokenBytes();
                for (int head = 0; gap > 0 && head < kvHeads; head++) {
                    session.copy(padding, 0, gap, memory, target + head * headBytes, gap, gap, 1);
                }
                if (held[row] > 0) {
                    session.copy(
                            rows.buffer(i),
                            rows.offset(first + row, 0),
                            rows.headPitch(),
                            memory,
                            target + gap,
                            headBytes,
                            held[row] * tokenBytes(),
                            kvHeads);
                }
            }
            inputs.put(pastNames.get(i), tensor(memory, start, count, past));
            outputs.put(
                    presentNames.get(i),
                    tensor(memory, presentOffset(i, count, tokens), count, past + tokens));
        }
        inputs.put(names.attentionMask(), mask(count, held, tokens));
    }

    @Override
    public void keep(int first, int count, int[] held, int tokens) {
        DeviceMemory memory = packed;
        if (memory == null) {
            throw new IllegalStateException("nothing was bound");
        }
        long headBytes = (past + tokens) * tokenBytes();
        for (int i = 0; i < pastNames.size(); i++) {
            long start = presentOffset(i, count, tokens) + past * tokenBytes();
            for (int row = 0; row < count; row++) {
                session.copy(
                        memory,
                        start + (long) row * kvHeads * headBytes,
                        headBytes,
                        rows.buffer(i),
                        rows.offset(first + row, held[row]),
                        rows.headPitch(),
                        tokens * tokenBytes(),
                        kvHeads);
            }
        }
    }

    @Override
    public void close() {
        closeTensors();
        mask.close();
        packed = free(packed);
        zeros = free(zeros);
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

    private Tensor tensor(DeviceMemory memory, long offset, int count, int tokens)
            throws WorkbenchException {
        Tensor tensor = session.tensor(memory, offset, element, count, kvHeads, tokens, headDim);
        tensors.add(tensor);
        return tensor;
    }

    private DeviceMemory reserve(int count, int tokens) throws WorkbenchException {
        long needed = pastOffset(pastNames.size(), count, tokens);
        DeviceMemory memory = packed;
        if (memory == null || memory.bytes() < needed) {
            packed = free(memory);
            memory = session.allocate(needed + needed / 4);
            rows.count(memory.bytes());
            packed = memory;
        }
        return memory;
    }

    private DeviceMemory reserveZeros() throws WorkbenchException {
        long needed = Math.max(1, past * tokenBytes());
        DeviceMemory memory = zeros;
        if (memory == null || memory.bytes() < needed) {
            zeros = free(memory);
            memory = session.allocate(needed + needed / 4);
            rows.count(memory.bytes());
            zeros = memory;
        }
        return memory;
    }

    private @Nullable DeviceMemory free(@Nullable DeviceMemory memory) {
        if (memory != null) {
            rows.count(-memory.bytes());
            memory.close();
        }
        return null;
    }

    private void closeTensors() {
        tensors.forEach(Tensor::close);
        tensors.clear();
    }

    private long pastOffset(int index, int count, int tokens) {
        return index * (2L * past + tokens) * count * kvHeads * tokenBytes();
    }

    private long presentOffset(int index, int count, int tokens) {
        return pastOffset(index, count, tokens) + (long) past * count * kvHeads * tokenBytes();
    }

    private long tokenBytes() {
        return (long) headDim * element.bytes();
    }
}
