package org.prmscope.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeOutcome.Limit;
import org.prmscope.core.CodeResult;

import java.nio.file.Path;

class GraalPyExecutorTest extends ExecutorBehaviour {
    @Override
    CodeExecutor start() throws Exception {
        return Sandboxes.graalPy();
    }

    @Test
    void namesItsPython() {
        assertTrue(executor().description().startsWith("GraalPy, Python 3."));
    }

    @Test
    void aDeadChildIsReplaced() throws Exception {
        // Longer than the child's own alarm can interrupt: one multiplication that never ends.
        CodeLimits limits = new CodeLimits(500, 512L << 20, 64 << 10, 32);
        CodeResult result = run(limits, "9 ** 9 ** 9").getFirst();
        assertEquals(new CodeOutcome.LimitHit(Limit.TIME), result.outcome(), result::toString);
        assertEquals("2\n", last("print(1+1)").stdout());
    }

    @Test
    void aJavaThatDoesNotStartIsReported() {
        HostTools broken = new HostTools(null, null, null, Path.of("/no/such/java"), "");
        SandboxException why = Sandboxes.whyNotGraalPy(broken);
        assertTrue(why.report().found().contains("/no/such/java"), why.getMessage());
        assertTrue(!why.report().remedy().isEmpty());
    }
}
