package org.prmscope.decode.onnx;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.NextToken;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a device computes a model as the reference does, and which switch cures it if not.
///
/// The device is led along the reference's most probable tokens, so that one near tie does not set
/// the two apart for good, and its probabilities are compared after every token.
///
/// There are two references. The better is the same weights on the CPU, computed in float32. It
/// needs the weights in the system's memory; where they do not fit, the device is compared with
/// itself: a prefill of the whole text against the steps. Both go through different kernels (the
/// reported faults were in one of them), but a fault that both share, such as wrongly read weights,
/// would pass.
final class SelfTest {
    /// After the prompt.
    static final int TOKENS = 32;

    private final int[] prompt;
    private final List<NextToken> reference;
    private final String against;

    /// A way to load the model.
    ///
    /// @param graphs whether steps are recorded and replayed
    /// @param kernels what is switched
    record Variant(boolean graphs, CudaKernels kernels) {
        /// Such as `up to 256 CUDA graphs, sdpa_kernel=19`; steps that need another are not
        /// replayed.
        String text() {
            String steps =
                    graphs
                            ? "up to %d CUDA graphs".formatted(ForeignRecordings.LIMIT)
                            : "no CUDA graphs";
            return steps + ", " + kernels.text();
        }
    }

    /// Loads the model on the device.
    interface Opener<T extends CausalLm> {
        /// Loads it in one way.
        ///
        /// @param note what did not work before, for the record of the runs; may be empty
        T open(Variant variant, String note) throws WorkbenchException;

        /// How exact the loaded model can be.
        SelfTestTolerance tolerance(T lm);
    }

    /// A model that passed.
    ///
    /// @param tried what did not, each with its reason
    record Passed<T>(T lm, Variant variant, String numbers, List<String> tried) {}

    /// @param prompt a fixed text, at least two tokens
    /// @param reference what the reference says, see [#reference]
    SelfTest(int[] prompt, List<NextToken> reference) {
        this(prompt, reference, "the CPU");
    }

    private SelfTest(int[] prompt, List<NextToken> reference, String against) {
        this.prompt = prompt.clone();
        this.reference = List.copyOf(reference);
        this.against = against;
    }

    /// Compares the device with itself.
    static SelfTest withoutReference(int[] prompt) {
        return new SelfTest(prompt, List.of(), "itself, prefill against steps");
    }

    /// What a model that is right says of the text.
    static List<NextToken> reference(CausalLm lm, int[] prompt, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        return new SelfTestWalk(lm, prompt, TOKENS, cancellation).greedy();
    }

    /// What the comparison is with.
    String against() {
        return against;
    }

    /// Compares one loaded model.
    SelfTestResult compare(CausalLm lm, SelfTestTolerance tolerance, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        SelfTestWalk walk = new SelfTestWalk(lm, prompt, TOKENS, cancellation);
        List<NextToken> led = reference.isEmpty() ? walk.greedy() : reference;
        List<NextToken> expected = reference.isEmpty() ? walk.atOnce(led) : reference;
        return SelfTestResult.of(
                tolerance, SelfTestWalk.twice(expected), walk.along(led, expected));
    }

    /// Loads the model in one way after another until one passes.
    ///
    /// @param graphs whether steps may be recorded at all
    /// @param device for the message
    /// @throws OnnxException if the model cannot be loaded, or none passes, with the numbers of
    ///   each
    <T extends CausalLm> Passed<T> choose(
            Opener<T> opener, boolean graphs, String device, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        List<String> tried = new ArrayList<>();
        boolean recorded = graphs;
        for (CudaKernels kernels : CudaKernels.values()) {
            if (recorded) {
                Variant replayed = new Variant(true, kernels);
                try {
                    Optional<Passed<T>> passed = attempt(opener, replayed, tried, cancellation);
                    if (passed.isPresent()) {
                        return passed.get();
                    }
                } catch (OnnxException e) {
                    // Recording is what may be refused; another refusal comes again without it.
                    recorded = false;
                    tried.add(replayed.text() + ": " + e.report().found());
                }
            }
            if (!recorded || kernels == CudaKernels.CHOSEN) {
                Variant plain = new Variant(false, kernels);
                Optional<Passed<T>> passed = attempt(opener, plain, tried, cancellation);
                if (passed.isPresent()) {
                    return passed.get();
                }
            }
        }
        throw new OnnxException(
                new WorkbenchException.Report(
                        "The device computes this model wrongly",
                        device,
                        "the probabilities of " + against,
                        String.join("; ", tried),
                        "Use the CPU for this model, and report the device and its driver"));
    }

    /// @return the model if it passed; else why not is in `tried`
    /// @throws OnnxException if it cannot be loaded
    private <T extends CausalLm> Optional<Passed<T>> attempt(
            Opener<T> opener, Variant variant, List<String> tried, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
        T lm;
        try {
            lm = opener.open(variant, String.join("; ", tried));
        } catch (OnnxException e) {
            if (!e.isNotNumbers()) {
                throw e;
            }
            tried.add(variant.text() + ": " + e.report().found());
            return Optional.empty();
        }
        boolean passed = false;
        try {
            SelfTestResult result = compare(lm, opener.tolerance(lm), cancellation);
            passed = result.passed();
            if (passed) {
                return Optional.of(new Passed<>(lm, variant, result.text(), List.copyOf(tried)));
            }
            tried.add(variant.text() + ": " + result.text());
        } catch (OnnxException e) {
            tried.add(variant.text() + ": " + e.report().found());
        } finally {
            if (!passed) {
                lm.close();
            }
        }
        return Optional.empty();
    }
}
