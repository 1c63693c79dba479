package org.prmscope.store;

import org.prmscope.core.RowProblem;
import org.prmscope.core.SolutionFormat;

import java.time.Instant;
import java.util.List;

/// A set of solutions as the workspace lists it, without the solutions themselves.
///
/// @param id unique in the workspace
/// @param source the path it was imported from, empty if made in the program
/// @param sha256 of the file it was imported from, empty if made in the program
/// @param problems the rows that did not load
/// @param problemCount how many did not, also those not kept
/// @param size how many solutions it has
public record StoredSet(
        long id,
        String name,
        String source,
        SolutionFormat format,
        String sha256,
        Instant importedAt,
        List<RowProblem> problems,
        int problemCount,
        int size) {
    public StoredSet {
        problems = List.copyOf(problems);
    }
}
