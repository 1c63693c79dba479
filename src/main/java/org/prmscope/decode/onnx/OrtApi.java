package org.prmscope.decode.onnx;

import static org.prmscope.decode.onnx.OrtApiTable.IIP;
import static org.prmscope.decode.onnx.OrtApiTable.IPP;
import static org.prmscope.decode.onnx.OrtApiTable.P;
import static org.prmscope.decode.onnx.OrtApiTable.PI;
import static org.prmscope.decode.onnx.OrtApiTable.PIIIP;
import static org.prmscope.decode.onnx.OrtApiTable.PLP;
import static org.prmscope.decode.onnx.OrtApiTable.PLPP;
import static org.prmscope.decode.onnx.OrtApiTable.PP;
import static org.prmscope.decode.onnx.OrtApiTable.PPL;
import static org.prmscope.decode.onnx.OrtApiTable.PPLPLIP;
import static org.prmscope.decode.onnx.OrtApiTable.PPLPP;
import static org.prmscope.decode.onnx.OrtApiTable.PPP;
import static org.prmscope.decode.onnx.OrtApiTable.PPPL;
import static org.prmscope.decode.onnx.OrtApiTable.PPPP;
import static org.prmscope.decode.onnx.OrtApiTable.PPPPLPLP;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of ONNX Runtime's C interface that a decoder needs, with Java types.
///
/// Pointers go in and out as segments of no length. Who created something releases it.
final class OrtApi {
    /// The version that this is written for and tested with.
    private static final int VERSION = 29;

    private final OrtApiTable api;

    /// Element type (`ONNXTensorElementDataType`) and shape, -1 where it is free.
    record Type(int element, List<Long> shape) {}

    private OrtApi(OrtApiTable api) {
        this.api = api;
    }

    /// @param folder where [OnnxNatives] put the library
    /// @throws OnnxException if the library is not there or too old
    static OrtApi of(Path folder) throws OnnxException {
        return new OrtApi(
                OrtApiTable.of(folder.resolve(System.mapLibraryName("onnxruntime")), VERSION));
    }

    /// Of the library, such as `1.29.0`.
    String version() {
        return api.version();
    }

