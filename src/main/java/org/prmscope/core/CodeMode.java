package org.prmscope.core;

/// How far GenPRM goes in a step (the rows of the paper's Table 5).
public enum CodeMode {
    /// Analysis and judgement.
    ANALYZE_ONLY("analyse only"),
    /// Code is written but not run; the model imagines the output.
    WITHOUT_EXECUTION("write code, do not run it"),
    /// Code is written and run, its output is read.
    WITH_EXECUTION("write and run code");

    private final String title;

    CodeMode(String title) {
        this.title = title;
    }

    /// A few words for a person.
    public String title() {
        return title;
    }
}
