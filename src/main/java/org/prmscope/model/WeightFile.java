package org.prmscope.model;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Writes the external data file of a graph: the tensors of a layout, in chunks, on a few threads.
final class WeightFile {
    private final WeightLayout layout;
    private final int workers;

    WeightFile(WeightLayout layout, int workers) {
        this.layout = layout;
        this.workers = workers;
    }

    /// Hears what has been written.
    interface Watcher {
        void wrote(long bytes, String tensor);
    }

    /// Rows of a tensor that are converted together.
    private record Chunk(TensorWrite tensor, int firstRow, int rows) {
        /// Its share of the tensor's bytes.
        long bytes() {
            return tensor.bytes() / tensor.source().rows() * rows;
        }
    }

    /// Converts all tensors into a new file.
    ///
    /// @return false if cancelled; the file is then not complete
    boolean write(Path file, Watcher watcher, Cancellation cancellation)
            throws WorkbenchException, IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            boolean complete =
                    write(
                            (bytes, offset) -> {
                                long place = offset;
                                while (bytes.hasRemaining()) {
                                    place += channel.write(bytes, place);
                                }
                            },
                            watcher,
                            cancellation);
            if (complete) {
                channel.force(true);
            }
            return complete;
        }
    }

    boolean write(WeightOutput out, Watcher watcher, Cancellation cancellation)
            throws WorkbenchException, IOException {
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            // Whatever ends this, the chunks not begun are left out before the pool is closed.
            try {
                return write(pool, new Pass(buffers(), out, stop), watcher, cancellation);
            } finally {
                stop.set(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /// What the workers share.
    private record Pass(BlockingQueue<ChunkBuffers> buffers, WeightOutput out, AtomicBoolean stop) {
        Chunk write(Chunk chunk) throws WorkbenchException, IOException, InterruptedException {
            if (!stop.get()) {
                ChunkBuffers mine = buffers.take();
                boolean written = false;
                try {
                    chunk.tensor().write(chunk.firstRow(), chunk.rows(), mine, out);
                    written = true;
                } finally {
                    // Where one chunk cannot be written the next cannot either.
                    if (!written) {
                        stop.set(true);
                    }
                    buffers.add(mine);
                }
            }
            return chunk;
        }
    }

    private boolean write(
            ExecutorService pool, Pass pass, Watcher watcher, Cancellation cancellation)
            throws InterruptedException, ExecutionException {
        CompletionService<Chunk> done = new ExecutorCompletionService<>(pool);
        List<Chunk> chunks = chunks();
        for (Chunk chunk : chunks) {
            Future<Chunk> _ = done.submit(() -> pass.write(chunk));
        }
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = done.take().get();
            if (cancellation.isCancelled()) {
                return false;
            }
            watcher.wrote(chunk.bytes(), chunk.tensor().name());
        }
        return true;
    }

    private BlockingQueue<ChunkBuffers> buffers() {
        BlockingQueue<ChunkBuffers> buffers = new LinkedBlockingQueue<>();
        for (int i = 0; i < workers; i++) {
            buffers.add(new ChunkBuffers(largestChunk(layout)));
        }
        return buffers;
    }

    /// Elements of the largest chunk of a layout.
    static int largestChunk(WeightLayout layout) {
        return layout.writes().stream().mapToInt(TensorWrite::chunkElements).max().orElse(1);
    }

    private List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>();
        for (TensorWrite tensor : layout.writes()) {
            int step = tensor.chunkRows();
            for (int row = 0; row < tensor.source().rows(); row += step) {
                chunks.add(new Chunk(tensor, row, Math.min(step, tensor.source().rows() - row)));
            }
        }
        return chunks;
    }

    private static IllegalStateException failure(ExecutionException e)
            throws WorkbenchException, IOException {
        switch (e.getCause()) {
            case WorkbenchException refused -> throw refused;
            case IOException io -> throw io;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(e);
        }
    }
}
