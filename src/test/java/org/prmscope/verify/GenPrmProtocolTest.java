package org.prmscope.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.CodeMode;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.FirstError;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.Protocol;
import org.prmscope.core.SectionKind;
import org.prmscope.core.Solution;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.FinishReason;

import java.util.List;

class GenPrmProtocolTest {
    private static final String ANALYSIS = "The sum is right.\n</analyze>\n";
    private static final String CODE = "print(1 + 1)\n```\n";
    private static final String YES =
            "So it holds.\n</verify>\n<output>\n**Judgement**: $\\boxed{Yes}$\n</output>\n";
    private static final String NO =
            "So it fails.\n</verify>\n<output>\n**Judgement**: $\\boxed{No}$\n</output>\n";

    private final Bench bench = new Bench(Protocol.GENPRM);

    private static String forced(String label) {
        return GenPrmPrompt.OUTPUT_HEAD + "{" + label + "}$\n</output>\n";
    }

    private static InvalidReason reason(VerificationChain chain, int step) {
        return assertInstanceOf(Verdict.Invalid.class, Bench.verdict(chain, step)).reason();
    }

    @Test
    void aChainReadsExactlyAsTheTrainingTexts() throws Exception {
        bench.decoder.says(ANALYSIS).says(CODE).says(YES).says(ANALYSIS).says(CODE).says(NO);
        VerificationChain chain = bench.verify("First.", "Second.");
        assertEquals(
                """
                <｜begin▁of▁sentence｜>You are a math teacher. Your task is to review and critique \
                the paragraphs in solution step by step.<｜User｜>Question: What is 1 + 1?

                First.<｜Assistant｜><analyze>
                Let's analyze the Paragraph 1 step by step: The sum is right.
                </analyze>
                <verify>
                Let's use python code to find any potential error:
                ```python
                print(1 + 1)
                ```
                [Code Output]

                ```
                5050
                ```
                So it holds.
                </verify>
                <output>
                **Judgement**: $\\boxed{Yes}$
                </output>
                <｜end▁of▁sentence｜><｜User｜>Second.<｜Assistant｜><analyze>
                Let's analyze the Paragraph 2 step by step: The sum is right.
                </analyze>
                <verify>
                Let's use python code to find any potential error:
                ```python
                print(1 + 1)
                ```
                [Code Output]

                ```
                5050
                ```
                So it fails.
                </verify>
                <output>
                **Judgement**: $\\boxed{No}$
                </output>
                """,
                chain.tokens().text());
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
        assertEquals(new Verdict.Incorrect(), Bench.verdict(chain, 1));
        assertEquals(new FirstError.At(1), chain.firstError());
        assertEquals(ChainEnd.COMPLETED, chain.end());
        assertEquals(0, bench.decoder.repliesLeft());
    }

    @Test
    void everyTokenKnowsWhoPutItThere() throws Exception {
        bench.decoder.says(ANALYSIS).says(CODE).says(YES);
        VerificationChain chain = bench.verify("First.");
        StringBuilder generated = new StringBuilder();
        StringBuilder injected = new StringBuilder();
        for (int i = 0; i < chain.tokens().size(); i++) {
            String piece = chain.tokens().text(new TokenSpan(i, i + 1));
            (chain.tokens().origin(i) == TokenOrigin.GENERATED
                            ? generated
                            : chain.tokens().origin(i) == TokenOrigin.INJECTED
                                    ? injected
                                    : new StringBuilder())
                    .append(piece);
        }
        assertEquals(ANALYSIS + CODE + YES, generated.toString());
        assertEquals(
                GenPrmPrompt.analyzeHead(0)
                        + GenPrmPrompt.VERIFY_HEAD
                        + GenPrmPrompt.codeOutput("5050"),
                injected.toString());
    }

