package org.prmscope.core;

/// What a pool of key-value rows takes in memory: the one formula that pools and estimates share.
///
/// @param buffers keys and values of all layers: one buffer each
/// @param tokenBytes what a token of one row takes in one buffer
/// @param packed whether a run needs the rows as one tensor without gaps and returns a longer one
public record KvFootprint(int buffers, long tokenBytes, boolean packed) {
    /// The rows of a model as its configuration describes it.
    public static KvFootprint of(DecoderShape shape, boolean packed) {
        return new KvFootprint(
                2 * shape.layers(),
                (long) shape.kvHeads() * shape.headDim() * shape.kvElementBytes(),
                packed);
    }

    /// All that `rows` rows of `tokens` tokens take, with one row of one buffer for exchanges.
    ///
    /// @throws ArithmeticException if that is more than any machine has
    public long bytes(long rows, long tokens) {
        return Math.addExact(ofRows(rows, tokens), bufferBytes(1, tokens));
    }

    /// What each row takes more: without the one for exchanges.
    ///
    /// @throws ArithmeticException if that is more than any machine has
    public long ofRows(long rows, long tokens) {
        long all = Math.multiplyExact(bufferBytes(rows, tokens), (long) buffers);
        // Past and present, and a quarter more that is reserved ahead.
        long copies = packed ? Math.multiplyExact(all, 5L) / 2 : 0;
        return Math.addExact(all, copies);
    }

    /// What one buffer of the pool takes.
    ///
    /// @throws ArithmeticException if that is more than any machine has
    public long bufferBytes(long rows, long tokens) {
        return Math.multiplyExact(Math.multiplyExact(rows, tokens), tokenBytes);
    }
}
