package org.prmscope.model;

/// The weights of a decoder by their Hugging Face names.
interface DecoderWeights {
    /// A matrix `[rows, columns]`.
    ///
    /// @throws ModelException if it is known to be missing or of another shape or type
    RowSource matrix(String name, int rows, int columns) throws ModelException;

    /// A vector as one value in each row.
    ///
    /// @throws ModelException if it is known to be missing or of another shape or type
    RowSource vector(String name, int size) throws ModelException;
}
