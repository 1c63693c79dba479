package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;

import java.util.List;
import java.util.Locale;

/// What a failed call of ONNX Runtime's C interface said: the name of its code and its message.
///
/// It becomes an [OnnxException] where it is known what was being done.
final class OrtApiFailure extends Exception {
    /// In the order of `OrtErrorCode`.
    private static final List<String> CODES =
            List.of(
                    "ORT_OK",
                    "ORT_FAIL",
                    "ORT_INVALID_ARGUMENT",
                    "ORT_NO_SUCHFILE",
                    "ORT_NO_MODEL",
                    "ORT_ENGINE_ERROR",
                    "ORT_RUNTIME_EXCEPTION",
                    "ORT_INVALID_PROTOBUF",
                    "ORT_MODEL_LOADED",
                    "ORT_NOT_IMPLEMENTED",
                    "ORT_INVALID_GRAPH",
                    "ORT_EP_FAIL",
                    "ORT_MODEL_LOAD_CANCELED",
                    "ORT_MODEL_REQUIRES_COMPILATION",
                    "ORT_NOT_FOUND");

    OrtApiFailure(int code, String message) {
        super(name(code) + ": " + message);
    }

    /// Whether the device or the system had no memory left.
    boolean outOfMemory() {
        String message = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("failed to allocate memory")
                || message.contains("out of memory")
                || message.contains("bad alloc")
                || message.contains("bad_alloc")
                || message.contains("available memory of");
    }

    /// As an exception that a person can act on.
    ///
    /// @param what was being done
    /// @param where the graph or the device
    OnnxException reported(String what, String where) {
        return new OnnxException(
                new WorkbenchException.Report(
                        what,
                        where,
                        "",
                        String.valueOf(getMessage()),
                        outOfMemory()
                                ? "Close other programs, decode fewer chains at once or use a"
                                        + " smaller model"
                                : "Check that the folder is complete and that memory is free, or"
                                        + " export the model again"),
                this);
    }

    private static String name(int code) {
        return code >= 0 && code < CODES.size() ? CODES.get(code) : "error " + code;
    }
}
