package org.prmscope.core;

import java.util.List;

/// Solutions that belong together, as one file holds them, with the rows that did not load.
///
/// @param name for a person, such as the file's name without its ending
/// @param source the file's path as text, empty for a set made in the program
/// @param sha256 of the file, hexadecimal; empty for a set made in the program
/// @param solutions with ids unique in the set
/// @param problems the rows that did not load, in file order, at most as many as the reader keeps
/// @param problemCount how many rows did not load, also those not kept in `problems`
public record SolutionSet(
        String name,
        String source,
        SolutionFormat format,
        String sha256,
        List<Solution> solutions,
        List<RowProblem> problems,
        int problemCount) {
    public SolutionSet {
        solutions = List.copyOf(solutions);
        problems = List.copyOf(problems);
        if (problemCount < problems.size()) {
            throw new IllegalArgumentException(
                    "%d problems counted, %d kept".formatted(problemCount, problems.size()));
        }
    }
}