    /// The process's one environment; each call counts and needs its release.
    MemorySegment createEnvironment() throws OrtApiFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("prmscope");
            int error = 3;
            return api.pointer(out -> (MemorySegment) IPP.invokeExact(api.at(3), error, name, out));
        }
    }

    void releaseEnvironment(MemorySegment environment) {
        api.release(92, environment);
    }

    MemorySegment createSessionOptions() throws OrtApiFailure {
        return api.pointer(out -> (MemorySegment) P.invokeExact(api.at(10), out));
    }

    void releaseSessionOptions(MemorySegment options) {
        api.release(100, options);
    }

    void disableMemoryPattern(MemorySegment options) throws OrtApiFailure {
        api.check(() -> (MemorySegment) P.invokeExact(api.at(17), options));
    }

    /// @param level of `GraphOptimizationLevel`; 99 is all
    void setOptimizationLevel(MemorySegment options, int level) throws OrtApiFailure {
        api.check(() -> (MemorySegment) PI.invokeExact(api.at(23), options, level));
    }

    void setIntraOpThreads(MemorySegment options, int threads) throws OrtApiFailure {
        api.check(() -> (MemorySegment) PI.invokeExact(api.at(24), options, threads));
    }

    void setInterOpThreads(MemorySegment options, int threads) throws OrtApiFailure {
        api.check(() -> (MemorySegment) PI.invokeExact(api.at(25), options, threads));
    }

    void addSessionConfig(MemorySegment options, String key, String value) throws OrtApiFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment k = arena.allocateFrom(key);
            MemorySegment v = arena.allocateFrom(value);
            api.check(() -> (MemorySegment) PPP.invokeExact(api.at(130), options, k, v));
        }
    }

    /// Appends the CUDA provider with text options and, where it is not null, the caller's stream.
    void appendCuda(MemorySegment options, Map<String, String> values, MemorySegment stream)
            throws OrtApiFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cuda =
                    api.pointer(out -> (MemorySegment) P.invokeExact(api.at(205), out));
            try {
                MemorySegment keys = arena.allocate(ADDRESS, Math.max(1, values.size()));
                MemorySegment texts = arena.allocate(ADDRESS, Math.max(1, values.size()));
                int count = 0;
                for (Map.Entry<String, String> entry : values.entrySet()) {
                    keys.setAtIndex(ADDRESS, count, arena.allocateFrom(entry.getKey()));
                    texts.setAtIndex(ADDRESS, count++, arena.allocateFrom(entry.getValue()));
                }
                long size = count;
                api.check(() ->
                        (MemorySegment) PPPL.invokeExact(api.at(206), cuda, keys, texts, size));
                if (stream.address() != 0) {
                    MemorySegment key = arena.allocateFrom("user_compute_stream");
                    api.check(
                            () -> (MemorySegment) PPP.invokeExact(api.at(263), cuda, key, stream));
                }
                api.check(() -> (MemorySegment) PP.invokeExact(api.at(204), options, cuda));
            } finally {
                api.release(208, cuda);
            }
        }
    }

    /// Loads a graph from memory.
    MemorySegment createSession(MemorySegment environment, ByteBuffer graph, MemorySegment options)
            throws OrtApiFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = MemorySegment.ofBuffer(graph);
            MemorySegment data = arena.allocate(Math.max(1, source.byteSize()), 8);
            MemorySegment.copy(source, 0, data, 0, source.byteSize());
            long size = source.byteSize();
            return api.pointer(out ->
                    (MemorySegment)
                            PPLPP.invokeExact(api.at(8), environment, data, size, options, out));
        }
    }

    /// Loads a graph from a file, as those of more than 2 GiB must be.
    MemorySegment createSession(MemorySegment environment, Path graph, MemorySegment options)
            throws OrtApiFailure {
        try (Arena names = Arena.ofConfined()) {
            MemorySegment path = path(names, graph);
            return api.pointer(out ->
                    (MemorySegment) PPPP.invokeExact(api.at(7), environment, path, options, out));
        }
    }

    /// Frees what was recorded under a number (`SessionReleaseCapturedGraph`, since 1.27).
    void releaseRecording(MemorySegment session, int number) throws OrtApiFailure {
        api.check(() -> (MemorySegment) PI.invokeExact(api.at(421), session, number));
    }

    /// Where the session's operators are computed (`Session_GetEpGraphAssignmentInfo`, since 1.24).
    /// The session must have been made with `session.record_ep_graph_assignment_info`.
    List<OperatorPlacement.Operator> operators(MemorySegment session) throws OrtApiFailure {
        List<OperatorPlacement.Operator> operators = new ArrayList<>();
        for (MemorySegment part : list(407, session)) {
            String provider = text(408, part);
            for (MemorySegment node : list(409, part)) {
                operators.add(new OperatorPlacement.Operator(provider, text(412, node)));
            }
        }
        return operators;
    }

    void releaseSession(MemorySegment session) {
        api.release(95, session);
    }

    long inputCount(MemorySegment session) throws OrtApiFailure {
        return api.size(out -> (MemorySegment) PP.invokeExact(api.at(30), session, out));
    }

    long outputCount(MemorySegment session) throws OrtApiFailure {
        return api.size(out -> (MemorySegment) PP.invokeExact(api.at(31), session, out));
    }

    String inputName(MemorySegment session, long index) throws OrtApiFailure {
        return name(36, session, index);
    }

    String outputName(MemorySegment session, long index) throws OrtApiFailure {
        return name(37, session, index);
    }

    /// Type and shape, or empty for what is no tensor.
    Optional<Type> inputType(MemorySegment session, long index) throws OrtApiFailure {
        return type(33, session, index);
    }

    /// Type and shape, or empty for what is no tensor.
    Optional<Type> outputType(MemorySegment session, long index) throws OrtApiFailure {
        return type(34, session, index);
    }

    MemorySegment createCpuMemory() throws OrtApiFailure {
        int device = 0;
        int standard = 0;
        return api.pointer(
                out -> (MemorySegment) IIP.invokeExact(api.at(69), device, standard, out));
    }

    MemorySegment createCudaMemory(int id) throws OrtApiFailure {
        int device = 0;
        int standard = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("Cuda");
            return api.pointer(out ->
                    (MemorySegment) PIIIP.invokeExact(api.at(68), name, device, id, standard, out));
        }
    }

    void releaseMemory(MemorySegment memory) {
        api.release(94, memory);
    }

    /// A tensor over memory that somebody else owns.
    ///
    /// @param element of `ONNXTensorElementDataType`
    MemorySegment createTensor(
            MemorySegment memory, MemorySegment data, long bytes, int element, long[] shape)
            throws OrtApiFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment dimensions = arena.allocateFrom(JAVA_LONG, shape);
            long rank = shape.length;
            return api.pointer(out ->
                    (MemorySegment)
                            PPLPLIP.invokeExact(
                                    api.at(49),
                                    memory,
                                    data,
                                    bytes,
                                    dimensions,
                                    rank,
                                    element,
                                    out));
        }
    }

    void releaseValue(MemorySegment value) {
        api.release(96, value);
    }

    MemorySegment createRunOptions() throws OrtApiFailure {
        return api.pointer(out -> (MemorySegment) P.invokeExact(api.at(39), out));
    }

    void addRunConfig(MemorySegment options, MemorySegment key, MemorySegment value)
            throws OrtApiFailure {
        api.check(() -> (MemorySegment) PPP.invokeExact(api.at(165), options, key, value));
    }

    /// Ends the run that uses the options before its next operator. Any thread may call it.
    void terminate(MemorySegment options) throws OrtApiFailure {
        api.check(() -> (MemorySegment) P.invokeExact(api.at(46), options));
    }

    void releaseRunOptions(MemorySegment options) {
        api.release(97, options);
    }

    /// Runs with values that are all there already.
    void run(
            MemorySegment session,
            MemorySegment options,
            MemorySegment inputNames,
            MemorySegment inputs,
            long inputCount,
            MemorySegment outputNames,
            long outputCount,
            MemorySegment outputs)
            throws OrtApiFailure {
        api.check(() ->
                (MemorySegment)
                        PPPPLPLP.invokeExact(
                                api.at(9),
                                session,
                                options,
                                inputNames,
                                inputs,
                                inputCount,
                                outputNames,
                                outputCount,
                                outputs));
    }

    private Optional<Type> type(int slot, MemorySegment session, long index) throws OrtApiFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type =
                    api.pointer(out ->
                            (MemorySegment) PLP.invokeExact(api.at(slot), session, index, out));
            try {
                // Belongs to the type.
                MemorySegment tensor =
                        api.pointer(out -> (MemorySegment) PP.invokeExact(api.at(55), type, out));
                if (tensor.address() == 0) {
                    return Optional.empty();
                }
                MemorySegment element = arena.allocate(JAVA_INT);
                api.check(() -> (MemorySegment) PP.invokeExact(api.at(60), tensor, element));
                long rank =
                        api.size(out -> (MemorySegment) PP.invokeExact(api.at(61), tensor, out));
                MemorySegment shape = arena.allocate(JAVA_LONG, Math.max(1, rank));
                api.check(() -> (MemorySegment) PPL.invokeExact(api.at(62), tensor, shape, rank));
                List<Long> dimensions = new ArrayList<>();
                for (long i = 0; i < rank; i++) {
                    dimensions.add(shape.getAtIndex(JAVA_LONG, i));
                }
                return Optional.of(new Type(element.get(JAVA_INT, 0), dimensions));
            } finally {
                api.release(98, type);
            }
        }
    }

    /// Pointers that belong to their owner.
    private List<MemorySegment> list(int slot, MemorySegment owner) throws OrtApiFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = arena.allocate(ADDRESS);
            long count =
                    api.size(out ->
                            (MemorySegment) PPP.invokeExact(api.at(slot), owner, first, out));
            return OrtApiTable.pointers(first.get(ADDRESS, 0), count);
        }
    }

    /// A C string that belongs to its owner.
    private String text(int slot, MemorySegment owner) throws OrtApiFailure {
        return OrtApiTable.text(
                api.pointer(out -> (MemorySegment) PP.invokeExact(api.at(slot), owner, out)));
    }

    private String name(int slot, MemorySegment session, long index) throws OrtApiFailure {
        // The default allocator; not to be released.
        MemorySegment allocator =
                api.pointer(out -> (MemorySegment) P.invokeExact(api.at(78), out));
        MemorySegment name =
                api.pointer(out ->
                        (MemorySegment)
                                PLPP.invokeExact(api.at(slot), session, index, allocator, out));
        try {
            return OrtApiTable.text(name);
        } finally {
            api.check(() -> (MemorySegment) PP.invokeExact(api.at(76), allocator, name));
        }
    }

    /// As ONNX Runtime takes paths: wide characters on Windows, bytes elsewhere.
    private static MemorySegment path(Arena arena, Path path) {
        String text = path.toString();
        return File.separatorChar == '\\'
                ? arena.allocateFrom(text, StandardCharsets.UTF_16LE)
                : arena.allocateFrom(text);
    }
}
