package org.prmscope.sandbox;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Path;
import java.security.SecureRandom;

/// The executors of this machine for tests; a test skips where there is no bubblewrap.
public final class Sandboxes {
    private Sandboxes() {}

    static HostTools tools() {
        return HostTools.find(
                System.getenv("PATH"),
                Path.of(System.getProperty("java.home")),
                System.getProperty("java.class.path"));
    }

    static Path cache() {
        return Path.of(System.getProperty("prmscope.cache", "target/test-cache"))
                .resolve("graalpy");
    }

    public static CodeExecutor bubblewrap() {
        try {
            return BubblewrapExecutor.probe(tools(), System::nanoTime, new SecureRandom());
        } catch (SandboxException e) {
            return Assumptions.abort(e.report().text());
        }
    }

    static SandboxException whyNotBubblewrap(HostTools tools) {
        return assertThrows(
                SandboxException.class,
                () -> BubblewrapExecutor.probe(tools, System::nanoTime, new SecureRandom()));
    }

    /// The embedded interpreter is there on every machine, so it failing to start is a failure.
    static CodeExecutor graalPy() throws SandboxException {
        return GraalPyExecutor.probe(tools(), cache(), System::nanoTime, new SecureRandom());
    }

    static SandboxException whyNotGraalPy(HostTools tools) {
        return assertThrows(
                SandboxException.class,
                () -> GraalPyExecutor.probe(tools, cache(), System::nanoTime, new SecureRandom()));
    }
}
