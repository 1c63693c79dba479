package org.prmscope.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeOutcome.Limit;
import org.prmscope.core.CodeResult;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

class BubblewrapExecutorTest extends ExecutorBehaviour {
    private static final String FORTY_CHILDREN =
            """
            import os, time
            for child in range(40):
                if os.fork() == 0:
                    time.sleep(60)
                    os._exit(0)
            """;

    @Override
    CodeExecutor start() {
        return Sandboxes.bubblewrap();
    }

    @Test
    void namesItsPython() {
        assertTrue(executor().description().startsWith("bubblewrap, Python 3."));
    }

    @Test
    void theWallsStand() throws Exception {
        CodeResult result =
                last(
                        """
                        import os, resource
                        status = dict(line.split(":", 1) for line in open("/proc/self/status"))
                        print(status["NoNewPrivs"].strip(), status["Seccomp"].strip())
                        print(*(status[name].strip() for name in ("CapEff", "CapPrm", "CapBnd")))
                        print(os.getuid(), os.getgid(), os.getcwd(), os.uname().nodename)
                        print(resource.getrlimit(resource.RLIMIT_AS))
                        print(resource.getrlimit(resource.RLIMIT_NPROC))
                        print(resource.getrlimit(resource.RLIMIT_CORE))
                        print(os.statvfs("/tmp").f_blocks * os.statvfs("/tmp").f_frsize)
                        """);
        assertEquals(
                """
                1 2
                0000000000000000 0000000000000000 0000000000000000
                65534 65534 /tmp sandbox
                (536870912, 536870912)
                (32, 32)
                (0, 0)
                67108864
                """,
                result.stdout(),
                result::toString);
    }

    @Test
    void thirtyTwoProcessesAreTheMost() throws Exception {
        assertEquals(new CodeOutcome.LimitHit(Limit.PROCESSES), last(FORTY_CHILDREN).outcome());
    }

    @Test
    void processesAreLimitedForRootToo() throws Exception {
        Sandboxes.bubblewrap().close();
        HostTools tools = Sandboxes.tools();
        HostTools asOneself =
                new HostTools(
                        tools.bubblewrap(), tools.python(), null, tools.java(), tools.classPath());
        try (CodeExecutor unchanged =
                        BubblewrapExecutor.probe(asOneself, System::nanoTime, new SecureRandom());
                CodeSession session = unchanged.open(CodeLimits.DEFAULT)) {
            CodeResult result = session.run(FORTY_CHILDREN, new Cancellation());
            assertEquals(
                    new CodeOutcome.LimitHit(Limit.PROCESSES), result.outcome(), result::toString);
        }
    }

    @Test
    void defaultLimitsAreKept() throws Exception {
        CodeResult result = run(CodeLimits.DEFAULT, "while True: pass").getFirst();
        assertEquals(new CodeOutcome.LimitHit(Limit.TIME), result.outcome());
        assertTrue(result.wallMs() >= 5_000 && result.wallMs() < 7_000, result::toString);
    }

    @Test
    void aMissingBubblewrapIsReportedWithItsRemedy() {
        HostTools tools = Sandboxes.tools();
        HostTools without =
                new HostTools(null, tools.python(), null, tools.java(), tools.classPath());
        SandboxException why = Sandboxes.whyNotBubblewrap(without);
        assertEquals("none", why.report().found());
        assertTrue(why.report().remedy().contains("apt install bubblewrap"), why.getMessage());
    }

    @Test
    void aMissingPythonIsReportedWithItsRemedy() {
        HostTools tools = Sandboxes.tools();
        HostTools without =
                new HostTools(
                        Path.of("/usr/bin/bwrap"), null, null, tools.java(), tools.classPath());
        SandboxException why = Sandboxes.whyNotBubblewrap(without);
        assertTrue(why.report().remedy().contains("apt install python3"), why.getMessage());
    }

    @Test
    void aBubblewrapThatMayNotMakeNamespacesIsReportedInItsWords(@TempDir Path folder)
            throws Exception {
        HostTools tools = Sandboxes.tools();
        Assumptions.assumeTrue(tools.python() != null, "no Python on this machine");
        Path refused = folder.resolve("bwrap");
        Files.writeString(
                refused,
                """
                #!/bin/sh
                echo "bwrap: No permissions to create new namespace" >&2
                exit 1
                """);
        Files.setPosixFilePermissions(refused, PosixFilePermissions.fromString("rwxr-xr-x"));
        HostTools with =
                new HostTools(refused, tools.python(), null, tools.java(), tools.classPath());
        SandboxException why = Sandboxes.whyNotBubblewrap(with);
        assertEquals("bwrap: No permissions to create new namespace", why.report().found());
        assertTrue(why.report().remedy().contains("user namespaces"), why.getMessage());
    }
}
