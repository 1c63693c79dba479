package org.prmscope.decode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;

/// A loaded decoder: feeds tokens, gives the next token's logits.
///
/// Not thread-safe: one platform thread owns a model.
public interface SingleLm extends AutoCloseable {
    DecoderShape shape();

    /// What it runs on, such as `CPU`.
    String device();

    /// Threads it computes with.
    int threads();

    /// An empty cache with room for `capacity` tokens of one chain.
    ///
    /// @throws WorkbenchException if there is no memory for it; the message has the numbers
    SingleKvCache newCache(int capacity) throws WorkbenchException;

    /// Computes `tokens` after what `cache` holds, in chunks that can be cancelled between, and
    /// grows the cache by them.
    ///
    /// @return the logits of the last position, `[vocabulary]`; valid until the next call
    /// @throws CancelledException if cancellation was asked for; the cache then holds a prefix
    /// @throws WorkbenchException if the runtime failed or the cache is too small
    float[] forward(SingleKvCache cache, int[] tokens, Cancellation cancellation)
            throws WorkbenchException, CancelledException;

    @Override
    void close();
}
