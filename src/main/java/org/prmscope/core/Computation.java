package org.prmscope.core;

/// What computed a model's tokens and how; stored with every run, since results can differ in the
/// last bits between two of them.
///
/// @param device such as `CPU` or `CUDA (NVIDIA L4)`
/// @param threads the session computes with
/// @param rows chains that one step may compute together
/// @param kernels what was switched, such as `int4 weights, int8 activations (accuracy_level 4)`
public record Computation(String device, int threads, ComputeMode mode, int rows, String kernels) {}
