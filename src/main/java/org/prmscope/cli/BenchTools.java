package org.prmscope.cli;

import org.prmscope.bench.BenchSubject;
import org.prmscope.bench.ModelBench;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.VerifierChoice;

import java.util.function.LongSupplier;

/// What the benchmark needs from the rest of the program.
public interface BenchTools {
    /// A verifier as something to be measured; the caller closes it.
    BenchSubject subject(VerifierChoice choice) throws WorkbenchException;

    /// What a report says of when and where it was made.
    ///
    /// @param commit as the user named it
    ModelBench.Plan plan(String commit, boolean genPrm);

    /// A monotonic clock in nanoseconds.
    LongSupplier nanoTime();
}
