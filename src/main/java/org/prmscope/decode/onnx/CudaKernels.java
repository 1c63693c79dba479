package org.prmscope.decode.onnx;

import java.util.Optional;

/// A switch that keeps ONNX Runtime from kernels that compute wrongly on some devices.
///
/// From reports of deterministic garbage on the newest devices of their time (attention kernels:
/// onnxruntime-genai 2291, onnxruntime 27079). They are tried in this order.
enum CudaKernels {
    /// What ONNX Runtime chooses.
    CHOSEN("", "", false),
    /// Flash attention alone, not cuDNN's or XQA.
    FLASH_ATTENTION("sdpa_kernel", "1", true),
    NO_XQA("ORT_ENABLE_XQA", "0", false),
    NO_CUDNN_ATTENTION("ORT_ENABLE_CUDNN_FLASH_ATTENTION", "0", false),
    NO_FUSED_WEIGHTS("ORT_FPA_INTB_GEMM", "0", false);

    private final String key;
    private final String value;
    private final boolean ofProvider;

    /// An option of the CUDA provider.
    record Option(String key, String value) {}

    CudaKernels(String key, String value, boolean ofProvider) {
        this.key = key;
        this.value = value;
        this.ofProvider = ofProvider;
    }

    /// As a record of a run shows it, such as `ORT_ENABLE_XQA=0`; empty if nothing is switched.
    String text() {
        return key.isEmpty() ? "" : key + "=" + value;
    }

    /// The option to give to the CUDA provider.
    Optional<Option> providerOption() {
        return ofProvider ? Optional.of(new Option(key, value)) : Optional.empty();
    }

    /// The variable to set in the C environment while a session is made: kernels read it when they
    /// are made.
    Optional<Option> variable() {
        return ofProvider || key.isEmpty() ? Optional.empty() : Optional.of(new Option(key, value));
    }
}
