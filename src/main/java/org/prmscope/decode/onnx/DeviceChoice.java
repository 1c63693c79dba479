package org.prmscope.decode.onnx;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.NextToken;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Loads a model on the device that was asked for, or on the best that computes it rightly, and
/// says which and why. There is no silent fall-back.
public final class DeviceChoice {
    private final Path cache;
    private final CudaSearch search;

    /// What may be asked for.
    public enum Device {
        /// CUDA where it can be had and passes the self-test; else the CPU, with the reason.
        AUTOMATIC,
        CPU,
        /// An exception, with the reason, where it cannot be had.
        CUDA
    }

    /// The graphs of one model.
    ///
    /// @param cpu for the CPU
    /// @param cuda for CUDA; empty if the model has none
    /// @param reference makes the same weights as `cuda`, exactly computed on the CPU; asked only
    ///   where there is a device to compare with them, and nothing known of them
    /// @param stored where the reference's answers are kept, named by the content of the graph and
    ///   the weights; empty to keep none
    /// @param room asked before the model is loaded on the CPU
    /// @param deviceBytes what the model takes of a device's memory at the least: its weights, and
    ///   keys and values of one short chain
    /// @param prompt ids of a fixed text for the self-test, at least two
    /// @param maxRows chains that one step will compute together, for the record
    public record Graphs(
            OnnxModelFiles cpu,
            Optional<OnnxModelFiles> cuda,
            Reference reference,
            Optional<Path> stored,
            Room room,
            long deviceBytes,
            List<Integer> prompt,
            int maxRows) {
        public Graphs {
            prompt = List.copyOf(prompt);
        }
    }

    /// Makes the files of the reference computation, which may take time and room on the disk.
    public interface Reference {
        /// Empty if they do not fit into the system's memory (about twice their size while they are
        /// loaded).
        Optional<OnnxModelFiles> files() throws WorkbenchException, CancelledException;
    }

    /// The memory of the CPU.
    public interface Room {
        /// Looks whether the model fits.
        ///
        /// @throws WorkbenchException if it does not
        void require() throws WorkbenchException;
    }

    /// Says how many bytes of a device are free.
    interface FreeMemory {
        long bytes() throws OnnxException;
    }

    /// A loaded model.
    ///
    /// @param placement a sentence on where it is computed and why there
    /// @param freeBytes memory that a device of its own had left after loading; empty on the CPU
    public record Placed(OnnxCausalLm lm, String placement, OptionalLong freeBytes) {}

    /// @param cache folder for ONNX Runtime's libraries, see [OnnxNatives]
    /// @param environment of the process; names the folders of NVIDIA's libraries
    public DeviceChoice(Path cache, Map<String, String> environment) {
        this(cache, CudaSearch.of(environment));
    }

    DeviceChoice(Path cache, CudaSearch search) {
        this.cache = cache;
        this.search = search;
    }

    /// Loads the model; one thread owns it afterwards, which need not be this one.
    ///
    /// @throws WorkbenchException if the model cannot be loaded where it was asked for
    public Placed load(Device device, Graphs graphs, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        return switch (device) {
            case CPU -> onCpu(graphs, "CPU");
            case CUDA -> onCuda(graphs, cancellation);
            case AUTOMATIC -> automatic(graphs, cancellation);
        };
    }

    /// Whether there is a CUDA device. What else it takes to compute on it is found on loading.
    public boolean hasDevice() {
        try {
            return CudaModels.device(search).number() >= 0;
        } catch (OnnxException e) {
            return false;
        }
    }

    // What the model lacks for CUDA matters only to a machine that has a device.
    private Placed automatic(Graphs graphs, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        try {
            CudaModels.device(search);
        } catch (OnnxException e) {
            String missing = e.report().what();
            return onCpu(
                    graphs,
                    "CPU: " + Character.toLowerCase(missing.charAt(0)) + missing.substring(1));
        }
        String reason;
        try {
            return onCuda(graphs, cancellation);
        } catch (OnnxException e) {
            reason = e.report().situation();
        }
        return insteadOfCuda(graphs, reason);
    }