    @Test
    void sectionsSplitTheTurnWithoutOverlap() throws Exception {
        bench.decoder.says(ANALYSIS).says(CODE).says("Again:\n```python\nx = 2\n```\n").says(YES);
        VerificationChain chain = bench.verify("First.");
        assertEquals(
                List.of(
                        SectionKind.CRITIQUE,
                        SectionKind.CODE,
                        SectionKind.CODE_OUTPUT,
                        SectionKind.COMMENT,
                        SectionKind.CODE,
                        SectionKind.CODE_OUTPUT,
                        SectionKind.COMMENT,
                        SectionKind.JUDGEMENT),
                Bench.kinds(chain));
        assertEquals(List.of("print(1 + 1)\n", "x = 2\n"), Bench.texts(chain, SectionKind.CODE));
        assertEquals(List.of("5050", "5050"), Bench.texts(chain, SectionKind.CODE_OUTPUT));
        int end = 0;
        for (var section : chain.sections()) {
            assertTrue(section.tokens().start() >= end);
            assertTrue(section.complete());
            assertEquals(0, section.step());
            end = section.tokens().end();
        }
    }

    @Test
    void confidenceIsTheRatioAtTheVerdictsOwnToken() throws Exception {
        bench.decoder.logit("Yes", 1.5).logit("No", -0.5);
        bench.decoder.says(ANALYSIS).says(CODE).says(YES);
        VerificationChain chain = bench.verify("First.");
        Confidence confidence = chain.verdicts().get(0).confidence();
        assertNotNull(confidence);
        assertEquals(1 / (1 + Math.exp(-2)), confidence.probability(), 1e-9);
        assertEquals(ConfidenceDefinition.YES_NO_TOKEN_RATIO, confidence.definition());
        assertEquals("Yes", confidence.labels().get(0).label());
        assertEquals(1.5, confidence.labels().get(0).logit());
        assertEquals(1.5 - 3, confidence.labels().get(0).logProbability(), 1e-6);
        assertEquals("No", confidence.labels().get(1).label());
        Integer at = chain.verdicts().get(0).decisionToken();
        assertNotNull(at);
        assertEquals("Yes", chain.tokens().text(new TokenSpan(at, at + 1)));
    }

    @Test
    void aSampledVerdictStandsAgainstTheGreaterLogit() throws Exception {
        bench.decoder.logit("Yes", -3).logit("No", 3);
        bench.decoder.says(ANALYSIS).says(CODE).says(YES);
        VerificationChain chain = bench.verify("First.");
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
        Confidence confidence = chain.verdicts().get(0).confidence();
        assertNotNull(confidence);
        assertTrue(confidence.probability() < 0.01);
    }

    @Test
    void theFirstErrorEndsTheChainUnlessToldOtherwise() throws Exception {
        bench.decoder.says(ANALYSIS).says(CODE).says(NO);
        VerificationChain chain = bench.verify("First.", "Second.", "Third.");
        assertEquals(new Verdict.NotReached(), Bench.verdict(chain, 1));
        assertEquals(new Verdict.NotReached(), Bench.verdict(chain, 2));

        Bench further = new Bench(Protocol.GENPRM).goingOn();
        further.decoder.says(ANALYSIS).says(CODE).says(NO).says(ANALYSIS).says(CODE).says(YES);
        VerificationChain whole = further.verify("First.", "Second.");
        assertEquals(new Verdict.Correct(), Bench.verdict(whole, 1));
        assertEquals(new FirstError.At(0), whole.firstError());
    }

    @Test
    void analyzeOnlyForcesTheJudgementAfterTheAnalysis() throws Exception {
        bench.mode(CodeMode.ANALYZE_ONLY);
        bench.decoder.says(ANALYSIS).says("{No}$\n</output>\n");
        VerificationChain chain = bench.verify("First.");
        assertTrue(chain.tokens().text().endsWith(GenPrmPrompt.ANALYZE_END + forced("No")));
        assertEquals(new Verdict.Incorrect(), Bench.verdict(chain, 0));
        assertNotNull(chain.verdicts().get(0).confidence());
        assertEquals(List.of(), chain.events());
        assertEquals(List.of(), bench.executor.sessions());
    }

