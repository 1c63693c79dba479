package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;

/// What a failed CUDA call said: the name of its error and its text.
final class CudaFailure extends Exception {
    private final boolean outOfMemory;

    /// @param call such as `cudaMalloc`
    CudaFailure(String call, int code, String name, String text) {
        super("%s: %s (%d), %s".formatted(call, name, code, text));
        outOfMemory = code == 2;
    }

    /// Whether the device had no memory left.
    boolean outOfMemory() {
        return outOfMemory;
    }

    /// As an exception that a person can act on.
    OnnxException reported(String what, String device, String expected) {
        return new OnnxException(
                new WorkbenchException.Report(
                        what,
                        device,
                        expected,
                        String.valueOf(getMessage()),
                        outOfMemory
                                ? "Close other programs that use the device, decode fewer chains at"
                                        + " once, use a smaller model or the CPU"
                                : "Run the model on the CPU, or start the program again"),
                this);
    }
}
