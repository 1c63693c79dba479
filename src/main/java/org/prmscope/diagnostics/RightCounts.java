package org.prmscope.diagnostics;

/// How many solutions of each kind there are, and how many of them a run has right.
///
/// @param errors solutions with an error in gold
/// @param errorsRight of these, those with exactly gold's first error
/// @param corrects solutions without an error in gold
/// @param correctsRight of these, those without a predicted error
public record RightCounts(int errors, int errorsRight, int corrects, int correctsRight) {
    /// Solutions with gold.
    public int total() {
        return errors + corrects;
    }

    /// Right ones among them.
    public int right() {
        return errorsRight + correctsRight;
    }
}
