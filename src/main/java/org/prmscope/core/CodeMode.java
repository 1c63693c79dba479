package org.prmscope.core;

/// How far GenPRM goes in a step (the rows of the paper's Table 5).
public enum CodeMode {
    /// Analysis and judgement.
    ANALYZE_ONLY,
    /// Code is written but not run; the model imagines the output.
    WITHOUT_EXECUTION,
    /// Code is written and run, its output is read.
    WITH_EXECUTION
}
