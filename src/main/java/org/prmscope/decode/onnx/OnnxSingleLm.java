package org.prmscope.decode.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.SingleKvCache;
import org.prmscope.decode.SingleLm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// A decoder graph of the ONNX Runtime GenAI builder (`GroupQueryAttention`) on the CPU.
///
/// A run takes `input_ids` `[1, S]`, `attention_mask` `[1, n]` of ones with n the tokens held plus
/// S, and the cache; it writes the cache in place and logits `[1, S, vocabulary]`. Long inputs are
/// run in chunks, because the graph computes the logits of every position and this bounds them.
/// Cancellation ends a run between two operators.
///
/// Not thread-safe, except [#cacheBytes()], and that closing it or a cache waits for a run: native
/// code must not write to memory that was given back. Cancel first to be quick.
public final class OnnxSingleLm implements SingleLm {
    private static final int MAX_CHUNK = 512;
    private static final int MIN_CHUNK = 32;
    private static final long CHUNK_LOGITS_BYTES = 16L << 20;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final OnnxSingleFiles files;
    private final DecoderShape shape;
    private final int chunk;
    private final boolean takesPositions;
    private final boolean lastLogitsOnly;
    private final AtomicLong cacheBytes = new AtomicLong();
    private final Lock running = new ReentrantLock();
    private final LongBuffer ids;
    private final LongBuffer positions;
    private final float[] row;
    private LongBuffer mask = longs(0);

    /// The logits of the last run, `[1, rows, vocabulary]`; kept while the chunk length stays.
    private @Nullable NativeTensor logits;

    private int logitsRows;

    private OnnxSingleLm(
            OrtEnvironment environment,
            OrtSession session,
            OnnxSingleFiles files,
            OnnxSingleGraphCheck graph,
            int chunk) {
        this.environment = environment;
        this.session = session;
        this.files = files;
        this.chunk = chunk;
        shape = files.shape();
        takesPositions = graph.takesPositions();
        lastLogitsOnly = graph.lastLogitsOnly();
        ids = longs(chunk);
        positions = longs(takesPositions ? chunk : 0);
        row = new float[shape.vocabularySize()];
    }

    /// Loads a graph and computes one token with it, so that broken weights are found here.
    ///
    /// @param environment from [OnnxNatives]
    /// @throws WorkbenchException if the graph cannot be loaded, is no decoder of the given shape,
    ///   or computes NaN
    public static OnnxSingleLm open(OrtEnvironment environment, OnnxSingleFiles files)
            throws WorkbenchException {
        long fitting = CHUNK_LOGITS_BYTES / (Float.BYTES * (long) files.shape().vocabularySize());
        return open(environment, files, Math.clamp(fitting, MIN_CHUNK, MAX_CHUNK));
    }

