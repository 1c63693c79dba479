package org.prmscope.sandbox;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Path;
import java.security.SecureRandom;

/// The executors of this machine for tests; a test skips where there is none.
final class Sandboxes {
    private Sandboxes() {}

    static HostTools tools() {
        return HostTools.find(
                System.getenv("PATH"),
                Path.of(System.getProperty("java.home")),
                System.getProperty("java.class.path"));
    }

    static CodeExecutor bubblewrap() {
        try {
            return BubblewrapExecutor.probe(tools(), System::nanoTime, new SecureRandom());
        } catch (SandboxException e) {
            return Assumptions.abort(e.report().text());
        }
    }

    /// The embedded interpreter is there on every machine, so it failing to start is a failure.
    static CodeExecutor graalPy() throws SandboxException {
        Path cache = Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
        return GraalPyExecutor.probe(
                tools(), cache.resolve("graalpy"), System::nanoTime, new SecureRandom());
    }
}
