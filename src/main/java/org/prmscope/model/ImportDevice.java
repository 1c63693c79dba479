package org.prmscope.model;

import java.util.Locale;

/// The device that an imported graph is for. ONNX Runtime's attention computes in float32 on a CPU
/// and in float16 on CUDA, so this decides the type of everything that is not quantized: norms,
/// biases, scales, the key-value cache and the logits.
public enum ImportDevice {
    CPU(Precision.FP32),
    CUDA(Precision.FP16);

    private final Precision floats;

    ImportDevice(Precision floats) {
        this.floats = floats;
    }

    /// The type of what is not quantized.
    public Precision floats() {
        return floats;
    }

    /// As the command line spells it, such as `cuda`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
