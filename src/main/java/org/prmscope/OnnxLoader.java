package org.prmscope;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.onnx.AttentionKind;
import org.prmscope.decode.onnx.DeviceChoice;
import org.prmscope.decode.onnx.OnnxDecoderNames;
import org.prmscope.decode.onnx.OnnxModelFiles;
import org.prmscope.model.DecoderNames;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.PatchedGraph;
import org.prmscope.run.LoadOptions;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// Loads the graph of a model folder on the device that was asked for.
final class OnnxLoader {
    /// What a device has to compute right before it is used.
    static final String SELF_TEST_TEXT =
            "Let's check the step: 12 * 7 = 84, and 84 + 16 = 100, so the answer is 100.";

    private final Path cache;
    private final int threads;
    private final LongSupplier freeBytes;
    private final DeviceChoice devices;

    /// A loaded graph.
    ///
    /// @param placement one sentence on where it is computed and why there
    /// @param deviceBytes memory that a device of its own had left after loading
    record Loaded(CausalLm lm, String placement, OptionalLong deviceBytes) {}

    OnnxLoader(Path cache, int threads, LongSupplier freeBytes) {
        this.cache = cache;
        this.threads = threads;
        this.freeBytes = freeBytes;
        devices = new DeviceChoice(cache, System.getenv());
    }

    /// Whether a model may be computed on CUDA. Its weights then only pass through the system's
    /// memory, a tensor at a time, and its keys and values lie on the device.
    boolean mayUseCuda(ModelFolder folder, LoadOptions options) {
        return switch (options.device()) {
            case CUDA -> true;
            case CPU -> false;
            case AUTOMATIC -> hasCudaGraph(folder, options) && devices.hasDevice();
        };
    }

    private static boolean hasCudaGraph(ModelFolder folder, LoadOptions options) {
        return options.mode() != ComputeMode.REFERENCE
                && folder.shape().kvElementBytes() == Short.BYTES;
    }

    /// Loads where it was asked for; says where that is and why.
    ///
    /// @param rows chains that one step will compute together
    /// @param room asked before it is loaded on the CPU
    /// @param selfTest ids of [#SELF_TEST_TEXT]
    Loaded load(
            ModelFolder folder,
            ModelIdentity identity,
            LoadOptions options,
            int rows,
            DeviceChoice.Room room,
            int[] selfTest,
            Cancellation cancellation)
            throws WorkbenchException {
        OnnxModelFiles cpu = files(folder, options.mode(), cancellation);
        if (options.device() == LoadOptions.Device.CUDA
                && options.mode() == ComputeMode.REFERENCE) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The reference mode computes on the CPU",
                            folder.files().folder().toString(),
                            "the device cpu or auto",
                            "cuda",
                            "Leave out the device, or the reference mode."));
        }
        boolean forCuda =
                options.device() != LoadOptions.Device.CPU && hasCudaGraph(folder, options);
        try {
            DeviceChoice.Placed placed =
                    devices.load(
                            device(options.device()),
                            new DeviceChoice.Graphs(
                                    cpu,
                                    forCuda ? Optional.of(cuda(folder, cpu)) : Optional.empty(),
                                    () -> reference(folder, cancellation),
                                    Optional.of(
                                            cache.resolve("self-test").resolve(identity.sha256())),
                                    room,
                                    folder.weights().size().bytes()
                                            + RowPlan.leastBytes(
                                                    folder.shape(), folder.inputs().attention()),
                                    Arrays.stream(selfTest).boxed().toList(),
                                    rows),
                            cancellation);
            return new Loaded(placed.lm(), placed.placement(), placed.freeBytes());
        } catch (CancelledException e) {
            throw cancelled();
        }
    }

    /// What the self-test compares with, if it fits into memory beside nothing else.
    private Optional<OnnxModelFiles> reference(ModelFolder folder, Cancellation cancellation)
            throws WorkbenchException {
        int tokens = folder.shape().contextLength() < 512 ? folder.shape().contextLength() : 512;
        return MemoryEstimate.of(folder, tokens, freeBytes).fits()
                ? Optional.of(files(folder, ComputeMode.REFERENCE, cancellation))
                : Optional.empty();
    }

    /// The levels of accuracy that a CPU knows mean nothing on CUDA.
    private static OnnxModelFiles cuda(ModelFolder folder, OnnxModelFiles cpu) {
        return new OnnxModelFiles(
                cpu.graph(),
                cpu.source(),
                cpu.weights(),
                cpu.shape(),
                cpu.names(),
                cpu.attention(),
                cpu.threads(),
                cpu.mode(),
                folder.weights().precision() + " weights");
    }

    private static DeviceChoice.Device device(LoadOptions.Device device) {
        return switch (device) {
            case AUTOMATIC -> DeviceChoice.Device.AUTOMATIC;
            case CPU -> DeviceChoice.Device.CPU;
            case CUDA -> DeviceChoice.Device.CUDA;
        };
    }

    OnnxModelFiles files(ModelFolder folder, ComputeMode mode, Cancellation cancellation)
            throws WorkbenchException {
        PatchedGraph graph =
                folder.patched(mode, cache, cancellation).orElseThrow(OnnxLoader::cancelled);
        return new OnnxModelFiles(
                ByteBuffer.wrap(graph.bytes()),
                folder.files().graph(),
                graph.weights(),
                folder.shape(),
                names(folder.names()),
                switch (folder.inputs().attention()) {
                    case SHARED -> AttentionKind.SHARED;
                    case CONCAT -> AttentionKind.CONCAT;
                },
                threads,
                mode,
                graph.kernels());
    }

    int threads() {
        return threads;
    }

    static OnnxDecoderNames names(DecoderNames names) {
        return new OnnxDecoderNames(
                names.inputIds(),
                names.attentionMask(),
                names.positionIds(),
                names.pastKeys(),
                names.pastValues(),
                names.logits(),
                names.presentKeys(),
                names.presentValues());
    }

    static WorkbenchException cancelled() {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "Loading the verifier was cancelled", "", "", "", ""));
    }
}
