package org.prmscope.model;

import org.prmscope.core.DecoderShape;
import org.prmscope.core.KvFootprint;

import java.util.function.LongSupplier;

/// Whether a model fits into the memory that is free now, with the numbers behind the answer.
///
/// @param weights size of the weight files
/// @param loaded the weights while the model is loaded, see [#LOAD_FACTOR]
/// @param cachePerThousandTokens key-value cache of 1,000 tokens of each further chain
/// @param cache key-value cache of all the chains and tokens planned for
/// @param free memory that could be taken when the estimate was made
public record MemoryEstimate(
        ByteSize weights,
        ByteSize loaded,
        ByteSize cachePerThousandTokens,
        ByteSize cache,
        ByteSize free) {
    /// The peak of memory while a model is loaded, over the size of its weight files, on the CPU.
    ///
    /// ONNX Runtime maps the files and keeps a second, packed copy of every matrix; the mapped
    /// original can be dropped again. Measured with 1.29.0 above the 76 MiB of an idle process: at
    /// the peak 1.36 times the file for float32 models of 378 and 503 MiB with a tied head (which
    /// is transposed and then packed), 1.02 times with an untied one, 1.27 times for an int4 model
    /// of 1,110 MiB.
    public static final double LOAD_FACTOR = 1.4;

    /// What the run-time library (32 MiB), its scratch buffers and the activations of a chunk of
    /// the prompt (40 MiB measured with 128 tokens) take besides, rounded up.
    private static final long RUNTIME = 192L << 20;

    /// Estimates a model with caches of `tokens` tokens in all: chains times their capacity.
    ///
    /// @param freeBytes gives the free memory, such as [SystemMemory]
    public static MemoryEstimate of(ModelFolder model, int tokens, LongSupplier freeBytes) {
        return of(model, 1, tokens, freeBytes);
    }

    /// Estimates a model that computes several chains together.
    ///
    /// @param rows chains that have a key-value cache at the same time
    /// @param tokens that each of them has room for
    /// @param freeBytes gives the free memory, such as [SystemMemory]
    public static MemoryEstimate of(
            ModelFolder model, int rows, int tokens, LongSupplier freeBytes) {
        return of(
                model.shape(),
                model.inputs().attention(),
                model.weights().size(),
                rows,
                tokens,
                freeBytes);
    }

    /// Estimates a model that is yet to be made.
    ///
    /// @param weights size of the weight files
    public static MemoryEstimate of(
            DecoderShape shape,
            AttentionKind attention,
            ByteSize weights,
            int rows,
            int tokens,
            LongSupplier freeBytes) {
        KvFootprint pool = footprint(shape, attention);
        return new MemoryEstimate(
                weights,
                new ByteSize(sum((long) (weights.bytes() * LOAD_FACTOR), RUNTIME)),
                new ByteSize(orMost(() -> pool.ofRows(1, 1000))),
                new ByteSize(orMost(() -> pool.bytes(rows, tokens))),
                new ByteSize(freeBytes.getAsLong()));
    }

    /// What the pool of key-value rows takes that a graph of this kind is computed with.
    public static KvFootprint footprint(DecoderShape shape, AttentionKind attention) {
        return KvFootprint.of(shape, attention == AttentionKind.CONCAT);
    }

    /// The loaded weights and the cache.
    public ByteSize needed() {
        return new ByteSize(sum(loaded.bytes(), cache.bytes()));
    }

    /// Of sizes no machine has, the largest number of bytes there is: more than is ever free.
    private static long orMost(LongSupplier bytes) {
        try {
            return bytes.getAsLong();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    /// Whether what is needed was free when the estimate was made.
    public boolean fits() {
        return needed().bytes() <= free.bytes();
    }

    /// Refuses a model that does not fit.
    ///
    /// @throws ModelException with the numbers
    public void requireFit(ModelFolder model) throws ModelException {
        if (!fits()) {
            throw ModelException.of(
                    "The model does not fit into memory",
                    model.files().folder(),
                    needed()
                            + " of free memory ("
                            + loaded
                            + " for the model, "
                            + cache
                            + " for its key-value cache)",
                    free + " free",
                    "Close other programs, plan for fewer chains or tokens, or take a model with smaller"
                            + " weights (int4).");
        }
    }
}
