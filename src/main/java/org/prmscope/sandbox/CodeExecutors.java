package org.prmscope.sandbox;

import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Picks the executor for code checks: bubblewrap, else the embedded GraalPy, else one whose every
/// check is unavailable. Never an interpreter that is not confined.
public final class CodeExecutors {
    private CodeExecutors() {}

    /// What was picked and why.
    ///
    /// @param passedOver why each executor before this one cannot be used here, in order; each text
    ///   has its remedy
    public record Choice(CodeExecutor executor, List<String> passedOver) implements AutoCloseable {
        public Choice {
            passedOver = List.copyOf(passedOver);
        }

        /// One text for a person, such as `bubblewrap, Python 3.11.2`, or the embedded one and why.
        public String description() {
            return passedOver.isEmpty()
                    ? executor.description()
                    : executor.description() + " (" + String.join("; ", passedOver) + ")";
        }

        @Override
        public void close() {
            executor.close();
        }
    }

    /// Tries each executor for real; takes a tenth of a second where bubblewrap works, else the
    /// seconds that GraalPy needs to start.
    ///
    /// @param cacheFolder where GraalPy may unpack its library
    /// @param nonces a source that sandboxed code cannot predict, such as a `SecureRandom`
    public static Choice choose(
            HostTools tools, Path cacheFolder, LongSupplier nanoTime, RandomGenerator nonces) {
        List<String> passedOver = new ArrayList<>();
        try {
            return new Choice(BubblewrapExecutor.probe(tools, nanoTime, nonces), passedOver);
        } catch (SandboxException unusable) {
            passedOver.add(unusable.report().text());
        }
        try {
            return new Choice(
                    GraalPyExecutor.probe(tools, cacheFolder, nanoTime, nonces), passedOver);
        } catch (SandboxException unusable) {
            passedOver.add(unusable.report().text());
        }
        return new Choice(new NoExecutor(String.join("; ", passedOver)), passedOver);
    }

    /// Says of every check that it could not be run.
    private record NoExecutor(String reason) implements CodeExecutor {
        @Override
        public String description() {
            return "none";
        }

        @Override
        public CodeSession open(CodeLimits limits) {
            return new CodeSession() {
                @Override
                public CodeResult run(String code, Cancellation cancellation) {
                    return new CodeResult(new CodeOutcome.Unavailable(reason), "", "", 0, "");
                }

                @Override
                public void close() {}
            };
        }
    }
}
