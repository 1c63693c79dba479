package org.prmscope.core;

/// Which file format a set of solutions was read from.
public enum SolutionFormat {
    /// Rows with one label, the first wrong step (arXiv 2412.06559).
    PROCESSBENCH("ProcessBench"),
    /// PRMScope's own rows, also those made in the program.
    PRMSCOPE("PRMScope JSONL");

    private final String title;

    SolutionFormat(String title) {
        this.title = title;
    }

    /// The name for a person.
    public String title() {
        return title;
    }
}