    @Test
    void withoutExecutionTheModelImaginesItsOutput() throws Exception {
        bench.mode(CodeMode.WITHOUT_EXECUTION);
        bench.decoder.says(ANALYSIS).says(CODE + GenPrmPrompt.codeOutput("2") + YES);
        VerificationChain chain = bench.verify("First.");
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
        assertEquals(List.of(), chain.codeChecks());
        assertEquals(List.of("2"), Bench.texts(chain, SectionKind.CODE_OUTPUT));
        assertEquals(List.of(), bench.executor.sessions());
        assertEquals(List.of("</output>\n"), bench.decoder.requests().get(1).stops());
    }

    @Test
    void theTokenBudgetCountsTheWholeTurn() throws Exception {
        bench.maxTokens(200);
        bench.decoder.says(ANALYSIS).says(CODE).says(YES);
        VerificationChain chain = bench.verify("First.");
        int turn =
                length(GenPrmPrompt.analyzeHead(0))
                        + length(ANALYSIS)
                        + length(GenPrmPrompt.VERIFY_HEAD);
        assertEquals(200, bench.decoder.requests().get(0).maxTokens());
        assertEquals(200 - turn, bench.decoder.requests().get(1).maxTokens());
        assertEquals(
                200 - turn - length(CODE) - length(GenPrmPrompt.codeOutput("5050")),
                bench.decoder.requests().get(2).maxTokens());
        assertEquals(
                length(ANALYSIS) + length(CODE) + length(YES),
                chain.verdicts().get(0).generatedTokens());
    }

    private int length(String text) {
        return bench.tokenizer.encode(text).length;
    }

    @Test
    void spentRoundsFallBackToTheAnalysisAndAreMarked() throws Exception {
        bench.decoder
                .says(ANALYSIS)
                .says(CODE)
                .says("Hm.\n```python\nx = 2\n```\n")
                .says("Hm.\n```python\nx = 3\n```\n")
                .says("{No}$\n</output>\n");
        VerificationChain chain = bench.verify("First.");
        assertEquals(new Verdict.Incorrect(), Bench.verdict(chain, 0));
        assertEquals(
                List.of(
                        ChainEvent.Kind.CODE_RAN,
                        ChainEvent.Kind.CODE_RAN,
                        ChainEvent.Kind.CODE_RAN,
                        ChainEvent.Kind.FALLBACK_ROUNDS_SPENT),
                Bench.events(chain));
        assertTrue(chain.tokens().text().endsWith(ANALYSIS + forced("No")));
        assertEquals(20, bench.decoder.requests().getLast().maxTokens());
        assertEquals(
                List.of("print(1 + 1)", "x = 2", "x = 3"),
                bench.executor.sessions().get(0).blocks());
        assertEquals(3, chain.codeChecks().size());
        assertEquals("", chain.codeChecks().get(2).fedBack());
        assertEquals(List.of(SectionKind.CRITIQUE, SectionKind.JUDGEMENT), Bench.kinds(chain));
    }

    @Test
    void spentTokensFallBackToTheAnalysisAndAreMarked() throws Exception {
        bench.maxTokens(100);
        String long50 = "word ".repeat(150);
        bench.decoder.says(ANALYSIS).says(long50).says("{Yes}$\n</output>\n");
        VerificationChain chain = bench.verify("First.");
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
        assertEquals(
                List.of(ChainEvent.Kind.TRUNCATED, ChainEvent.Kind.FALLBACK_TOKENS_SPENT),
                Bench.events(chain));
        assertFalse(chain.tokens().text().contains("<verify>"));
    }

    @Test
    void anAnalysisCutAtTheLimitIsClosedBeforeItIsJudged() throws Exception {
        bench.maxTokens(60);
        bench.decoder.says("word ".repeat(90)).says("{Yes}$\n</output>\n");
        VerificationChain chain = bench.verify("First.");
        assertTrue(chain.tokens().text().endsWith(GenPrmPrompt.ANALYZE_END + forced("Yes")));
        assertTrue(Bench.events(chain).contains(ChainEvent.Kind.FALLBACK_TOKENS_SPENT));
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
    }

