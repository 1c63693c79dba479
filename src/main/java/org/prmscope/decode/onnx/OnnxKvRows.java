package org.prmscope.decode.onnx;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.KvFootprint;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.KvRows;
import org.prmscope.decode.onnx.GraphSession.DeviceMemory;
import org.prmscope.decode.onnx.GraphSession.ElementType;
import org.prmscope.decode.onnx.GraphSession.Tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;

/// The key-value rows in the session's memory: for each layer one key and one value buffer `[rows,
/// kvHeads, capacity, headDim]`.
///
/// A head's tokens lie together, so the first n tokens of a row are `kvHeads` pieces of n times
/// headDim elements, `capacity` times headDim elements apart.
final class OnnxKvRows implements KvRows, AutoCloseable {
    /// The most sets of views that are kept; a run uses one, and there are few that come again.
    private static final int MAX_VIEWS = 64;

    private final GraphSession session;
    private final ElementType element;
    private final int kvHeads;
    private final int headDim;
    private final int buffers;
    private final KvFootprint footprint;
    private final Lock running;
    private final AtomicLong bytes = new AtomicLong();
    private final List<DeviceMemory> memory = new ArrayList<>();
    private final Map<Long, List<Tensor>> views = new HashMap<>();

    /// One row of one buffer, for exchanges.
    private @Nullable DeviceMemory spare;

    private int rows;
    private int capacity;
    private long version;

