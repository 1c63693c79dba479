package org.prmscope.decode;

import org.prmscope.core.WorkbenchException;

/// The pool of key-value rows of a [CausalLm]: for each layer one key and one value tensor `[rows,
/// kvHeads, capacity, headDim]`.
///
/// Used by the model's thread alone, except [#bytes()].
public interface KvRows {
    int rows();

    /// Tokens that each row has room for.
    int capacity();

    /// Bytes it takes now. Thread-safe.
    long bytes();

    /// Bytes that it would take with so many rows of so many tokens.
    long bytes(int rows, int capacity);

    /// Grows or shrinks the pool; the first `held[r]` tokens of each row that stays are kept.
    ///
    /// @param held tokens of each row, for the rows that there are now
    /// @throws WorkbenchException if there is no memory for it; the pool is then as it was
    void resize(int rows, int capacity, int[] held) throws WorkbenchException;

    /// Makes the first `tokens` tokens of row `to` those of row `from`.
    void copy(int from, int to, int tokens);

    /// Exchanges the first `tokens` tokens of two rows.
    void swap(int one, int other, int tokens);
}
