package org.prmscope;

import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.AttentionKind;
import org.prmscope.model.ByteSize;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.model.ModelFolder;
import org.prmscope.run.LoadOptions;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// How many key-value rows a model is given, and what they may take.
///
/// @param rows chains that are decoded together
/// @param cachedRows more rows that may hold what may be wanted again
/// @param rowTokens tokens of a row that an estimate plans for
record RowPlan(int rows, int cachedRows, int rowTokens) {
    /// Where a CPU's tokens per second stop growing with the rows.
    private static final int ROWS = 8;

    private static final int CACHED_ROWS = 4;

    /// A GenPRM verification of some eight steps.
    private static final int ROW_TOKENS = 2_048;

    /// What the smallest pool has room for.
    private static final int LEAST_TOKENS = 512;

    /// The share of the memory left after loading that rows take without being told.
    private static final double BUDGET_SHARE = 0.5;

    static RowPlan of(LoadOptions options, DecoderShape shape) {
        int rows = options.rows() > 0 ? options.rows() : ROWS;
        boolean reference = options.mode() == ComputeMode.REFERENCE;
        return new RowPlan(
                reference ? 1 : rows,
                reference ? 0 : CACHED_ROWS,
                Math.min(ROW_TOKENS, shape.contextLength()));
    }

    /// Whether a model and its rows fit, with what was asked for as the rows' share.
    ///
    /// @throws WorkbenchException if no chain of this graph fits into that share
    MemoryEstimate estimate(ModelFolder folder, LoadOptions options, LongSupplier freeBytes)
            throws WorkbenchException {
        requireRow(folder.shape(), folder.inputs().attention(), options);
        MemoryEstimate planned = MemoryEstimate.of(folder, rows, rowTokens, freeBytes);
        return options.kvBytes() == 0
                ? planned
                : new MemoryEstimate(
                        planned.weights(),
                        planned.loaded(),
                        planned.cachePerThousandTokens(),
                        new ByteSize(options.kvBytes()),
                        planned.free());
    }

    /// What the smallest pool takes: one row, as the pool counts it.
    static long leastBytes(DecoderShape shape, AttentionKind attention) {
        int tokens = Math.min(LEAST_TOKENS, shape.contextLength());
        return MemoryEstimate.footprint(shape, attention).bytes(1, tokens);
    }

    /// Refuses a share of memory that no chain fits into.
    static void requireRow(DecoderShape shape, AttentionKind attention, LoadOptions options)
            throws WorkbenchException {
        long least = leastBytes(shape, attention);
        if (options.kvBytes() > 0 && options.kvBytes() < least) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The memory for keys and values is too little for one chain",
                            "the option for key-value memory",
                            "at least %s, for %d tokens"
                                    .formatted(
                                            new ByteSize(least),
                                            Math.min(LEAST_TOKENS, shape.contextLength())),
                            new ByteSize(options.kvBytes()).text(),
                            "Allow more, or leave it to the program."));
        }
    }

    /// Bytes that the rows may take: what was asked for, or half of what loading leaves in the
    /// memory that they lie in. In the system's memory never less than was planned for.
    ///
    /// @param deviceBytes what a device of its own has left; empty on the CPU
    long budget(MemoryEstimate estimate, LoadOptions options, OptionalLong deviceBytes) {
        if (deviceBytes.isPresent()) {
            long share = (long) (deviceBytes.getAsLong() * BUDGET_SHARE);
            return options.kvBytes() > 0 ? Math.min(options.kvBytes(), share) : share;
        }
        if (options.kvBytes() > 0) {
            return options.kvBytes();
        }
        long left = estimate.free().bytes() - estimate.loaded().bytes();
        return Math.max(estimate.cache().bytes(), (long) (left * BUDGET_SHARE));
    }
}
