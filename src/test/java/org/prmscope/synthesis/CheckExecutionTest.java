package org.prmscope.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.WorkbenchException;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.sandbox.CodeSession;
import org.prmscope.sandbox.Sandboxes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

final class CheckExecutionTest {
    @Test
    void executedChecksPrintFalseExactlyAtThePlantedStep() throws WorkbenchException {
        SolutionGenerator generator = new SolutionGenerator();
        List<String> codes = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (long seed = 0; seed < 200; seed++) {
            SyntheticSolution solution = generator.generate("e", seed);
            List<String> own = GenPrmChains.codes(solution);
            for (int step = 0; step < own.size(); step++) {
                codes.add(own.get(step));
                expected.add(solution.id() + " " + step + " " + (step == solution.errorStep()));
            }
        }
        List<String> outputs;
        try (CodeExecutor executor = Sandboxes.bubblewrap()) {
            outputs = new CheckExecution(executor).run(codes, new Cancellation());
        }
        for (int i = 0; i < codes.size(); i++) {
            String where = expected.get(i).substring(0, expected.get(i).lastIndexOf(' '));
            assertEquals(
                    expected.get(i), where + " " + outputs.get(i).contains("False"), codes.get(i));
        }
    }

    @Test
    void checksOfParagraphsThatCannotBeJudgedRunAndFindOnlyWrongArithmetic()
            throws WorkbenchException {
        ForeignSolutions generator = new ForeignSolutions();
        List<String> codes = new ArrayList<>();
        List<List<StepCheck>> checks = new ArrayList<>();
        for (long seed = 0; seed < 150; seed++) {
            SyntheticSolution solution = generator.generate("e", seed);
            List<String> own = GenPrmChains.codes(solution);
            codes.addAll(own);
            checks.addAll(solution.checks().subList(0, own.size()));
        }
        List<String> outputs;
        try (CodeExecutor executor = Sandboxes.bubblewrap()) {
            outputs = new CheckExecution(executor).run(codes, new Cancellation());
        }
        for (int i = 0; i < codes.size(); i++) {
            String printed = outputs.get(i);
            switch (checks.get(i).getFirst()) {
                case StepCheck.Arithmetic a ->
                        assertEquals(!a.calculatesRight(), printed.contains("False"), a.toString());
                case StepCheck.Unknown _ -> assertEquals("unknown\n", printed);
                default -> throw new AssertionError("not a foreign paragraph's check");
            }
        }
    }

    @Test
    void aCheckThatRaisesGivesTheReferencesSentenceAndSparesTheOthers() throws WorkbenchException {
        try (CodeExecutor executor = Sandboxes.bubblewrap()) {
            List<String> outputs =
                    new CheckExecution(executor)
                            .run(List.of("a = 1", "print(a)", "print(2)"), new Cancellation());
            assertEquals(
                    List.of("", "Code execute Error: NameError: name 'a' is not defined", "2\n"),
                    outputs);
        }
    }

    /// An executor whose sessions all end in the same way.
    private static CodeExecutor ending(CodeOutcome outcome, String stdout) {
        return new CodeExecutor() {
            @Override
            public String description() {
                return "test";
            }

            @Override
            public CodeSession open(CodeLimits limits) {
                return new CodeSession() {
                    @Override
                    public CodeResult run(String code, Cancellation cancellation) {
                        return new CodeResult(outcome, stdout, "", 1, "test");
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }

    @Test
    void cancelledChecksAreNoFailure() {
        Cancellation stop = new Cancellation();
        stop.cancel();
        CodeExecutor executor = ending(new CodeOutcome.LimitHit(CodeOutcome.Limit.CANCELLED), "");
        assertThrows(
                CancellationException.class,
                () -> new CheckExecution(executor).run(List.of("print(1)"), stop));
    }

    @Test
    void everyFailureSaysWhatWasExpectedAndWhatToDo() {
        for (CodeExecutor executor :
                List.of(
                        ending(new CodeOutcome.LimitHit(CodeOutcome.Limit.MEMORY), ""),
                        ending(new CodeOutcome.Completed(), "[]"),
                        ending(new CodeOutcome.Completed(), "no json"))) {
            WorkbenchException failure =
                    assertThrows(
                            WorkbenchException.class,
                            () ->
                                    new CheckExecution(executor)
                                            .run(List.of("print(1)"), new Cancellation()));
            assertFalse(failure.report().expected().isEmpty());
            assertFalse(failure.report().found().isEmpty());
            assertFalse(failure.report().found().contains("LimitHit["));
            assertFalse(failure.report().remedy().isEmpty());
        }
    }
}
