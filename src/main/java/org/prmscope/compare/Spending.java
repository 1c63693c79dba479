package org.prmscope.compare;

/// What a run took on the solutions that are compared, chains that failed left out.
///
/// @param solutions how many
/// @param generated tokens sampled
/// @param prefilled tokens computed without sampling
/// @param wallMs of all chains together; chains that ran at the same time count each
public record Spending(int solutions, long generated, long prefilled, double wallMs) {
    /// Mean generated tokens a solution; 0 for none.
    public double perSolution() {
        return solutions == 0 ? 0 : (double) generated / solutions;
    }
}
