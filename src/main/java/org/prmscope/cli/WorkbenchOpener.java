package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.HealthCheck;
import org.prmscope.run.Workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/// How commands come by the rest of the program.
public interface WorkbenchOpener extends TrainingTools, BenchTools {
    /// Opens a workspace file, made if it does not exist.
    ///
    /// @param workspace null for a private one that is deleted when it is closed
    Workbench open(@Nullable Path workspace) throws WorkbenchException;

    /// Examines everything the program needs.
    ///
    /// @param workspace null for the user's own
    List<HealthCheck> examine(@Nullable Path workspace);

    @Override
    LongSupplier nanoTime();

    /// PRMScope's version.
    String version();
}
