package org.prmscope.ui.training;

import org.prmscope.report.Cell;
import org.prmscope.report.DataTable;
import org.prmscope.run.training.Curve;
import org.prmscope.run.training.CurvePoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every step of the trainings in a plot as numbers, none left out or averaged.
final class CurveTable {
    private static final List<String> COLUMNS =
            List.of(
                    "training",
                    "step",
                    "loss",
                    "evaluation_loss",
                    "gradient_norm",
                    "rate",
                    "tokens",
                    "tokens_per_second");

    private CurveTable() {}

    /// A row a step; a value that was not finite is none.
    static DataTable of(List<CurvePlots.Laid> laid) {
        List<List<Cell>> rows = new ArrayList<>();
        for (CurvePlots.Laid one : laid) {
            Map<Integer, Double> evaluations = new HashMap<>();
            for (Curve.Evaluation each : one.curve().evaluations()) {
                evaluations.put(each.step(), each.loss());
            }
            for (CurvePoint point : one.curve().points()) {
                Double evaluation = evaluations.remove(point.step());
                rows.add(
                        List.of(
                                Cell.of(one.name()),
                                Cell.of(point.step()),
                                number(point.loss()),
                                evaluation == null ? new Cell.None() : number(evaluation),
                                number(point.gradientNorm()),
                                number(point.rate()),
                                Cell.of(point.tokens()),
                                number(point.tokensPerSecond())));
            }
            // An evaluation before the first step, or of a file that has nothing else.
            evaluations.keySet().stream()
                    .sorted()
                    .forEach(step ->
                            rows.add(
                                    List.of(
                                            Cell.of(one.name()),
                                            Cell.of(step),
                                            new Cell.None(),
                                            number(evaluations.getOrDefault(step, Double.NaN)),
                                            new Cell.None(),
                                            new Cell.None(),
                                            new Cell.None(),
                                            new Cell.None())));
        }
        return new DataTable(COLUMNS, rows);
    }

    private static Cell number(double value) {
        return Double.isFinite(value) ? new Cell.Value(value) : new Cell.None();
    }
}
