package org.prmscope.decode.onnx;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which of ONNX Runtime's attention kernels may be used on a CUDA device; tried in this order.
///
/// There are reports of deterministic garbage on the newest devices of their time (attention
/// kernels: onnxruntime-genai 2291, onnxruntime 27079). The provider's option `sdpa_kernel` is a
/// sum of 1 (flash attention), 2 (memory-efficient attention), 8 (cuDNN's) and 16 (none of them);
/// XQA is not part of it and has a variable of its own.
enum CudaKernels {
    /// What ONNX Runtime chooses, but never cuDNN's attention: that is planned anew, for hundreds
    /// of milliseconds, for every number of tokens that it has not seen.
    CHOSEN("19", false),
    FLASH_ATTENTION("1", true),
    MEMORY_EFFICIENT_ATTENTION("2", true),
    PLAIN_ATTENTION("16", true);

    private final String attention;
    private final boolean withoutXqa;

    /// A switch and its value.
    record Option(String key, String value) {
        private String text() {
            return key + "=" + value;
        }
    }

    CudaKernels(String attention, boolean withoutXqa) {
        this.attention = attention;
        this.withoutXqa = withoutXqa;
    }

    /// As a record of a run shows it, such as `sdpa_kernel=1, ORT_ENABLE_XQA=0`.
    String text() {
        return Stream.concat(Stream.of(providerOption()), variable().stream())
                .map(Option::text)
                .collect(Collectors.joining(", "));
    }

    /// The option to give to the CUDA provider.
    Option providerOption() {
        return new Option("sdpa_kernel", attention);
    }

    /// The variable to set in the C environment while a session is made: kernels read it when they
    /// are made.
    Optional<Option> variable() {
        return withoutXqa ? Optional.of(new Option("ORT_ENABLE_XQA", "0")) : Optional.empty();
    }
}
