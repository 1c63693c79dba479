package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

/// Gives the weights of a decoder by their Hugging Face names, such as
/// `model.layers.0.self_attn.q_proj.weight` (`[heads * headDim, hiddenSize]`, row-major).
public interface WeightSource {
    /// The values of one tensor, row-major float32.
    ///
    /// @throws WorkbenchException if there is no such tensor or it cannot be read
    float[] tensor(String name) throws WorkbenchException;
}