    /// An empty pool.
    ///
    /// @param packs whether a run needs copies of the rows as its past and present
    /// @param running held while the model computes: memory that a run writes to is not freed
    OnnxKvRows(
            GraphSession session,
            DecoderShape shape,
            ElementType element,
            boolean packs,
            Lock running) {
        this.session = session;
        this.element = element;
        this.running = running;
        kvHeads = shape.kvHeads();
        headDim = shape.headDim();
        buffers = 2 * shape.layers();
        footprint = new KvFootprint(buffers, (long) kvHeads * headDim * element.bytes(), packs);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    @Override
    public long bytes(int manyRows, int tokens) {
        return footprint.bytes(manyRows, tokens);
    }

    @Override
    public void resize(int newRows, int newCapacity, int[] held) throws WorkbenchException {
        // A row whose length is not given holds nothing.
        int kept = Math.min(held.length, Math.min(rows, newRows));
        if (newRows < 1 || newCapacity < 1) {
            throw new IllegalArgumentException(
                    "%d rows of %d tokens".formatted(newRows, newCapacity));
        }
        for (int row = 0; row < kept; row++) {
            requireHeld(held[row], Math.min(capacity, newCapacity));
        }
        running.lock();
        try {
            if (newRows != rows || newCapacity != capacity) {
                version++;
                dropViews();
                replace(newRows, newCapacity, held, kept);
            }
        } finally {
            running.unlock();
        }
    }

    @Override
    public void copy(int from, int to, int tokens) {
        requireRow(from);
        requireRow(to);
        requireHeld(tokens, capacity);
        if (from == to || tokens == 0) {
            return;
        }
        running.lock();
        try {
            version++;
            for (DeviceMemory buffer : memory) {
                copy(buffer, rowOffset(from), buffer, rowOffset(to), tokens);
            }
        } finally {
            running.unlock();
        }
    }

    @Override
    public void swap(int one, int other, int tokens) {
        requireRow(one);
        requireRow(other);
        requireHeld(tokens, capacity);
        DeviceMemory between = spare;
        if (one == other || tokens == 0 || between == null) {
            return;
        }
        running.lock();
        try {
            version++;
            for (DeviceMemory buffer : memory) {
                copy(buffer, rowOffset(one), between, 0, tokens);
                copy(buffer, rowOffset(other), buffer, rowOffset(one), tokens);
                copy(between, 0, buffer, rowOffset(other), tokens);
            }
        } finally {
            running.unlock();
        }
    }

    @Override
    public void close() {
        running.lock();
        try {
            dropViews();
            clear();
        } finally {
            running.unlock();
        }
    }

    /// Layer by layer key and value of `count` rows from `first` on, `[count, kvHeads, capacity,
    /// headDim]` each. They belong to the pool and last until it is resized.
    List<Tensor> view(int first, int count) throws WorkbenchException {
        if (first < 0 || count < 1 || first + count > rows) {
            throw new IllegalArgumentException(
                    "rows %d to %d of %d".formatted(first, first + count - 1, rows));
        }
        long key = ((long) first << Integer.SIZE) | count;
        List<Tensor> present = views.get(key);
        if (present != null) {
            return present;
        }
        if (views.size() >= MAX_VIEWS) {
            dropViews();
        }
        List<Tensor> fresh = new ArrayList<>(buffers);
        // Registered before it is filled, so that what was made is closed if the rest cannot be.
        views.put(key, fresh);
        boolean complete = false;
        try {
            for (DeviceMemory buffer : memory) {
                fresh.add(
                        session.tensor(
                                buffer,
                                rowOffset(first),
                                element,
                                count,
                                kvHeads,
                                capacity,
                                headDim));
            }
            complete = true;
        } finally {
            if (!complete) {
                dropViews();
            }
        }
        return fresh;
    }

    /// The memory of one layer's keys (even) or values (odd).
    DeviceMemory buffer(int index) {
        return memory.get(index);
    }

    /// Changes whenever rows are moved about; not when a run adds to them.
    long version() {
        return version;
    }

    /// Where a row's token begins, in bytes.
    long offset(int row, int token) {
        return rowOffset(row) + (long) token * headDim * element.bytes();
    }

    /// Bytes from one head of a row to the next.
    long headPitch() {
        return (long) capacity * headDim * element.bytes();
    }

    /// Counts memory beside the rows that is held for them.
    void count(long more) {
        bytes.addAndGet(more);
    }

    /// Buffer by buffer, so that only one is there twice. The first old one is kept to the end: it
    /// is what the way back begins with when memory runs out.
    private void replace(int newRows, int newCapacity, int[] held, int kept)
            throws WorkbenchException {
        int oldRows = rows;
        int oldCapacity = capacity;
        boolean had = !memory.isEmpty();
        DeviceMemory newSpare = allocate(bufferBytes(1, newCapacity));
        DeviceMemory old = null;
        int done = 0;
        try {
            for (; done < buffers; done++) {
                DeviceMemory fresh = allocate(bufferBytes(newRows, newCapacity));
                if (!had) {
                    memory.add(fresh);
                    continue;
                }
                DeviceMemory replaced = memory.get(done);
                move(replaced, oldCapacity, fresh, newCapacity, held, kept);
                memory.set(done, fresh);
                if (old == null) {
                    old = replaced;
                } else {
                    free(replaced);
                }
            }
        } finally {
            if (done < buffers) {
                free(newSpare);
                if (had) {
                    restore(done, old, newCapacity, oldRows, oldCapacity, held, kept);
                } else {
                    clear();
                }
            }
        }
        if (old != null) {
            free(old);
        }
        if (spare != null) {
            free(spare);
        }
        spare = newSpare;
        rows = newRows;
        capacity = newCapacity;
    }

    /// Puts the first `done` buffers back to their old size. Each step frees at least as much as
    /// the next one needs, or else the change freed it before.
    private void restore(
            int done,
            @Nullable DeviceMemory old,
            int newCapacity,
            int oldRows,
            int oldCapacity,
            int[] held,
            int kept)
            throws WorkbenchException {
        DeviceMemory target = old;
        boolean restored = false;
        try {
            for (int index = done - 1; index >= 0; index--) {
                DeviceMemory changed = memory.get(index);
                if (target == null) {
                    target = allocate(bufferBytes(oldRows, oldCapacity));
                }
                move(changed, newCapacity, target, oldCapacity, held, kept);
                memory.set(index, target);
                target = null;
                free(changed);
            }
            restored = true;
        } finally {
            if (!restored) {
                // Buffers may differ in size now, so nothing is held any more.
                clear();
            }
        }
    }

    /// Copies what the rows hold; frees `to` if that fails.
    private void move(
            DeviceMemory from,
            int fromCapacity,
            DeviceMemory to,
            int toCapacity,
            int[] held,
            int kept) {
        long token = (long) headDim * element.bytes();
        boolean moved = false;
        try {
            for (int row = 0; row < kept; row++) {
                if (held[row] > 0) {
                    session.copy(
                            from,
                            bufferBytes(row, fromCapacity),
                            fromCapacity * token,
                            to,
                            bufferBytes(row, toCapacity),
                            toCapacity * token,
                            held[row] * token,
                            kvHeads);
                }
            }
            moved = true;
        } finally {
            if (!moved) {
                free(to);
            }
        }
    }

    private void copy(DeviceMemory from, long fromOffset, DeviceMemory to, long toOffset, int n) {
        long width = (long) n * headDim * element.bytes();
        session.copy(from, fromOffset, headPitch(), to, toOffset, headPitch(), width, kvHeads);
    }

    private DeviceMemory allocate(long size) throws WorkbenchException {
        DeviceMemory fresh = session.allocate(size);
        bytes.addAndGet(fresh.bytes());
        return fresh;
    }

    private void free(DeviceMemory buffer) {
        bytes.addAndGet(-buffer.bytes());
        buffer.close();
    }

    private void clear() {
        memory.forEach(this::free);
        memory.clear();
        if (spare != null) {
            free(spare);
            spare = null;
        }
        rows = 0;
        capacity = 0;
    }

    private void dropViews() {
        views.values().forEach(view -> view.forEach(Tensor::close));
        views.clear();
    }

    private long rowOffset(int row) {
        return bufferBytes(row, capacity);
    }

    private long bufferBytes(int manyRows, int tokens) {
        return footprint.bufferBytes(manyRows, tokens);
    }

    private void requireRow(int row) {
        if (row < 0 || row >= rows) {
            throw new IllegalArgumentException("row %d of %d".formatted(row, rows));
        }
    }

    private static void requireHeld(int tokens, int capacity) {
        if (tokens < 0 || tokens > capacity) {
            throw new IllegalArgumentException("%d tokens of %d".formatted(tokens, capacity));
        }
    }
}
