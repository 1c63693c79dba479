package org.prmscope.dataset;

import org.prmscope.core.RowProblem;
import org.prmscope.core.WorkbenchException;

import java.nio.file.Path;
import java.util.List;

/// A file of solutions from which nothing can be loaded, or which cannot be written.
public final class DatasetException extends WorkbenchException {
    private final transient List<RowProblem> problems;

    /// A file that was found unfit.
    public DatasetException(Report report) {
        super(report);
        problems = List.of();
    }

    /// A file that could not be read or written, with the exception that told of it.
    public DatasetException(Report report, Throwable cause) {
        super(report, cause);
        problems = List.of();
    }

    /// A file none of whose rows loads.
    public DatasetException(Report report, List<RowProblem> problems) {
        super(report);
        this.problems = List.copyOf(problems);
    }

    /// The rows that did not load, where the file could be read that far.
    public List<RowProblem> problems() {
        return problems;
    }

    static DatasetException of(
            Path file, String what, String expected, String found, String remedy) {
        return new DatasetException(new Report(what, file.toString(), expected, found, remedy));
    }
}