    @Test
    void anOutputLargerThanTheBudgetIsNotFedBack() throws Exception {
        bench.executor = FakeExecutor.printing("7 ".repeat(30_000));
        bench.decoder.says(ANALYSIS).says(CODE).says("{Yes}$\n</output>\n");
        VerificationChain chain = bench.verify("First.");
        assertEquals("", chain.codeChecks().get(0).fedBack());
        assertEquals(60_000, chain.codeChecks().get(0).result().stdout().length());
        assertTrue(Bench.events(chain).contains(ChainEvent.Kind.FALLBACK_TOKENS_SPENT));
    }

    @Test
    void aStepWithoutAJudgementIsInvalidAndTheNextOneIsVerified() throws Exception {
        bench.decoder.says(ANALYSIS).says("I do not know.").says(ANALYSIS).says(CODE).says(NO);
        VerificationChain chain = bench.verify("First.", "Second.");
        assertEquals(InvalidReason.NO_BOX, reason(chain, 0));
        assertNull(chain.verdicts().get(0).confidence());
        assertEquals(new Verdict.Incorrect(), Bench.verdict(chain, 1));
        assertEquals(new FirstError.Unknown(), chain.firstError());
    }

    @Test
    void aForcedJudgementThatIsCutIsTruncated() throws Exception {
        bench.mode(CodeMode.ANALYZE_ONLY);
        bench.decoder.says(ANALYSIS).says("{", FinishReason.MAX_TOKENS);
        assertEquals(InvalidReason.TRUNCATED, reason(bench.verify("First."), 0));
    }

    @Test
    void aRepeatingTurnIsALoop() throws Exception {
        bench.decoder
                .says("again again", FinishReason.LOOP)
                .says(ANALYSIS)
                .says("again again", FinishReason.LOOP);
        VerificationChain chain = bench.verify("First.", "Second.");
        assertEquals(InvalidReason.LOOP, reason(chain, 0));
        assertEquals(InvalidReason.LOOP, reason(chain, 1));
        assertEquals(List.of(ChainEvent.Kind.LOOP, ChainEvent.Kind.LOOP), Bench.events(chain));
    }

    @Test
    void aFullContextLeavesTheRestTruncatedAndFailsNothing() throws Exception {
        int first = 260;
        Bench small = new Bench(Protocol.GENPRM, first);
        small.decoder.says(ANALYSIS).says(CODE).says(YES);
        VerificationChain chain = small.verify("First.", "word ".repeat(100), "Third.");
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
        assertEquals(InvalidReason.TRUNCATED, reason(chain, 1));
        assertEquals(InvalidReason.TRUNCATED, reason(chain, 2));
        assertEquals(
                List.of(ChainEvent.Kind.CODE_RAN, ChainEvent.Kind.CONTEXT_FULL),
                Bench.events(chain));
        assertEquals(ChainEnd.COMPLETED, chain.end());
    }

    @Test
    void noContextIsTooSmall() throws Exception {
        for (int context = 1; context < 330; context += 3) {
            Bench small = new Bench(Protocol.GENPRM, context);
            for (int i = 0; i < 8; i++) {
                small.decoder.says(ANALYSIS).says(CODE).says(YES);
            }
            VerificationChain chain = small.verify("First.", "Second.");
            assertEquals(2, chain.verdicts().size());
            assertTrue(chain.tokens().size() <= context);
        }
    }

    @Test
    void theLastBlockIsRunAndItsOutputGoesInAsTheReferenceSaysIt() throws Exception {
        bench.executor =
                new FakeExecutor(_ ->
                        FakeExecutor.ended(new CodeOutcome.Raised("NameError", "name 'x'", 1)));
        bench.decoder.says(ANALYSIS).says("print(x)\n```\n").says(YES);
        VerificationChain chain = bench.verify("First.");
        assertTrue(
                bench.decoder
                        .appended()
                        .contains(
                                GenPrmPrompt.codeOutput(
                                        "Code execute Error: NameError: name 'x'")));
        assertEquals(List.of(ChainEvent.Kind.CODE_FAILED), Bench.events(chain));
        assertEquals(1, chain.codeChecks().get(0).round());
    }

