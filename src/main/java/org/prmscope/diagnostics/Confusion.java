package org.prmscope.diagnostics;

import org.prmscope.core.FirstError;

import java.util.List;

/// How the predicted first errors of solutions with gold fall around gold's; counts add up to the
/// number of solutions with gold.
///
/// @param located gold's first error, found at the same step
/// @param early predicted before gold's first error
/// @param late predicted after gold's first error
/// @param missed gold has an error, the verifier none
/// @param cleared no error on both sides
/// @param falseAlarms gold has no error, the verifier one
/// @param invalidOnErrors invalid where gold has an error
/// @param invalidOnCorrect invalid where gold has none
public record Confusion(
        int located,
        int early,
        int late,
        int missed,
        int cleared,
        int falseAlarms,
        int invalidOnErrors,
        int invalidOnCorrect) {
    private enum Cell {
        LOCATED,
        EARLY,
        LATE,
        MISSED,
        CLEARED,
        FALSE_ALARM,
        INVALID_ON_ERROR,
        INVALID_ON_CORRECT,
        NO_GOLD
    }

    /// Counts; solutions without gold are left out.
    public static Confusion of(List<Judged> judged) {
        List<Cell> cells = judged.stream().map(Confusion::cell).toList();
        return new Confusion(
                count(cells, Cell.LOCATED),
                count(cells, Cell.EARLY),
                count(cells, Cell.LATE),
                count(cells, Cell.MISSED),
                count(cells, Cell.CLEARED),
                count(cells, Cell.FALSE_ALARM),
                count(cells, Cell.INVALID_ON_ERROR),
                count(cells, Cell.INVALID_ON_CORRECT));
    }

    private static int count(List<Cell> cells, Cell cell) {
        return (int) cells.stream().filter(c -> c == cell).count();
    }

    private static Cell cell(Judged judged) {
        return switch (judged.gold()) {
            case FirstError.Unknown() -> Cell.NO_GOLD;
            case FirstError.None() ->
                    switch (judged.predicted()) {
                        case FirstError.None() -> Cell.CLEARED;
                        case FirstError.At(int _) -> Cell.FALSE_ALARM;
                        case FirstError.Unknown() -> Cell.INVALID_ON_CORRECT;
                    };
            case FirstError.At(int gold) ->
                    switch (judged.predicted()) {
                        case FirstError.None() -> Cell.MISSED;
                        case FirstError.At(int at) ->
                                at == gold ? Cell.LOCATED : at < gold ? Cell.EARLY : Cell.LATE;
                        case FirstError.Unknown() -> Cell.INVALID_ON_ERROR;
                    };
        };
    }
}
