package org.prmscope.core;

/// How exactly a model is computed.
public enum ComputeMode {
    /// The fastest kernels the device has (on a CPU int8 activations for int4 weights), several
    /// chains in one step. A chain may differ from run to run where two tokens all but tie.
    FAST,

    /// For audits: float32 activations, one chain at a time, no speculation. The same chain, bit
    /// for bit, every time on the same machine.
    REFERENCE
}
