package org.prmscope.decode.onnx;

/// The devices that ONNX Runtime (1.29) brings code for. Its CUDA provider holds code alone, none
/// that a driver could compile for others; code for compute capability X.Y runs on X.Z from Y on.
///
/// By the headers of the code in the two libraries: that of Linux has 60, 70, 75, 80, 86, 89, 90
/// and 120; that of Windows 61, 75, 86, 89 and 120, and for 90 but a fifteenth of what the others
/// have.
enum CudaArchitectures {
    LINUX("6.x, 7.x, 8.x, 9.x or 12.x"),
    WINDOWS("6.1 or above, 7.5, 8.6 or above, or 12.x");

    private final String text;

    CudaArchitectures(String text) {
        this.text = text;
    }

    boolean cover(int major, int minor) {
        return switch (this) {
            case LINUX -> (major >= 6 && major <= 9) || major == 12;
            case WINDOWS ->
                    switch (major) {
                        case 6 -> minor >= 1;
                        case 7 -> minor >= 5;
                        case 8 -> minor >= 6;
                        case 12 -> true;
                        default -> false;
                    };
        };
    }

    /// Such as `compute capability 6.x, 7.x, 8.x, 9.x or 12.x`.
    String text() {
        return "compute capability " + text;
    }
}