    @Test
    void theNamespaceIsOpenedForTheFirstBlockAndClosedWithTheChain() throws Exception {
        bench.decoder.says(ANALYSIS).says(CODE).says(YES).says(ANALYSIS).says(CODE).says(YES);
        bench.verify("First.", "Second.");
        assertEquals(1, bench.executor.sessions().size());
        assertEquals(2, bench.executor.sessions().get(0).blocks().size());
        assertTrue(bench.executor.sessions().get(0).isClosed());
    }

    @Test
    void aFailureClosesTheNamespaceAndLeavesAReadableChain() {
        WorkbenchException failure =
                new WorkbenchException(
                        new WorkbenchException.Report("The device is gone", "", "", "", ""));
        bench.decoder.says(ANALYSIS).says(CODE).fails(failure);
        assertThrows(WorkbenchException.class, () -> bench.verify("First.", "Second."));
        assertTrue(bench.executor.sessions().get(0).isClosed());
        VerificationChain chain = bench.recorders.get(0).snapshot();
        assertEquals(ChainEnd.FAILED, chain.end());
        assertEquals(ChainEvent.Kind.FAILED, chain.events().getLast().kind());
        assertEquals(2, chain.verdicts().size());
        assertNull(chain.verdicts().get(0).confidence());
    }

    @Test
    void cancellationKeepsTheChainSoFar() {
        bench.decoder.says(ANALYSIS).says(CODE).fails(new CancelledException());
        assertThrows(CancelledException.class, () -> bench.verify("First."));
        VerificationChain chain = bench.recorders.get(0).snapshot();
        assertEquals(ChainEnd.CANCELLED, chain.end());
        assertTrue(bench.recorders.get(0).isFinished());
        assertTrue(bench.executor.sessions().get(0).isClosed());
        assertTrue(chain.tokens().text().contains("print(1 + 1)"));
    }

    @Test
    void cancellationDuringACodeCheckIsNotFedToTheModel() {
        bench.executor =
                new FakeExecutor(_ -> {
                    bench.cancellation.cancel();
                    return FakeExecutor.ended(
                            new CodeOutcome.LimitHit(CodeOutcome.Limit.CANCELLED));
                });
        bench.decoder.says(ANALYSIS).says(CODE);
        assertThrows(CancelledException.class, () -> bench.verify("First."));
        assertFalse(bench.recorders.get(0).snapshot().tokens().text().contains("[Code Output]"));
    }

    @Test
    void anExecutorThatCannotStartIsAFailureOfTheChain() {
        bench.executor.failingToOpen(
                new WorkbenchException(new WorkbenchException.Report("No Python", "", "", "", "")));
        bench.decoder.says(ANALYSIS).says(CODE);
        assertThrows(WorkbenchException.class, () -> bench.verify("First."));
        assertEquals(ChainEnd.FAILED, bench.recorders.get(0).snapshot().end());
    }

    @Test
    void aPollSeesTheOpenSectionAndTheVerdictsSoFar() throws Exception {
        StringBuilder seen = new StringBuilder();
        bench.decoder.afterGenerate(() -> {
            VerificationChain chain = bench.recorders.get(0).snapshot();
            seen.append(Bench.kinds(chain)).append(chain.firstError()).append('\n');
        });
        bench.decoder.says(ANALYSIS).says(CODE).says(YES).says("The sum");
        bench.decoder.says("{Yes}$\n</output>\n");
        bench.verify(Solution.of("s", "What?", List.of("First.")));
        assertEquals(
                """
                [CRITIQUE]Unknown[]
                [CRITIQUE, CODE]Unknown[]
                [CRITIQUE, CODE, CODE_OUTPUT, COMMENT, JUDGEMENT]Unknown[]
                """,
                seen.toString());
    }
}
