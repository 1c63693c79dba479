package org.prmscope.decode.onnx;

import java.util.Set;

/// A device as the driver describes it.
///
/// @param number from 0, as CUDA counts
/// @param memory bytes in all
/// @param capability compute capability, such as `9.0`
public record CudaDevice(int number, String name, long memory, String capability) {
    private static final Set<String> SUPPORTED = Set.of("6", "7", "8", "9", "12");

    /// Whether ONNX Runtime (1.29) has kernels for it: its library holds code for 6.x, 7.x, 8.x,
    /// 9.0 and 12.0, and none that a driver could compile for others.
    public boolean supported() {
        return SUPPORTED.contains(capability.split("\\.", -1)[0]);
    }

    /// Such as `NVIDIA L4, 22 GiB, compute capability 8.9`.
    public String text() {
        return "%s, %d GiB, compute capability %s".formatted(name, memory >> 30, capability);
    }
}
