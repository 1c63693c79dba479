package org.prmscope.decode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.Computation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;

import java.util.function.LongSupplier;

/// A loaded decoder over a pool of key-value rows: computes tokens, says what may come next.
///
/// A row holds the keys and values of one chain. Who owns which row, how many tokens of it count
/// and what they are is the caller's knowledge (the engine that schedules chains); the model only
/// reads the first `held` tokens of a row and writes after them. So a rewind is a smaller `held`,
/// and what lies behind it is overwritten.
///
/// Only the batch of one-token steps takes several rows: `GroupQueryAttention` computes longer
/// stretches one row at a time.
///
/// Not thread-safe: one platform thread owns a model.
public interface CausalLm extends AutoCloseable {
    DecoderShape shape();

    Computation computation();

    /// The rows; they belong to the model and are closed with it.
    KvRows rows();

    /// Tokens that one [#forward] should compute at most: bounds its scratch memory and how long a
    /// cancellation or another chain waits.
    int chunk();

    /// Whether it can still compute; false for good once its device failed in a way that no later
    /// run gets over: it must be loaded again. Any thread may ask.
    default boolean isSound() {
        return true;
    }

    /// Computes `tokens` after the first `held` tokens of one row.
    ///
    /// @param tokens at least 1, at most [#chunk()]
    /// @param wanted indexes into `tokens`, ascending: after which of them the next token is asked
    ///   for; may be empty
    /// @param labels token ids whose logits every answer must have; may be empty
    /// @return one answer for each wanted index
    /// @throws CancelledException if cancelled; the row then holds `held` tokens still
    /// @throws WorkbenchException if the runtime failed or ran out of memory; the row then holds
    ///   `held` tokens still
    NextToken[] forward(
            int row, int held, int[] tokens, int[] wanted, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException;

    /// Computes one more token of each of the first `tokens.length` rows, in one run.
    ///
    /// @param held tokens each row holds before
    /// @param labels token ids whose logits every answer must have; may be empty
    /// @return one answer for each row
    NextToken[] step(int[] held, int[] tokens, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException;

    /// The logits of the whole vocabulary, `[vocabulary]`, after one more token of a row. For the
    /// rare draw that [NextToken] cannot decide.
    ///
    /// @return valid until the next call
    float[] row(int row, int held, int token, Cancellation cancellation)
            throws WorkbenchException, CancelledException;

    /// Lets [#runtimeNanos()] be counted from now on.
    ///
    /// @param nanoTime a clock in nanoseconds
    void timeBy(LongSupplier nanoTime);

    /// Nanoseconds that the runtime computed in all runs that were timed: without what is done
    /// before and after a run, such as packing rows, binding tensors and reading answers.
    long runtimeNanos();

    @Override
    void close();
}
