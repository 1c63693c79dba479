package org.prmscope.compare;

import org.prmscope.diagnostics.Estimate;

import java.util.List;

/// What one run would have come to with less: one point for each prefix of its chains or rounds.
///
/// @param run which, from 0; a mixed run has one curve for each number of rounds
/// @param title such as `A parallel`, `B sequential`, `C mixed R=2`
/// @param points by growing cost, at least one unless nothing is compared
public record BudgetCurve(int run, String title, List<Point> points) {
    public BudgetCurve {
        points = List.copyOf(points);
    }

    /// A part of the run.
    ///
    /// @param chains the first so many of every solution
    /// @param rounds the first so many of every chain
    /// @param tokens mean generated tokens a solution
    /// @param f1 with a bootstrap interval
    /// @param accuracy with Wilson's interval
    /// @param solutions how many
    /// @param shorter ids of the solutions that have fewer chains or rounds, which count with what
    ///   they have
    /// @param right ids of the solutions that this part has right
    public record Point(
            int chains,
            int rounds,
            double tokens,
            Estimate f1,
            Estimate accuracy,
            int solutions,
            List<String> shorter,
            List<String> right) {
        public Point {
            shorter = List.copyOf(shorter);
            right = List.copyOf(right);
        }
    }
}
