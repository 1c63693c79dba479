package org.prmscope.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;

import java.nio.file.Path;
import java.security.SecureRandom;

class CodeExecutorsTest {
    private static CodeExecutors.Choice choose(HostTools tools) {
        return CodeExecutors.choose(tools, Sandboxes.cache(), System::nanoTime, new SecureRandom());
    }

    @Test
    void bubblewrapComesFirst() {
        try (CodeExecutor there = Sandboxes.bubblewrap();
                CodeExecutors.Choice choice = choose(Sandboxes.tools())) {
            assertEquals(there.description(), choice.description());
            assertTrue(choice.passedOver().isEmpty());
        }
    }

    @Test
    void withoutBubblewrapTheEmbeddedPythonRunsAndSaysWhy() throws Exception {
        HostTools tools = Sandboxes.tools();
        HostTools without =
                new HostTools(null, tools.python(), null, tools.java(), tools.classPath());
        try (CodeExecutors.Choice choice = choose(without);
                CodeSession session = choice.executor().open(CodeLimits.DEFAULT)) {
            assertTrue(choice.description().startsWith("GraalPy, Python 3."));
            assertTrue(choice.description().contains("Install bubblewrap"), choice::toString);
            assertEquals("4\n", session.run("print(2+2)", new Cancellation()).stdout());
        }
    }

    @Test
    void withoutBothNothingRunsAndEveryCheckSaysWhy() throws Exception {
        HostTools nothing = new HostTools(null, null, null, Path.of("/no/such/java"), "");
        try (CodeExecutors.Choice choice = choose(nothing);
                CodeSession session = choice.executor().open(CodeLimits.DEFAULT)) {
            assertEquals(2, choice.passedOver().size());
            var unavailable =
                    assertInstanceOf(
                            CodeOutcome.Unavailable.class,
                            session.run("print(1)", new Cancellation()).outcome());
            assertTrue(unavailable.reason().contains("apt install bubblewrap"));
            assertTrue(unavailable.reason().contains("/no/such/java"));
        }
    }

    @Test
    void theSystemPythonGoesBeforeAnyOther() {
        HostTools tools = Sandboxes.tools();
        Assumptions.assumeTrue(
                Path.of("/usr/bin/python3").toFile().canExecute(), "no /usr/bin/python3");
        assertEquals(Path.of("/usr/bin/python3"), tools.python());
    }
}
