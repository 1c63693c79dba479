package org.prmscope.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeOutcome.Limit;
import org.prmscope.core.CodeResult;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What well-meant code meets on every executor.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExecutorBehaviour {
    /// Generous in time, since the machine may be busy.
    private static final CodeLimits LIMITS = new CodeLimits(30_000, 512L << 20, 64 << 10, 32);

    private CodeExecutor executor;

    abstract CodeExecutor start() throws Exception;

    final CodeExecutor executor() {
        return executor;
    }

    @BeforeAll
    void startOnce() throws Exception {
        executor = start();
    }

    @AfterAll
    void closeOnce() {
        if (executor != null) {
            executor.close();
        }
    }

    /// The results of several checks of one chain.
    final List<CodeResult> run(CodeLimits limits, String... checks) throws Exception {
        try (CodeSession session = executor.open(limits)) {
            List<CodeResult> results = new ArrayList<>();
            for (String check : checks) {
                results.add(session.run(check, new Cancellation()));
            }
            return results;
        }
    }

    final CodeResult last(String... checks) throws Exception {
        return run(LIMITS, checks).getLast();
    }

    @Test
    void whatIsPrintedComesBack() throws Exception {
        CodeResult result = last("print(1+1)");
        assertEquals(new CodeOutcome.Completed(), result.outcome());
        assertEquals("2\n", result.stdout());
        assertEquals("", result.stderr());
        assertEquals("2", result.asReferenceOutput());
        assertEquals(executor.description(), result.executor());
        assertTrue(result.wallMs() > 0 && result.wallMs() < LIMITS.wallMs());
    }

    @Test
    void namesLastOverTheChecksOfOneChain() throws Exception {
        CodeResult result =
                last("import math\ndef area(r): return math.pi * r * r", "print(area(1))");
        assertEquals("3.141592653589793\n", result.stdout(), result::toString);
    }

    @Test
    void namesLastOverAnException() throws Exception {
        assertEquals("7\n", last("x = 7\ny = 1 / 0", "print(x)").stdout());
    }

    @Test
    void chainsShareNothing() throws Exception {
        last("import sys, math\nsecret = 42\nmath.pi = 3\nsys.modules['shared'] = math");
        CodeResult result = last("import math\nprint(math.pi)\nimport shared");
        var raised = assertInstanceOf(CodeOutcome.Raised.class, result.outcome());
        assertEquals("ModuleNotFoundError", raised.type());
        assertEquals("3.141592653589793\n", result.stdout());
        CodeResult unknown = last("print(secret)");
        assertEquals(
                new CodeOutcome.Raised("NameError", "name 'secret' is not defined", 1),
                unknown.outcome());
    }

    @Test
    void openChainsDoNotSeeEachOther() throws Exception {
        try (CodeSession first = executor.open(LIMITS);
                CodeSession second = executor.open(LIMITS)) {
            first.run("x = 'first'", new Cancellation());
            second.run("x = 'second'", new Cancellation());
            assertEquals("first\n", first.run("print(x)", new Cancellation()).stdout());
            assertEquals("second\n", second.run("print(x)", new Cancellation()).stdout());
        }
    }

    @Test
    void chainsRunSideBySide() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int chain = 0; chain < 4; chain++) {
                String code = "print(" + chain + " * 10)";
                tasks.add(() -> last(code).stdout());
            }
            List<String> printed = new ArrayList<>();
            for (Future<String> future : threads.invokeAll(tasks)) {
                printed.add(future.get());
            }
            assertEquals(List.of("0\n", "10\n", "20\n", "30\n"), printed);
        }
    }

    @Test
    void exceptionsNameTheirLineInTheCheck() throws Exception {
        CodeResult result = last("def half(x):\n    return x / 0\n", "print(1)\n\nhalf(3)");
        assertEquals(
                new CodeOutcome.Raised("ZeroDivisionError", "division by zero", 3),
                result.outcome());
        assertEquals("1\n", result.stdout());
        assertTrue(result.stderr().contains("line 3, in <module>"), result.stderr());
        assertEquals(
                "Code execute Error: ZeroDivisionError: division by zero",
                result.asReferenceOutput());
    }

    @Test
    void syntaxErrorsReadAsInTheReference() throws Exception {
        // python3 -c 'exec("x = 1\ny = = 2", {})' ends with this message and line.
        CodeResult result = last("x = 1\ny = = 2");
        var raised = assertInstanceOf(CodeOutcome.Raised.class, result.outcome());
        assertEquals("SyntaxError", raised.type());
        assertTrue(
                raised.message().startsWith("invalid syntax (<string>, line "), raised.message());
        CodeResult indented = last("if True:\nprint(1)");
        assertInstanceOf(CodeOutcome.Raised.class, indented.outcome());
    }

    @Test
    void theNamespaceIsThatOfABareExec() throws Exception {
        assertEquals(
                "builtins ['__builtins__']\n", last("print(__name__, list(globals()))").stdout());
    }

    @Test
    void errorOutputIsForThePersonOnly() throws Exception {
        CodeResult result = last("import sys\nprint('out')\nprint('err', file=sys.stderr)");
        assertEquals("out\n", result.stdout());
        assertEquals("err\n", result.stderr());
        assertEquals("out", result.asReferenceOutput());
    }

    @Test
    void anyCharacterComesThrough() throws Exception {
        String text = "\u00e4 \u221a2 \u4e2d\u6587 \ud83d\ude00";
        assertEquals(text + "\n", last("print('" + text + "')").stdout());
        assertEquals("?\n", last("print(chr(0xd800))").stdout());
    }

    @Test
    void longOutputIsCutAndNamesStay() throws Exception {
        CodeLimits small = new CodeLimits(30_000, 512L << 20, 1_000, 32);
        List<CodeResult> results = run(small, "x = 5\nprint('a' * 5000)\nx = 6", "print(x)");
        assertEquals(new CodeOutcome.LimitHit(Limit.OUTPUT), results.get(0).outcome());
        assertEquals("a".repeat(1_000), results.get(0).stdout());
        assertTrue(results.get(0).stderr().contains("cut at 1000 bytes"), results::toString);
        assertEquals("6\n", results.get(1).stdout());
    }

    @Test
    void aCharacterCutInTwoIsReplaced() throws Exception {
        CodeLimits small = new CodeLimits(30_000, 512L << 20, 4, 32);
        CodeResult result = run(small, "print('abc\u00e4')").getFirst();
        assertEquals("abc\ufffd", result.stdout());
    }

    @Test
    void theTimeLimitStopsAndSaysSo() throws Exception {
        CodeLimits short1 = new CodeLimits(1_000, 512L << 20, 64 << 10, 32);
        List<CodeResult> results =
                run(short1, "x = 5\nwhile True: pass", "print('x' in globals())");
        CodeResult stopped = results.get(0);
        assertEquals(new CodeOutcome.LimitHit(Limit.TIME), stopped.outcome());
        assertTrue(stopped.wallMs() >= 990, stopped::toString);
        assertTrue(stopped.stderr().contains("starts with no names defined"), stopped::toString);
        assertEquals(
                "Code execute time out: Code execution timed out", stopped.asReferenceOutput());
        assertEquals("False\n", results.get(1).stdout(), results::toString);
    }

    @Test
    void cancellingStopsAtOnce() throws Exception {
        Cancellation cancellation = new Cancellation();
        try (CodeSession session = executor.open(LIMITS)) {
            long[] asked = new long[1];
            Thread canceller =
                    Thread.ofPlatform()
                            .start(() -> {
                                asked[0] = System.nanoTime();
                                cancellation.cancel();
                            });
            CodeResult result = session.run("while True: pass", cancellation);
            long ended = System.nanoTime();
            canceller.join();
            assertEquals(new CodeOutcome.LimitHit(Limit.CANCELLED), result.outcome());
            assertTrue(ended - asked[0] < 2_000_000_000L, "took " + (ended - asked[0]) + " ns");
            CodeResult refused = session.run("print(1)", cancellation);
            assertEquals(new CodeOutcome.LimitHit(Limit.CANCELLED), refused.outcome());
            assertEquals("2\n", session.run("print(1+1)", new Cancellation()).stdout());
        }
    }

    @Test
    void timeIsMeasuredOutside() throws Exception {
        CodeResult result = last("import time\ntime.sleep(0.2)\ntime.time = None");
        assertTrue(result.wallMs() >= 200, result::toString);
    }

    @Test
    void readingInputFindsItsEnd() throws Exception {
        var raised = assertInstanceOf(CodeOutcome.Raised.class, last("input()").outcome());
        assertEquals("EOFError", raised.type());
    }

    @Test
    void symbolicMathsWorksOrSaysWhatIsMissing() throws Exception {
        CodeResult result = last("import sympy\nprint(sympy.expand('(x+1)**2'))");
        switch (result.outcome()) {
            case CodeOutcome.Completed() -> assertEquals("x**2 + 2*x + 1\n", result.stdout());
            case CodeOutcome outcome ->
                    assertEquals(
                            new CodeOutcome.Raised(
                                    "ModuleNotFoundError", "No module named 'sympy'", 1),
                            outcome);
        }
    }

    @Test
    void theUsualLibraryIsThere() throws Exception {
        CodeResult result =
                last(
                        """
                        import math, fractions, decimal, itertools, statistics, re, json, random
                        random.seed(1)
                        print(fractions.Fraction(1, 3) + 1, math.comb(10, 3), decimal.Decimal("0.1"))
                        print(statistics.mean([1, 2, 3]), len(list(itertools.permutations("abcd"))))
                        """);
        assertEquals("4/3 120 0.1\n2 24\n", result.stdout(), result::toString);
        assertFalse(result.stderr().contains("WARN"), result::stderr);
    }

    @Test
    void aPrintedSetHasTheSameOrderInEveryChain() throws Exception {
        String code = "print({'apple', 'pear', 'plum', 'fig', 'quince', 'melon', 'date'})";
        assertEquals(last(code).stdout(), last(code).stdout());
    }
}
