package org.prmscope.synthesis;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.Solution;

import java.util.List;
import java.util.Locale;

/// A generated solution and what there is to check in each of its steps.
///
/// @param problem what it answers
/// @param steps the text of each step
/// @param checks what to check in each step, at least one entry a step
/// @param error the planted error, or null
/// @param errorStep where it is, counted from 0, or -1
public record SyntheticSolution(
        String id,
        SyntheticProblem problem,
        List<String> steps,
        List<List<StepCheck>> checks,
        @Nullable ErrorKind error,
        int errorStep) {
    /// Who wrote it, in data files.
    public static final String GENERATOR = "prmscope-synthesis";

    public SyntheticSolution {
        steps = List.copyOf(steps);
        checks = checks.stream().map(List::copyOf).toList();
    }

    /// Steps that a verifier comes to which stops at the first error.
    int reached() {
        return errorStep < 0 ? steps.size() : errorStep + 1;
    }

    /// As the rest of the program knows it, with gold labels and the kind of error.
    public Solution solution() {
        FirstError first = FirstError.ofProcessBench(errorStep);
        String kind = error == null ? "none" : error.name().toLowerCase(Locale.ROOT);
        return new Solution(
                id,
                problem.text(),
                steps,
                GENERATOR,
                GoldLabels.ofFirstError("generator", steps.size(), first),
                error == null,
                "{\"error_kind\":\"" + kind + "\"}");
    }
}