    /// Says of a model that neither of the two can take why not.
    Placed insteadOfCuda(Graphs graphs, String reason) throws WorkbenchException {
        try {
            graphs.room().require();
        } catch (WorkbenchException e) {
            WorkbenchException.Report report = e.report();
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            report.what(),
                            report.where(),
                            report.expected(),
                            report.found() + "; and not on CUDA: " + reason,
                            report.remedy()),
                    e);
        }
        return onCpu(graphs, "CPU, not CUDA: " + reason);
    }

    private Placed onCpu(Graphs graphs, String placement) throws WorkbenchException {
        graphs.room().require();
        return new Placed(
                OnnxCausalLm.openOnCpu(cache, graphs.cpu(), graphs.maxRows()),
                placement,
                OptionalLong.empty());
    }

    private Placed onCuda(Graphs graphs, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        if (graphs.cuda().isEmpty()) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "The model is not one for CUDA",
                            graphs.cpu().source().toString(),
                            "a graph for CUDA",
                            "one for the CPU alone",
                            "Import the model for CUDA (fp16 or int4), or use the CPU"));
        }
        CudaModels models = CudaModels.of(search, cache, graphs.cuda().get(), graphs.maxRows());
        requireRoom(models.device(), graphs.deviceBytes(), models.freeBytes());
        SelfTest test = selfTest(graphs, cancellation);
        SelfTest.Passed<OnnxCausalLm> passed =
                test.choose(models, models.graphs(), models.device(), cancellation);
        return placed(passed.lm(), placement(test.against(), passed), models::freeBytes);
    }

    static void requireRoom(String device, long needed, long free) throws OnnxException {
        if (free < needed) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "The model does not fit into the device's memory",
                            device,
                            "%,d MiB for the weights and one short chain".formatted(needed >> 20),
                            "%,d MiB free".formatted(free >> 20),
                            "Close other programs that use the device, take a model with smaller"
                                    + " weights (int4), or use the CPU"));
        }
    }

    /// Closes the model if the device does not say how much memory it has left.
    static Placed placed(OnnxCausalLm lm, String placement, FreeMemory left) throws OnnxException {
        boolean placed = false;
        try {
            Placed result = new Placed(lm, placement, OptionalLong.of(left.bytes()));
            placed = true;
            return result;
        } finally {
            if (!placed) {
                lm.close();
            }
        }
    }

    private SelfTest selfTest(Graphs graphs, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        int room = graphs.cpu().shape().contextLength() - SelfTest.TOKENS;
        int[] ids = graphs.prompt().stream().mapToInt(it -> it).toArray();
        int[] prompt = Arrays.copyOf(ids, Math.min(ids.length, room));
        Optional<List<NextToken>> known =
                graphs.stored().flatMap(it -> SelfTestStore.read(it, prompt, SelfTest.TOKENS));
        if (known.isPresent()) {
            return new SelfTest(prompt, known.get());
        }
        Optional<OnnxModelFiles> reference = graphs.reference().files();
        if (reference.isEmpty()) {
            return SelfTest.withoutReference(prompt);
        }
        // Closed before the device is loaded, so the weights are in memory once.
        try (OnnxCausalLm lm = OnnxCausalLm.openOnCpu(cache, reference.get(), 2)) {
            List<NextToken> answers = SelfTest.reference(lm, prompt, cancellation);
            graphs.stored().ifPresent(it -> SelfTestStore.write(it, prompt, answers));
            return new SelfTest(prompt, answers);
        }
    }

    private static String placement(String against, SelfTest.Passed<OnnxCausalLm> passed) {
        String text =
                "%s, %s: self-test against %s passed, %s"
                        .formatted(
                                passed.lm().computation().device(),
                                passed.variant().text(),
                                against,
                                passed.numbers());
        return passed.tried().isEmpty()
                ? text
                : text + "; did not pass: " + String.join("; ", passed.tried());
    }
}
