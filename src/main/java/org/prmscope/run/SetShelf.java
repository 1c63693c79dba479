package org.prmscope.run;

import org.prmscope.core.Cancellation;
import org.prmscope.core.RowProblem;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionFormat;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.WorkbenchException;
import org.prmscope.dataset.SolutionReader;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/// The sets of a workspace and how they get there.
final class SetShelf {
    private static final String OWN_SET = "My problems";

    private final WorkspacePort workspace;
    private final SolutionReader reader;

    SetShelf(WorkspacePort workspace, SolutionReader reader) {
        this.workspace = workspace;
        this.reader = reader;
    }

    List<SetSummary> all() throws WorkbenchException {
        return workspace.sets();
    }

    /// A file with the same content is the same set, wherever it lies: its results stay with it.
    ImportOutcome open(Path file, LongConsumer bytesRead, Cancellation cancellation)
            throws WorkbenchException {
        SolutionSet set = reader.read(file, bytesRead, cancellation);
        if (cancellation.isCancelled()) {
            throw new CancellationException();
        }
        Optional<SetSummary> known = workspace.setOfContent(set.sha256());
        SetSummary summary = known.isPresent() ? known.get() : workspace.importSet(set);
        return new ImportOutcome(
                summary, set.problems().stream().map(row -> report(file, row)).toList());
    }

    /// Adds a problem entered by hand; a second one with the same id gets a number.
    synchronized SetSummary add(Solution solution) throws WorkbenchException {
        SetSummary own = own();
        List<String> ids =
                own.solutions() == 0
                        ? List.of()
                        : workspace.solutions(own.id()).stream().map(Solution::id).toList();
        String id = solution.id();
        for (int number = 2; ids.contains(id); number++) {
            id = solution.id() + "-" + number;
        }
        workspace.addSolution(
                own.id(),
                new Solution(
                        id,
                        solution.problem(),
                        solution.steps(),
                        solution.generator(),
                        solution.gold(),
                        solution.finalAnswerCorrect(),
                        solution.extraFields()));
        return own();
    }

    private SetSummary own() throws WorkbenchException {
        for (SetSummary set : workspace.sets()) {
            if (set.name().equals(OWN_SET) && set.source().isEmpty()) {
                return set;
            }
        }
        return workspace.importSet(
                new SolutionSet(OWN_SET, "", SolutionFormat.PRMSCOPE, "", List.of(), List.of(), 0));
    }

    private static WorkbenchException.Report report(Path file, RowProblem row) {
        String name = row.id() == null ? "" : " (" + row.id() + ")";
        String field = row.field().isEmpty() ? "" : ", " + row.field();
        return new WorkbenchException.Report(
                "A row was not loaded",
                file.getFileName() + ", " + row.where() + name + field,
                row.expected(),
                row.found(),
                row.remedy());
    }
}
