package org.prmscope.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.FirstError;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.Protocol;
import org.prmscope.core.SectionKind;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.FinishReason;

import java.util.List;

class ThinkPrmProtocolTest {
    private static final String ONE =
            "\n\nStep 1: First.\n\nCritique: It holds.\n\nThe step is \\boxed{correct}\n\n";
    private static final String TWO_WRONG =
            "Step 2: Second.\n\nCritique: It fails.\n\nThe step is \\boxed{incorrect}";
    private static final String TWO_RIGHT =
            "Step 2: Second.\n\nCritique: It holds.\n\nThe step is \\boxed{correct}\n";

    private final Bench bench = new Bench(Protocol.THINKPRM);

    private static InvalidReason reason(VerificationChain chain, int step) {
        return assertInstanceOf(Verdict.Invalid.class, Bench.verdict(chain, step)).reason();
    }

    @Test
    void thePromptIsThePapers() throws Exception {
        bench.decoder.says(ONE + TWO_RIGHT + "</think>\n");
        VerificationChain chain = bench.verify("First.", "Step 7: Second.");
        assertEquals(
                """
                <｜begin▁of▁sentence｜><｜User｜>You are given a math problem and a proposed \
                step-by-step solution:

                [Math Problem]

                What is 1 + 1?

                [Solution]

                Step 1: First.
                Step 2: Second.

                Review and critique each step in the proposed solution to determine whether each \
                step is correct. If the solution is incomplete, only verify the provided steps.\
                <｜Assistant｜>
                Let's verify step by step:\
                """,
                chain.tokens()
                        .text()
                        .substring(0, chain.tokens().text().indexOf("\n\nStep 1: First.\n\nC")));
    }

