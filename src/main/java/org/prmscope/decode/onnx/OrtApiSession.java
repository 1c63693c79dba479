package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.GraphSession.TensorType;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What ONNX Runtime makes for one loaded graph, and gives back when it is closed: the session, a
/// count of the environment, and the descriptions of the host's and the device's memory.
final class OrtApiSession implements AutoCloseable {
    /// `GraphOptimizationLevel.ORT_ENABLE_ALL`.
    private static final int ALL = 99;

    private static final String WEIGHTS_FOLDER =
            "session.model_external_initializers_file_folder_path";

    private static final String RECORD_PLACEMENT = "session.record_ep_graph_assignment_info";

    private final OrtApi api;
    private final Deque<Runnable> releases;
    private final MemorySegment session;
    private final MemorySegment hostMemory;
    private final MemorySegment deviceMemory;
    private final Map<String, TensorType> inputs;
    private final Map<String, TensorType> outputs;
    private final OperatorPlacement placement;

    /// Reads one name of the session.
    private interface NameOf {
        String of(MemorySegment session, long index) throws OrtApiFailure;
    }

    /// Reads one type of the session.
    private interface TypeOf {
        Optional<OrtApi.Type> of(MemorySegment session, long index) throws OrtApiFailure;
    }

    /// @throws OnnxException if ONNX Runtime refuses the graph or the device
    static OrtApiSession open(OrtApi api, OnnxModelFiles files, ForeignMemory memory)
            throws OnnxException {
        Deque<Runnable> releases = new ArrayDeque<>();
        boolean opened = false;
        try {
            OrtApiSession session = new OrtApiSession(api, files, memory, releases);
            opened = true;
            return session;
        } catch (OrtApiFailure e) {
            throw e.reported(
                    "The model cannot be loaded on " + memory.device(), files.source().toString());
        } finally {
            if (!opened) {
                releases.forEach(Runnable::run);
            }
        }
    }

    private OrtApiSession(
            OrtApi api, OnnxModelFiles files, ForeignMemory memory, Deque<Runnable> releases)
            throws OrtApiFailure, OnnxException {
        this.api = api;
        this.releases = releases;
        MemorySegment environment = api.createEnvironment();
        releases.push(() -> api.releaseEnvironment(environment));
        session = session(files, memory, environment);
        releases.push(() -> api.releaseSession(session));
        hostMemory = api.createCpuMemory();
        releases.push(() -> api.releaseMemory(hostMemory));
        deviceMemory = memory.description(api);
        releases.push(() -> api.releaseMemory(deviceMemory));
        inputs = types(files, api.inputCount(session), api::inputName, api::inputType);
        outputs = types(files, api.outputCount(session), api::outputName, api::outputType);
        placement = new OperatorPlacement(api.operators(session));
    }

    MemorySegment session() {
        return session;
    }

    MemorySegment hostMemory() {
        return hostMemory;
    }

    MemorySegment deviceMemory() {
        return deviceMemory;
    }

    /// In the session's order.
    Map<String, TensorType> inputs() {
        return inputs;
    }

    /// In the session's order.
    Map<String, TensorType> outputs() {
        return outputs;
    }

    /// Where the operators are computed.
    OperatorPlacement placement() {
        return placement;
    }

    @Override
    public void close() {
        while (!releases.isEmpty()) {
            releases.pop().run();
        }
    }

    private MemorySegment session(
            OnnxModelFiles files, ForeignMemory memory, MemorySegment environment)
            throws OrtApiFailure {
        MemorySegment options = api.createSessionOptions();
        try {
            api.setIntraOpThreads(options, files.threads());
            api.setInterOpThreads(options, 1);
            api.setOptimizationLevel(options, ALL);
            // Patterns are kept for every length of the mask, so they would grow with the chain.
            api.disableMemoryPattern(options);
            api.addSessionConfig(
                    options, WEIGHTS_FOLDER, files.weights().toAbsolutePath().toString());
            api.addSessionConfig(options, RECORD_PLACEMENT, "1");
            memory.prepare(api, options);
            return api.createSession(environment, files.graph(), options);
        } finally {
            api.releaseSessionOptions(options);
        }
    }

    private Map<String, TensorType> types(
            OnnxModelFiles files, long count, NameOf nameOf, TypeOf typeOf)
            throws OrtApiFailure, OnnxException {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String name = nameOf.of(session, i);
            Optional<OrtApi.Type> type = typeOf.of(session, i);
            GraphSession.ElementType element =
                    type.flatMap(it -> ForeignTypes.of(it.element()))
                            .orElseThrow(() -> unknown(files, name, type));
            types.put(name, new TensorType(element, type.orElseThrow().shape()));
        }
        return Collections.unmodifiableMap(types);
    }

    private static OnnxException unknown(
            OnnxModelFiles files, String name, Optional<OrtApi.Type> type) {
        return new OnnxException(
                new WorkbenchException.Report(
                        "The graph is not a decoder that this program can run",
                        files.source() + ", " + name,
                        "a tensor of numbers of at most 8 bytes",
                        type.map(it -> "element type " + it.element()).orElse("no tensor"),
                        "Export the model again"));
    }
}
