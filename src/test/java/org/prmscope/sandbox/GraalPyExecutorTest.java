package org.prmscope.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;

class GraalPyExecutorTest {
    private static CodeExecutor executor;

    @BeforeAll
    static void probe() throws Exception {
        executor = Sandboxes.graalPy();
    }

    @AfterAll
    static void close() {
        executor.close();
    }

    @Test
    void printsAreTheModelsToRead() throws Exception {
        try (CodeSession session = executor.open(CodeLimits.DEFAULT)) {
            CodeResult result = session.run("print(1+1)", new Cancellation());
            assertEquals(new CodeOutcome.Completed(), result.outcome());
            assertEquals("2\n", result.stdout());
            assertEquals("", result.stderr());
        }
    }
}
