package org.prmscope.decode.onnx;

/// How a model is to be computed on a CUDA device.
///
/// @param device its number, from 0
/// @param memoryLimit bytes that ONNX Runtime may take for weights and scratch; 0 for no limit.
///   Key-value rows are not in it
/// @param graphs whether steps are recorded as CUDA graphs and replayed
/// @param kernels what was switched from what ONNX Runtime would choose
record CudaSettings(int device, long memoryLimit, boolean graphs, CudaKernels kernels) {}
