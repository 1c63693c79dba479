package org.prmscope.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What every executor has to withstand: each script ends in one of its typed ways, shows nothing
/// of the machine, reaches no service, leaves no process behind, and the next check works.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileCode {
    /// An argument that only a process left behind by a script can have.
    private static final String MARK = "86399.7353";

    private CodeExecutor executor;
    private Loopback loopback;

    abstract CodeExecutor start() throws Exception;

    abstract List<String> allowed(HostileScript script);

    abstract int wallMs(HostileScript script);

    static Stream<HostileScript> scripts() throws Exception {
        return HostileScript.all();
    }

    @BeforeAll
    void startAll() throws Exception {
        executor = start();
        loopback = new Loopback();
    }

    @AfterAll
    void nothingWasReachedAndNothingIsLeft() throws Exception {
        if (loopback == null) {
            return;
        }
        executor.close();
        assertEquals(0, loopback.callers(), "connections to the loopback service");
        assertTrue(loopback.answers(), "the loopback service was there to be reached");
        loopback.close();
        List<String> left =
                ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(MARK))
                        .toList();
        assertEquals(List.of(), left);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void isContained(HostileScript script) throws Exception {
        CodeLimits limits =
                new CodeLimits(
                        wallMs(script),
                        CodeLimits.DEFAULT.memoryBytes(),
                        CodeLimits.DEFAULT.outputBytes(),
                        CodeLimits.DEFAULT.processes());
        String code =
                script.code()
                        .replace("@PROJECT@", Path.of("").toAbsolutePath().toString())
                        .replace("@HOME@", System.getProperty("user.home"))
                        .replace("@PORT@", Integer.toString(loopback.port()))
                        .replace("@MARK@", MARK);
        try (CodeSession session = executor.open(limits)) {
            CodeResult result = session.run(code, new Cancellation());
            String ending = ending(result.outcome());
            assertTrue(
                    allowed(script).stream().anyMatch(ending::startsWith),
                    () -> ending + " is none of " + allowed(script) + ": " + result);
            assertFalse((result.stdout() + result.stderr()).contains("LEAK"), result::toString);
            assertTrue(result.stdout().length() <= limits.outputBytes(), "stdout is bounded");
            assertTrue(result.stderr().length() <= 2 * limits.outputBytes(), "stderr is bounded");
            assertTrue(result.wallMs() < limits.wallMs() + 4_000, result::toString);
            CodeResult next = session.run("print(1+1)", new Cancellation());
            assertEquals(new CodeOutcome.Completed(), next.outcome(), next::toString);
            assertEquals("2\n", next.stdout());
        }
    }

    private static String ending(CodeOutcome outcome) {
        return switch (outcome) {
            case CodeOutcome.Completed() -> "completed";
            case CodeOutcome.Raised(String type, String _, Integer _) -> "raised " + type;
            case CodeOutcome.LimitHit(CodeOutcome.Limit limit) -> "limit " + limit;
            case CodeOutcome.Unavailable(String reason) -> "unavailable " + reason;
            case CodeOutcome.NoCode(), CodeOutcome.NotRun() -> "not run";
        };
    }
}
