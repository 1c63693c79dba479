package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.GraphSession.Tensor;

import java.util.Map;

/// How a graph reads the rows of the pool and what it computed gets into them.
sealed interface RowAttention extends AutoCloseable permits InPlaceAttention, PackedAttention {
    /// Adds the mask, the past and the present of a run to its inputs and outputs.
    ///
    /// @param first row
    /// @param count of rows
    /// @param held tokens of each of them
    /// @param tokens that the run computes of each of them
    void bind(
            int first,
            int count,
            int[] held,
            int tokens,
            Map<String, Tensor> inputs,
            Map<String, Tensor> outputs)
            throws WorkbenchException;

    /// Puts what the run computed into the rows.
    void keep(int first, int count, int[] held, int tokens);

    @Override
    void close();
}
