package org.prmscope;

import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.run.LoadOptions;

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

    /// Bytes that the rows may take: what was asked for, or half of what loading leaves, but never
    /// less than was planned for.
    long budget(MemoryEstimate estimate, LoadOptions options) {
        if (options.kvBytes() > 0) {
            return options.kvBytes();
        }
        long left = estimate.free().bytes() - estimate.loaded().bytes();
        return Math.max(estimate.cache().bytes(), (long) (left * BUDGET_SHARE));
    }
}