    @Test
    void aChainWithoutErrorIsAskedTheQuestionOnce() throws Exception {
        bench.decoder.logit(" Yes", 1).logit(" No", -1);
        bench.decoder.says(ONE + TWO_RIGHT + "</think>\nmore");
        VerificationChain chain = bench.verify("First.", "Second.");
        assertTrue(chain.tokens().text().endsWith("</think>\nIs the solution correct?"));
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 1));
        assertEquals(new FirstError.None(), chain.firstError());
        Confidence confidence = chain.solutionConfidence();
        assertNotNull(confidence);
        assertEquals(ConfidenceDefinition.CONTINUATION_SOFTMAX, confidence.definition());
        assertEquals(1 / (1 + Math.exp(-2)), confidence.probability(), 1e-9);
        assertEquals(1.0, confidence.labels().get(0).logit());
        assertEquals(
                List.of("Is the solution correct?"),
                Bench.texts(chain, SectionKind.SOLUTION_DECISION));
    }

    @Test
    void aQuestionThatTheChainAskedItselfIsNotDoubled() throws Exception {
        bench.decoder.says(ONE + TWO_RIGHT + "\nIs the solution correct? Yes");
        VerificationChain chain = bench.verify("First.", "Second.");
        String text = chain.tokens().text();
        assertEquals(
                text.indexOf(ThinkPrmPrompt.QUESTION), text.lastIndexOf(ThinkPrmPrompt.QUESTION));
        assertTrue(text.endsWith(ThinkPrmPrompt.QUESTION));
        assertNotNull(chain.solutionConfidence());
    }

    @Test
    void anEndTokenIsFollowedByTheQuestionAsInTraining() throws Exception {
        bench.decoder.says(ONE + TWO_RIGHT.strip());
        VerificationChain chain = bench.verify("First.", "Second.");
        assertTrue(chain.tokens().text().endsWith("\n</think>\nIs the solution correct?"));
    }

    @Test
    void theDecisionTemperatureDividesTheLogProbabilities() throws Exception {
        bench.decisionTemperature(2).decoder.logit(" Yes", 1).logit(" No", -1);
        bench.decoder.says(ONE + TWO_RIGHT + "</think>");
        Confidence confidence = bench.verify("First.", "Second.").solutionConfidence();
        assertNotNull(confidence);
        assertEquals(1 / (1 + Math.exp(-1)), confidence.probability(), 1e-9);
    }

    @Test
    void generationIsInterruptedAtTheFirstIncorrectStep() throws Exception {
        bench.decoder.says(ONE + TWO_WRONG + "\n\nStep 3: Third.\n\n\\boxed{correct}\n");
        VerificationChain chain = bench.verify("First.", "Second.", "Third.");
        assertEquals(new FirstError.At(1), chain.firstError());
        assertEquals(new Verdict.NotReached(), Bench.verdict(chain, 2));
        assertTrue(
                chain.tokens()
                        .text()
                        .endsWith("\\boxed{incorrect}\n</think>\nIs the solution correct?"));
        assertNotNull(chain.solutionConfidence());
    }

    @Test
    void theRestIsVerifiedWhereTheRunSaysSo() throws Exception {
        bench.goingOn()
                .decoder
                .says(ONE + TWO_WRONG + "\n\nStep 3: Third.\n\n\\boxed{correct}\n</think>");
        VerificationChain chain = bench.verify("First.", "Second.", "Third.");
        assertEquals(new FirstError.At(1), chain.firstError());
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 2));
    }

    @Test
    void aBoxThatOnlyContradictsAnEarlierVerdictDoesNotEndTheChain() throws Exception {
        bench.decoder
                .says(ONE + "Wait: \\boxed{incorrect} and more")
                .says("\n\n" + TWO_RIGHT + "</think>");
        VerificationChain chain = bench.verify("First.", "Second.");
        assertEquals(InvalidReason.CONTRADICTION, reason(chain, 0));
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 1));
    }

    @Test
    void aStepsConfidenceIsReadInItsOwnBox() throws Exception {
        bench.decoder.logit("correct", 0.5).logit("incorrect", 2);
        bench.decoder.says(ONE + TWO_WRONG);
        VerificationChain chain = bench.verify("First.", "Second.");
        for (int step = 0; step < 2; step++) {
            Confidence confidence = chain.verdicts().get(step).confidence();
            assertNotNull(confidence);
            assertEquals(ConfidenceDefinition.BOX_TOKEN_RATIO, confidence.definition());
            assertEquals(1 / (1 + Math.exp(1.5)), confidence.probability(), 1e-9);
            Integer at = chain.verdicts().get(step).decisionToken();
            assertNotNull(at);
            assertEquals(
                    step == 0 ? "correct" : "incorrect",
                    chain.tokens().text(new TokenSpan(at, at + 1)));
        }
    }

    @Test
    void sectionsAndTokensBelongToTheirStep() throws Exception {
        bench.decoder.says(ONE + TWO_WRONG);
        VerificationChain chain = bench.verify("First.", "Second.");
        assertEquals(
                List.of(
                        SectionKind.PREAMBLE,
                        SectionKind.CRITIQUE,
                        SectionKind.JUDGEMENT,
                        SectionKind.CRITIQUE,
                        SectionKind.JUDGEMENT,
                        SectionKind.PREAMBLE,
                        SectionKind.SOLUTION_DECISION),
                Bench.kinds(chain));
        assertEquals(1, chain.sections().get(3).step());
        assertTrue(chain.verdicts().get(0).generatedTokens() > 10);
        assertTrue(chain.verdicts().get(1).generatedTokens() > 10);
    }

    @Test
    void aTruncatedChainHasNoSolutionConfidence() throws Exception {
        bench.maxTokens(40).decoder.says(ONE + "word ".repeat(100));
        VerificationChain chain = bench.verify("First.", "Second.");
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
        assertEquals(InvalidReason.TRUNCATED, reason(chain, 1));
        assertNull(chain.solutionConfidence());
        assertEquals(List.of(ChainEvent.Kind.TRUNCATED), Bench.events(chain));
    }

    @Test
    void aLoopHasNoSolutionConfidence() throws Exception {
        bench.decoder.says(ONE + "again again", FinishReason.LOOP);
        VerificationChain chain = bench.verify("First.", "Second.");
        assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
        assertEquals(InvalidReason.LOOP, reason(chain, 1));
        assertNull(chain.solutionConfidence());
        assertEquals(List.of(ChainEvent.Kind.LOOP), Bench.events(chain));
    }

    @Test
    void noContextIsTooSmall() throws Exception {
        for (int context = 1; context < 200; context++) {
            Bench small = new Bench(Protocol.THINKPRM, context);
            small.decoder.says(ONE + TWO_RIGHT + "</think>");
            VerificationChain chain = small.verify("First.", "Second.");
            assertEquals(2, chain.verdicts().size());
            assertTrue(chain.tokens().size() <= context);
            if (context < 60) {
                assertEquals(InvalidReason.TRUNCATED, reason(chain, 0));
                assertEquals(List.of(ChainEvent.Kind.CONTEXT_FULL), Bench.events(chain));
            }
        }
    }

    @Test
    void aFailureIsNoScore() {
        bench.decoder.fails(
                new WorkbenchException(
                        new WorkbenchException.Report("Out of memory", "", "", "", "")));
        assertThrows(WorkbenchException.class, () -> bench.verify("First.", "Second."));
        VerificationChain chain = bench.recorders.get(0).snapshot();
        assertEquals(ChainEnd.FAILED, chain.end());
        assertNull(chain.solutionConfidence());
        assertEquals(new FirstError.Unknown(), chain.firstError());
    }

    @Test
    void aPollSeesVerdictsBeforeTheChainEnds() throws Exception {
        bench.decoder.afterGenerate(() -> {
            VerificationChain chain = bench.recorders.get(0).snapshot();
            assertEquals(new Verdict.Correct(), Bench.verdict(chain, 0));
            assertEquals(new Verdict.NotReached(), Bench.verdict(chain, 1));
            assertEquals(ChainEnd.CANCELLED, chain.end());
            assertEquals(SectionKind.CRITIQUE, Bench.kinds(chain).getLast());
        });
        bench.decoder.says(ONE + "Step 2: Second.", FinishReason.MAX_TOKENS);
        assertEquals(InvalidReason.TRUNCATED, reason(bench.verify("First.", "Second."), 1));
    }
}
