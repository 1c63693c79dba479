package org.prmscope.decode;

/// The keys and values of one chain, per layer `[1, kvHeads, capacity, headDim]`.
public interface SingleKvCache extends AutoCloseable {
    /// Tokens it holds.
    int length();

    int capacity();

    /// Forgets the tokens from `length` on; costs nothing, the stale tail is overwritten.
    void rewind(int length);

    @Override
    void close();
}
