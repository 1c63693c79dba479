package org.prmscope.cli;

import org.prmscope.core.WorkbenchException;
import org.prmscope.sandbox.CodeExecutor;

import java.util.function.LongSupplier;

/// What training needs from the rest of the program.
public interface TrainingTools {
    /// Work that runs code checks.
    interface WithExecutor {
        int run(CodeExecutor executor) throws WorkbenchException;
    }

    /// Opens the code executor for the time of `work`.
    int withExecutor(WithExecutor work) throws WorkbenchException;

    /// A monotonic clock in nanoseconds.
    LongSupplier nanoTime();
}
