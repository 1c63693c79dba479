package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;

/// ONNX Runtime could not be loaded, or it refused or failed to run a graph.
public final class OnnxException extends WorkbenchException {
    private final boolean notNumbers;

    OnnxException(Report report) {
        super(report);
        notNumbers = false;
    }

    OnnxException(Report report, Throwable cause) {
        super(report, cause);
        notNumbers = false;
    }

    private OnnxException(Report report, boolean notNumbers) {
        super(report);
        this.notNumbers = notNumbers;
    }

    /// The graph was loaded and run, but computed NaN or infinity.
    static OnnxException notNumbers(Report report) {
        return new OnnxException(report, true);
    }

    /// Whether it is what [#notNumbers(Report)] makes.
    boolean isNotNumbers() {
        return notNumbers;
    }
}
