package org.prmscope.compare;

import org.prmscope.diagnostics.Estimate;
import org.prmscope.diagnostics.Evaluation;

import java.util.List;

/// One run over the solutions that are compared.
///
/// @param run which, from 0
/// @param evaluation ProcessBench's metrics with bootstrap intervals
/// @param accuracy right ones among all with gold, with Wilson's interval
/// @param right ids of the solutions it has right
/// @param wrong ids of those it judged readably and wrong
/// @param invalid ids of those it judged unreadably, with gold or without
public record RunFigures(
        int run,
        Evaluation evaluation,
        Estimate accuracy,
        List<String> right,
        List<String> wrong,
        List<String> invalid,
        Spending spending) {
    public RunFigures {
        right = List.copyOf(right);
        wrong = List.copyOf(wrong);
        invalid = List.copyOf(invalid);
    }
}
