package org.prmscope.dataset;

/// How much of a file is taken in, so that no file can exhaust memory.
///
/// @param rowBytes bytes of one row
/// @param rows how many solutions are loaded
/// @param totalBytes bytes of all loaded rows together
/// @param nesting how deep JSON values may nest
/// @param steps steps of one solution
/// @param problems how many row problems are kept; all are counted
public record ReadLimits(
        int rowBytes, int rows, long totalBytes, int nesting, int steps, int problems) {
    /// 8 MiB a row, 200,000 rows, 512 MiB together, 64 levels, 4,096 steps, 1,000 problems.
    public static final ReadLimits DEFAULT =
            new ReadLimits(8 << 20, 200_000, 512L << 20, 64, 4_096, 1_000);
}
