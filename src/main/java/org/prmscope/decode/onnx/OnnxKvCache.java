package org.prmscope.decode.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.SingleKvCache;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;

/// One chain's keys and values, written in place by `GroupQueryAttention`: the same tensor is the
/// past input and the present output of a run.
///
/// Per layer two tensors `[1, kvHeads, allocated, headDim]`, float32. They start small and grow by
/// copy, so a short chain costs little of its capacity.
///
/// Not thread-safe, except that closing waits for a run that still writes to it.
final class OnnxKvCache implements SingleKvCache {
    /// Tokens that the allocation is a multiple of.
    static final int STEP = 512;

    private final OrtEnvironment environment;
    private final OnnxDecoderNames names;
    private final DecoderShape shape;
    private final int capacity;
    private final AtomicLong bytesInUse;
    private final Lock running;
    private final List<NativeTensor> tensors = new ArrayList<>();
    private final Map<String, OnnxTensor> past = new HashMap<>();
    private final Map<String, OnnxTensor> present = new HashMap<>();
    private int allocated;
    private int length;
    private boolean closed;

    /// @param bytesInUse of all caches of the model; kept up to date
    /// @param running held while the model computes
    OnnxKvCache(
            OrtEnvironment environment,
            OnnxDecoderNames names,
            DecoderShape shape,
            int capacity,
            AtomicLong bytesInUse,
            Lock running) {
        this.environment = environment;
        this.names = names;
        this.shape = shape;
        this.capacity = capacity;
        this.bytesInUse = bytesInUse;
        this.running = running;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void rewind(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("cannot rewind " + length + " to " + newLength);
        }
        length = newLength;
    }

    @Override
    public void close() {
        running.lock();
        try {
            closed = true;
            clear();
        } finally {
            running.unlock();
        }
    }

    /// Tokens that memory is there for.
    int allocated() {
        return allocated;
    }

    /// Counts `tokens` that a run has written.
    void advance(int tokens) {
        length += tokens;
    }

    /// The tensors under their input names.
    Map<String, OnnxTensor> past() {
        return past;
    }

    /// The same tensors under their output names.
    Map<String, OnnxTensor> present() {
        return present;
    }

    /// Makes memory for `tokens` in all.
    ///
    /// @throws OnnxException if they exceed the capacity or the system's memory
    void reserve(int tokens) throws OnnxException, OrtException {
        if (closed) {
            throw new IllegalStateException("the cache is closed");
        }
        if (tokens > capacity) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "The key-value cache is full",
                            "the chain at token " + length,
                            "room for %d tokens".formatted(tokens),
                            "a capacity of " + capacity,
                            "Use a model with a longer context or a shorter problem"));
        }
        if (tokens <= allocated) {
            return;
        }
        long wanted = Math.max(tokens, allocated + allocated / 2L);
        int grown = (int) Math.min(capacity, (wanted + STEP - 1) / STEP * STEP);
        boolean grew = false;
        try {
            for (int index = 0; index < 2 * shape.layers(); index++) {
                grow(index, grown);
            }
            grew = true;
        } catch (OutOfMemoryError e) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "There is no memory for the key-value cache",
                            "the chain at token " + tokens,
                            "%d MiB".formatted((shape.kvBytesPerToken() * grown) >> 20),
                            "%d MiB in use by caches, and no more to be had"
                                    .formatted(bytesInUse.get() >> 20),
                            "Close other programs, run fewer chains at once or use a smaller"
                                    + " model"),
                    e);
        } finally {
            if (!grew) {
                // Layers may differ in size now, so nothing is held any more.
                clear();
            }
        }
        allocated = grown;
    }

    private void grow(int index, int tokens) throws OrtException {
        NativeTensor larger =
                NativeTensor.zeros(environment, 1, shape.kvHeads(), tokens, shape.headDim());
        bytesInUse.addAndGet(larger.memory().byteSize());
        if (index < tensors.size()) {
            NativeTensor smaller = tensors.get(index);
            copyRows(smaller, larger);
            tensors.set(index, larger);
            release(smaller);
        } else {
            tensors.add(larger);
        }
        int layer = index / 2;
        boolean key = index % 2 == 0;
        past.put(key ? names.pastKey(layer) : names.pastValue(layer), larger.tensor());
        present.put(key ? names.presentKey(layer) : names.presentValue(layer), larger.tensor());
    }

    /// Copies what is held, head by head, because a head's rows lie `allocated` tokens apart.
    private void copyRows(NativeTensor from, NativeTensor to) {
        long fromHead = from.memory().byteSize() / shape.kvHeads();
        long toHead = to.memory().byteSize() / shape.kvHeads();
        long held = (long) length * shape.headDim() * Float.BYTES;
        for (int head = 0; head < shape.kvHeads(); head++) {
            MemorySegment.copy(from.memory(), head * fromHead, to.memory(), head * toHead, held);
        }
    }

    private void clear() {
        tensors.forEach(this::release);
        tensors.clear();
        past.clear();
        present.clear();
        length = 0;
        allocated = 0;
    }

    private void release(NativeTensor tensor) {
        bytesInUse.addAndGet(-tensor.memory().byteSize());
        tensor.close();
    }
}