    /// @param chunk tokens of one run at most
    static OnnxSingleLm open(OrtEnvironment environment, OnnxSingleFiles files, int chunk)
            throws WorkbenchException {
        OrtSession session = null;
        OnnxSingleLm lm = null;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(files.threads());
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Patterns are kept for every length of the mask, so they would grow with the chain.
            options.setMemoryPatternOptimization(false);
            session = environment.createSession(files.graph().toString(), options);
            OnnxSingleGraphCheck graph = new OnnxSingleGraphCheck(files, session);
            graph.check();
            OnnxSingleLm opened = new OnnxSingleLm(environment, session, files, graph, chunk);
            opened.probe();
            lm = opened;
            return opened;
        } catch (OrtException e) {
            throw failed(files, "The model cannot be loaded", e);
        } finally {
            if (lm == null && session != null) {
                closeQuietly(session);
            }
        }
    }

    @Override
    public DecoderShape shape() {
        return shape;
    }

    @Override
    public String device() {
        return "CPU";
    }

    @Override
    public int threads() {
        return files.threads();
    }

    /// Bytes that all caches of this model hold now. Thread-safe.
    public long cacheBytes() {
        return cacheBytes.get();
    }

    @Override
    public SingleKvCache newCache(int capacity) throws WorkbenchException {
        if (capacity < 1 || capacity > shape.contextLength()) {
            throw new IllegalArgumentException(
                    "a capacity of 1 to %d, not %d".formatted(shape.contextLength(), capacity));
        }
        return new OnnxKvCache(environment, files.names(), shape, capacity, cacheBytes, running);
    }

    @Override
    public float[] forward(SingleKvCache cache, int[] tokens, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        if (!(cache instanceof OnnxKvCache kv)) {
            throw new IllegalArgumentException("a cache of another model");
        }
        if (tokens.length == 0) {
            throw new IllegalArgumentException("no tokens to compute");
        }
        requireInVocabulary(tokens);
        running.lock();
        try {
            for (int from = 0; from < tokens.length; from += chunk) {
                if (cancellation.isCancelled()) {
                    throw new CancelledException();
                }
                run(kv, tokens, from, Math.min(chunk, tokens.length - from), cancellation);
            }
        } catch (OrtException e) {
            if (cancellation.isCancelled()) {
                throw new CancelledException();
            }
            throw failed(files, "The model failed at token " + kv.length(), e);
        } finally {
            running.unlock();
        }
        return row;
    }

    @Override
    public void close() {
        running.lock();
        try {
            NativeTensor last = logits;
            if (last != null) {
                last.close();
                logits = null;
            }
            closeQuietly(session);
        } finally {
            running.unlock();
        }
    }

    /// Computes `count` tokens from `from` on and reads the last one's logits.
    private void run(OnnxKvCache kv, int[] tokens, int from, int count, Cancellation cancellation)
            throws OrtException, WorkbenchException {
        int held = kv.length();
        kv.reserve(held + count);
        for (int i = 0; i < count; i++) {
            ids.put(i, tokens[from + i]);
            if (takesPositions) {
                positions.put(i, held + i);
            }
        }
        NativeTensor rows = logits(lastLogitsOnly ? 1 : count);
        Map<String, OnnxTensor> inputs = new HashMap<>(kv.past());
        Map<String, OnnxTensor> outputs = new HashMap<>(kv.present());
        outputs.put(files.names().logits(), rows.tensor());
        try (OnnxTensor idTensor = tensor(ids, count);
                OnnxTensor maskTensor = tensor(ones(held + count), held + count);
                OnnxTensor positionTensor = takesPositions ? tensor(positions, count) : null) {
            inputs.put(files.names().inputIds(), idTensor);
            inputs.put(files.names().attentionMask(), maskTensor);
            if (positionTensor != null) {
                inputs.put(files.names().positionIds(), positionTensor);
            }
            TerminableRun.run(
                    cancellation,
                    options -> session.run(inputs, Set.of(), outputs, options).close());
        }
        kv.advance(count);
        FloatBuffer all = rows.floats();
        all.get(all.capacity() - row.length, row);
    }

    private NativeTensor logits(int rows) throws OrtException {
        NativeTensor current = logits;
        if (current != null && logitsRows == rows) {
            return current;
        }
        if (current != null) {
            current.close();
            logits = null;
        }
        NativeTensor fresh = NativeTensor.zeros(environment, 1, rows, shape.vocabularySize());
        logits = fresh;
        logitsRows = rows;
        return fresh;
    }

    /// At least `count` ones.
    private LongBuffer ones(int count) {
        if (mask.capacity() < count) {
            mask = longs(Math.ceilDiv(count, OnnxKvCache.STEP) * OnnxKvCache.STEP);
            for (int i = 0; i < mask.capacity(); i++) {
                mask.put(i, 1);
            }
        }
        return mask;
    }

    private OnnxTensor tensor(LongBuffer buffer, int count) throws OrtException {
        return OnnxTensor.createTensor(environment, buffer.slice(0, count), new long[] {1, count});
    }

    private void probe() throws WorkbenchException {
        float[] first;
        try (SingleKvCache cache = newCache(1)) {
            first = forward(cache, new int[] {0}, new Cancellation());
        } catch (CancelledException e) {
            throw new IllegalStateException("nobody could cancel this", e);
        }
        for (int id = 0; id < first.length; id++) {
            if (Float.isNaN(first[id]) || first[id] == Float.POSITIVE_INFINITY) {
                throw new OnnxException(
                        new WorkbenchException.Report(
                                "The model's weights hold NaN or overflow",
                                files.graph().toString(),
                                "finite logits for token 0",
                                "%s for token %d".formatted(first[id], id),
                                "Export the model again, and check the checkpoint it came from"));
            }
        }
    }

    private void requireInVocabulary(int[] tokens) throws OnnxException {
        for (int token : tokens) {
            if (token < 0 || token >= shape.vocabularySize()) {
                throw new OnnxException(
                        new WorkbenchException.Report(
                                "The tokenizer and the model do not belong together",
                                files.graph().toString(),
                                "token ids of 0 to " + (shape.vocabularySize() - 1),
                                "token " + token,
                                "Use the tokenizer.json that the model was exported with"));
            }
        }
    }

    private static OnnxException failed(OnnxSingleFiles files, String what, OrtException e) {
        return new OnnxException(
                new WorkbenchException.Report(
                        what,
                        files.graph().toString(),
                        "",
                        "%s: %s".formatted(e.getCode(), e.getMessage()),
                        "Check that the folder is complete and that memory is free, or export the"
                                + " model again"),
                e);
    }

    private static void closeQuietly(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session could not be closed", e);
        }
    }

    private static LongBuffer longs(int count) {
        return ByteBuffer.allocateDirect(Long.BYTES * count)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }
}
