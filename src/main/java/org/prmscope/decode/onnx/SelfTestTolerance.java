package org.prmscope.decode.onnx;

import org.prmscope.decode.onnx.GraphSession.ElementType;

/// How far a device's answers may be from the reference's, by what the device computes in.
///
/// The limits are set between two effects. Rounding: logits of 20 to 30 keep 3 decimals in float16
/// and 2 in bfloat16, and the layers before add to it; so float16 stays near 0.1 and bfloat16 near
/// 0.8. Wrong kernels: the reported ones give unrelated text, differences of 5 and more.
enum SelfTestTolerance {
    FLOAT32(0.01, 1e-4),
    FLOAT16(0.5, 0.02),
    BFLOAT16(1.5, 0.1);

    private final double difference;
    private final double divergence;

    SelfTestTolerance(double difference, double divergence) {
        this.difference = difference;
        this.divergence = divergence;
    }

    /// Of log-probabilities, in nats.
    double difference() {
        return difference;
    }

    /// Kullback-Leibler, mean over the tokens, in nats.
    double divergence() {
        return divergence;
    }

    /// By the type of the keys and values, which is that of the activations.
    static SelfTestTolerance of(ElementType cache) {
        return switch (cache) {
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
            case FLOAT, INT32, INT64, BOOL -> FLOAT32;
        };
    }
}
