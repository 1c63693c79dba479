package org.prmscope.decode.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A graph on the CPU through ONNX Runtime's Java interface.
///
/// A tensor that is an input and a pinned output of a run is written in place.
final class JavaGraphSession implements GraphSession {
    private static final String WEIGHTS_FOLDER =
            "session.model_external_initializers_file_folder_path";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String source;
    private final Map<String, TensorType> inputs;
    private final Map<String, TensorType> outputs;
    private final Map<String, OnnxTensor> feeds = new HashMap<>();
    private final Map<String, OnnxTensor> fetches = new HashMap<>();

    private JavaGraphSession(
            OrtEnvironment environment,
            OrtSession session,
            String source,
            Map<String, TensorType> inputs,
            Map<String, TensorType> outputs) {
        this.environment = environment;
        this.session = session;
        this.source = source;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /// @param environment from [OnnxNatives]
    /// @throws OnnxException if the graph cannot be loaded
    static JavaGraphSession open(OrtEnvironment environment, OnnxModelFiles files)
            throws OnnxException {
        String source = files.source().toString();
        OrtSession session = null;
        JavaGraphSession opened = null;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(files.threads());
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Patterns are kept for every length of the mask, so they would grow with the chains.
            options.setMemoryPatternOptimization(false);
            options.addConfigEntry(WEIGHTS_FOLDER, files.weights().toAbsolutePath().toString());
            session = environment.createSession(direct(files.graph()), options);
            opened =
                    new JavaGraphSession(
                            environment,
                            session,
                            source,
                            types(session.getInputInfo(), source),
                            types(session.getOutputInfo(), source));
            return opened;
        } catch (OrtException e) {
            throw failed("The model cannot be loaded", source, e);
        } finally {
            if (opened == null && session != null) {
                close(session);
            }
        }
    }

    @Override
    public String device() {
        return "CPU";
    }

    @Override
    public Map<String, TensorType> inputs() {
        return inputs;
    }

    @Override
    public Map<String, TensorType> outputs() {
        return outputs;
    }

    @Override
    public boolean replays() {
        return false;
    }

    @Override
    public DeviceMemory allocate(long bytes) throws WorkbenchException {
        return NativeMemory.zeros(bytes);
    }

    @Override
    public void copy(
            DeviceMemory from,
            long fromOffset,
            long fromPitch,
            DeviceMemory to,
            long toOffset,
            long toPitch,
            long width,
            int count) {
        MemorySegment source = segment(from);
        MemorySegment target = segment(to);
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(
                    source, fromOffset + i * fromPitch, target, toOffset + i * toPitch, width);
        }
    }

    @Override
    public Tensor tensor(DeviceMemory memory, long offset, ElementType type, long... shape)
            throws WorkbenchException {
        long bytes = type.bytes();
        for (long dimension : shape) {
            bytes = Math.multiplyExact(bytes, dimension);
        }
        return tensor(segment(memory).asSlice(offset, bytes), type, shape);
    }

    @Override
    public Tensor tensor(MemorySegment host, ElementType type, long... shape)
            throws WorkbenchException {
        if (host.byteSize() > Integer.MAX_VALUE) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "A tensor is too large for ONNX Runtime's Java interface",
                            "shape " + Arrays.toString(shape),
                            "less than 2 GiB",
                            "%,d MiB".formatted(host.byteSize() >> 20),
                            "Run fewer chains at once or allow shorter ones"));
        }
        try {
            ByteBuffer buffer = host.asByteBuffer().order(ByteOrder.nativeOrder());
            return new JavaTensor(
                    OnnxTensor.createTensor(environment, buffer, shape, javaType(type)));
        } catch (OrtException e) {
            throw failed("A tensor cannot be made", source, e);
        }
    }

    @Override
    public void run(
            Map<String, Tensor> inputTensors,
            Map<String, Tensor> outputTensors,
            Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
        unwrap(inputTensors, feeds);
        unwrap(outputTensors, fetches);
        try {
            TerminableRun.run(
                    cancellation,
                    options -> session.run(feeds, Set.of(), fetches, options).close());
        } catch (OrtException e) {
            if (cancellation.isCancelled()) {
                throw new CancelledException();
            }
            throw failed("The model failed in a run", source, e);
        }
    }

    @Override
    public void close() {
        close(session);
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session could not be closed", e);
        }
    }

    private static void unwrap(Map<String, Tensor> from, Map<String, OnnxTensor> to) {
        to.clear();
        from.forEach((name, tensor) -> {
            if (!(tensor instanceof JavaTensor of)) {
                throw new IllegalArgumentException("a tensor of another session: " + name);
            }
            to.put(name, of.tensor());
        });
    }

    private static MemorySegment segment(DeviceMemory memory) {
        if (!(memory instanceof NativeMemory of)) {
            throw new IllegalArgumentException("memory of another session");
        }
        return of.segment();
    }

    private static ByteBuffer direct(ByteBuffer graph) {
        return ByteBuffer.allocateDirect(graph.remaining()).put(graph).flip();
    }

    private static Map<String, TensorType> types(Map<String, NodeInfo> nodes, String source)
            throws OnnxException {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (Map.Entry<String, NodeInfo> node : nodes.entrySet()) {
            ElementType element = null;
            if (node.getValue().getInfo() instanceof TensorInfo info) {
                element = elementType(info.type);
                if (element != null) {
                    types.put(
                            node.getKey(),
                            new TensorType(
                                    element, Arrays.stream(info.getShape()).boxed().toList()));
                }
            }
            if (element == null) {
                throw new OnnxException(
                        new WorkbenchException.Report(
                                "The graph is not a decoder that this program can run",
                                source + ", " + node.getKey(),
                                "a tensor of float, float16, bfloat16, int32, int64 or bool",
                                String.valueOf(node.getValue().getInfo()),
                                "Export the model as a text decoder with a key-value cache"));
            }
        }
        return Collections.unmodifiableMap(types);
    }

    private static @Nullable ElementType elementType(OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> ElementType.FLOAT;
            case FLOAT16 -> ElementType.FLOAT16;
            case BFLOAT16 -> ElementType.BFLOAT16;
            case INT32 -> ElementType.INT32;
            case INT64 -> ElementType.INT64;
            case BOOL -> ElementType.BOOL;
            case DOUBLE, INT8, INT16, STRING, UINT8, UNKNOWN -> null;
        };
    }

    private static OnnxJavaType javaType(ElementType type) {
        return switch (type) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }

    private static OnnxException failed(String what, String source, OrtException e) {
        return new OnnxException(
                new WorkbenchException.Report(
                        what,
                        source,
                        "",
                        "%s: %s".formatted(e.getCode(), e.getMessage()),
                        "Check that the folder is complete and that memory is free, or export the"
                                + " model again"),
                e);
    }

    /// Keeps ONNX Runtime's tensor out of what the decoder sees.
    private record JavaTensor(OnnxTensor tensor) implements Tensor {
        @Override
        public void close() {
            tensor.close();
        }
    }
}
