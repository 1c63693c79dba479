package org.prmscope.decode.onnx;

import org.prmscope.decode.onnx.GraphSession.ElementType;

import java.util.Optional;

/// The element types by their number in `ONNXTensorElementDataType`.
final class ForeignTypes {
    private ForeignTypes() {}

    static int code(ElementType element) {
        return switch (element) {
            case FLOAT -> 1;
            case INT32 -> 6;
            case INT64 -> 7;
            case BOOL -> 9;
            case FLOAT16 -> 10;
            case BFLOAT16 -> 16;
        };
    }

    /// The type of a number, if a decoder can have it.
    static Optional<ElementType> of(int code) {
        for (ElementType element : ElementType.values()) {
            if (code(element) == code) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /// @throws ArithmeticException if there are more bytes than a `long` counts
    static long bytes(ElementType element, long... shape) {
        long bytes = element.bytes();
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("a dimension of " + dimension);
            }
            bytes = Math.multiplyExact(bytes, dimension);
        }
        return bytes;
    }
}
