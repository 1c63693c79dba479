package org.prmscope.decode.onnx;

/// A device as the driver describes it.
///
/// @param number from 0, as CUDA counts
/// @param memory bytes in all
/// @param capability compute capability, such as `9.0`
/// @param supported whether ONNX Runtime has kernels for it, see [CudaArchitectures]
public record CudaDevice(
        int number, String name, long memory, String capability, boolean supported) {
    /// Such as `NVIDIA L4, 22 GiB, compute capability 8.9`.
    public String text() {
        return "%s, %d GiB, compute capability %s".formatted(name, memory >> 30, capability);
    }
}
