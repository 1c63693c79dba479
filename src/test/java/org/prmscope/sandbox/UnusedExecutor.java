package org.prmscope.sandbox;

import org.prmscope.core.CodeLimits;

/// An executor where no code is to be run.
public final class UnusedExecutor implements CodeExecutor {
    @Override
    public String description() {
        return "none";
    }

    @Override
    public CodeSession open(CodeLimits limits) {
        throw new AssertionError("no code is to be run here");
    }
}
