package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;

/// ONNX Runtime could not be loaded, or it refused or failed to run a graph.
public final class OnnxException extends WorkbenchException {
    OnnxException(Report report) {
        super(report);
    }

    OnnxException(Report report, Throwable cause) {
        super(report, cause);
    }
}
