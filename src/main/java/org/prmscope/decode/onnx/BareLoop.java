package org.prmscope.decode.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;

import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// The plainest way to decode one chain with a `GroupQueryAttention` graph as it came: one
/// `OrtSession.run` a token on a cache that is written in place, the logits read and thrown away.
/// What the engine is measured against.
public final class BareLoop implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final DecoderShape shape;
    private final OnnxDecoderNames names;
    private final List<NativeMemory> memory = new ArrayList<>();
    private final List<OnnxTensor> caches = new ArrayList<>();
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final float[] row;
    private final int capacity;
    private int held;

    private BareLoop(
            OrtEnvironment environment,
            OrtSession session,
            DecoderShape shape,
            OnnxDecoderNames names,
            int capacity) {
        this.environment = environment;
        this.session = session;
        this.shape = shape;
        this.names = names;
        this.capacity = capacity;
        row = new float[shape.vocabularySize()];
    }

    /// Loads a graph as it is in its folder.
    ///
    /// @param cache folder for ONNX Runtime's libraries
    /// @param capacity tokens the chain may have
    /// @throws WorkbenchException if it cannot be loaded
    public static BareLoop open(
            Path cache,
            Path graph,
            DecoderShape shape,
            OnnxDecoderNames names,
            int threads,
            int capacity)
            throws WorkbenchException {
        OrtEnvironment environment = OnnxNatives.load(cache);
        OrtSession session = null;
        BareLoop loop = null;
        boolean opened = false;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setMemoryPatternOptimization(false);
            session = environment.createSession(graph.toString(), options);
            loop = new BareLoop(environment, session, shape, names, capacity);
            loop.allocate();
            opened = true;
            return loop;
        } catch (OrtException e) {
            throw failed("The graph cannot be loaded as it is", e);
        } finally {
            if (!opened && loop != null) {
                loop.close();
            } else if (!opened && session != null) {
                close(session);
            }
        }
    }

    /// Steps after `context` tokens, which are computed first.
    ///
    /// @return milliseconds of each step
    public double[] stepMs(int context, int steps, LongSupplier nanoTime)
            throws WorkbenchException {
        if (context + steps > capacity) {
            throw new IllegalArgumentException(
                    "%d tokens for a capacity of %d".formatted(context + steps, capacity));
        }
        double[] times = new double[steps];
        try {
            held = 0;
            run(context);
            for (int step = 0; step < steps; step++) {
                long start = nanoTime.getAsLong();
                run(1);
                times[step] = (nanoTime.getAsLong() - start) / 1e6;
            }
        } catch (OrtException e) {
            throw failed("The graph failed after %d tokens".formatted(held), e);
        }
        return times;
    }

    @Override
    public void close() {
        caches.forEach(OnnxTensor::close);
        memory.forEach(NativeMemory::close);
        close(session);
    }

    private void allocate() throws OrtException, OnnxException {
        for (int layer = 0; layer < shape.layers(); layer++) {
            cache(names.pastKey(layer), names.presentKey(layer));
            cache(names.pastValue(layer), names.presentValue(layer));
        }
    }

    private void cache(String past, String present) throws OrtException, OnnxException {
        long values = (long) shape.kvHeads() * capacity * shape.headDim();
        NativeMemory block = NativeMemory.zeros(values * Float.BYTES);
        memory.add(block);
        OnnxTensor tensor =
                OnnxTensor.createTensor(
                        environment,
                        block.segment()
                                .asByteBuffer()
                                .order(ByteOrder.nativeOrder())
                                .asFloatBuffer(),
                        new long[] {1, shape.kvHeads(), capacity, shape.headDim()});
        caches.add(tensor);
        inputs.put(past, tensor);
        outputs.put(present, tensor);
    }

    private void run(int count) throws OrtException {
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = (held + i) * 37L % shape.vocabularySize();
        }
        long[] mask = new long[held + count];
        Arrays.fill(mask, 1);
        try (OnnxTensor idTensor = tensor(ids);
                OnnxTensor maskTensor = tensor(mask)) {
            inputs.put(names.inputIds(), idTensor);
            inputs.put(names.attentionMask(), maskTensor);
            try (OrtSession.Result result = session.run(inputs, Set.of(names.logits()), outputs)) {
                if (result.get(names.logits()).orElseThrow() instanceof OnnxTensor logits) {
                    logits.getFloatBuffer().get(0, row);
                }
            }
        }
        held += count;
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(
                environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session could not be closed", e);
        }
    }

    private static OnnxException failed(String what, OrtException e) {
        return new OnnxException(
                new WorkbenchException.Report(
                        what,
                        "the plain loop",
                        "",
                        e.getMessage() == null ? "" : e.getMessage(),
                        "Only graphs of ONNX Runtime GenAI's builder can be run plainly"),
                e);
    }
}
