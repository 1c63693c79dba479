package org.prmscope.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;

class BubblewrapExecutorTest {
    private static CodeExecutor executor;

    @BeforeAll
    static void probe() throws Exception {
        executor = Sandboxes.bubblewrap();
    }

    @AfterAll
    static void close() {
        if (executor != null) {
            executor.close();
        }
    }

    @Test
    void printsAreTheModelsToRead() throws Exception {
        try (CodeSession session = executor.open(CodeLimits.DEFAULT)) {
            CodeResult result = session.run("print(1+1)", new Cancellation());
            assertEquals(new CodeOutcome.Completed(), result.outcome());
            assertEquals("2\n", result.stdout());
            assertEquals("", result.stderr());
            assertEquals("2", result.asReferenceOutput());
            assertTrue(result.executor().startsWith("bubblewrap, Python 3."));
            assertTrue(result.wallMs() > 0);
        }
    }

    @Test
    void exceptionsNameTheirLine() throws Exception {
        try (CodeSession session = executor.open(CodeLimits.DEFAULT)) {
            session.run("def half(x):\n    return x / 0\n", new Cancellation());
            CodeResult result = session.run("print(1)\n\nhalf(3)", new Cancellation());
            var raised = assertInstanceOf(CodeOutcome.Raised.class, result.outcome());
            assertEquals(
                    new CodeOutcome.Raised("ZeroDivisionError", "division by zero", 3), raised);
        }
    }
}
