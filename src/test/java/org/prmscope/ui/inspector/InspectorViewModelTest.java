package org.prmscope.ui.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.FirstError;
import org.prmscope.core.Run;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.VerificationChain;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.Samples;

import java.nio.charset.StandardCharsets;
import java.util.List;

class InspectorViewModelTest {
    private final InspectorViewModel model = new InspectorViewModel();
    private final VerificationChain chain = Samples.pensChain(Samples.pens("pens"));
    private final TokenSpan span = new TokenSpan(10, 40);

    @Test
    void decisionNamesBothLabelsAndTheDefinition() {
        model.show(chain, 2, span, false);
        DecisionFacts facts = model.decisionProperty().get();
        assertNotNull(facts);
        assertEquals("Step 3", facts.title());
        assertEquals("incorrect", facts.verdict());
        assertNotNull(facts.probability());
        assertEquals(0.08, facts.probability(), 1e-9);
        assertEquals(ConfidenceDefinition.YES_NO_TOKEN_RATIO, facts.definition());
        assertEquals(2, facts.labels().size());
        assertEquals(Math.log(0.08 / 0.92), facts.margin(), 1e-9);
        assertTrue(facts.context().contains("»No«"), facts.context());
    }

    @Test
    void stepThatWasNotReachedAndInvalidOneHaveNoNumber() {
        model.show(chain, 3, span, false);
        DecisionFacts notReached = model.decisionProperty().get();
        assertNotNull(notReached);
        assertNull(notReached.probability());
        assertFalse(notReached.absence().isEmpty());
        Solution solution = Samples.plain("p-1", 3, new FirstError.None(), 0);
        model.show(Samples.chain(solution, new FirstError.Unknown(), 3), 1, span, false);
        DecisionFacts invalid = model.decisionProperty().get();
        assertNotNull(invalid);
        assertNull(invalid.probability());
        assertTrue(invalid.verdict().startsWith("invalid: no box"), invalid.verdict());
    }

    @Test
    void writtenTokenOutsideTheAlternativesIsShownWithoutRank() {
        TokenTrace trace =
                new TokenTrace.Builder(2)
                        .piece(1, bytes("a"))
                        .piece(2, bytes(" b"))
                        .piece(3, bytes("c\n"))
                        .sampled(
                                3,
                                (float) Math.log(0.05),
                                new int[] {1, 2},
                                new float[] {(float) Math.log(0.6), (float) Math.log(0.3)})
                        .build();
        TokenFacts facts = InspectorViewModel.facts(trace, 0);
        assertEquals(3, facts.candidates().size());
        assertEquals(0, facts.candidates().getLast().rank());
        assertTrue(facts.candidates().getLast().written());
        assertEquals("c⏎", facts.text());
        assertEquals("␣b", facts.candidates().get(1).text());
        assertEquals(0.05, facts.otherMass(), 1e-6);
    }

    @Test
    void tokensThatWereNotSampledSayWhy() {
        TokenTrace trace =
                new TokenTrace.Builder(2)
                        .piece(1, bytes("x"))
                        .fed(1, TokenOrigin.PROMPT)
                        .fed(1, TokenOrigin.INJECTED)
                        .build();
        assertTrue(InspectorViewModel.facts(trace, 0).absence().contains("prompt"));
        assertTrue(InspectorViewModel.facts(trace, 1).absence().contains("not sampled"));
        assertTrue(Double.isNaN(InspectorViewModel.facts(trace, 0).otherMass()));
    }

    @Test
    void pointerShowsATokenAndLeavesThePinnedOne() {
        model.show(chain, 2, span, false);
        TokenFacts decision = model.tokenProperty().get();
        assertNotNull(decision);
        model.hover(12);
        TokenFacts hovered = model.tokenProperty().get();
        assertNotNull(hovered);
        assertEquals(12, hovered.position());
        model.hover(-1);
        assertEquals(decision, model.tokenProperty().get());
        model.pin(15);
        model.hover(-1);
        TokenFacts pinned = model.tokenProperty().get();
        assertNotNull(pinned);
        assertEquals(15, pinned.position());
    }

    @Test
    void anotherChainOfTheSolutionShowsItsOwnDecisionAndTheSameOneKeepsThePinnedToken() {
        Solution solution = Samples.plain("p-1", 4, new FirstError.At(2), 0);
        VerificationChain first = Samples.chain(solution, new FirstError.At(2), 0, 1, 5);
        VerificationChain second = Samples.chain(solution, new FirstError.At(2), 1, 1, 5);
        model.show(first, 1, span, false);
        model.pin(15);
        model.show(first, 1, new TokenSpan(10, 41), false);
        TokenFacts kept = model.tokenProperty().get();
        assertNotNull(kept);
        assertEquals(15, kept.position());
        model.show(first, 2, span, false);
        TokenFacts before = model.tokenProperty().get();
        model.show(second, 2, span, false);
        TokenFacts now = model.tokenProperty().get();
        assertNotNull(before);
        assertNotNull(now);
        assertNotEquals(before, now);
        DecisionFacts decision = model.decisionProperty().get();
        assertNotNull(decision);
        assertEquals(decision.position(), now.position());
    }

    @Test
    void wholeChainOrStepIsShown() {
        model.show(chain, 2, span, false);
        assertEquals(span, model.tokensProperty().get().span());
        model.wholeChainProperty().set(true);
        assertEquals(chain.tokens().size(), model.tokensProperty().get().span().length());
        assertEquals(3, model.tokensProperty().get().decisions().size());
    }

    @Test
    void theRecordOfAChainThatIsBeingWrittenDoesNotSayHowItEnded() {
        model.show(chain, 2, span, true);
        assertTrue(model.recordText().contains("end: still being written"), model.recordText());
        model.show(chain, 2, span, false);
        assertFalse(model.recordText().contains("still being written"), model.recordText());
    }

    @Test
    void recordHoldsEverythingTheNumbersDependOn() {
        model.showRun(FakeWorkbench.withSet(1, 1).run(1).orElseThrow());
        model.show(chain, 2, span, false);
        String text = model.recordText();
        for (String part :
                new String[] {
                    "protocol: GenPRM",
                    "temperature: 0.6",
                    "top-p: 0.95",
                    "top-k: 20",
                    "seed: 0",
                    "max tokens: 2,048 a step",
                    "sha-256: 9f2c",
                    "ONNX Runtime: 1.29.0",
                    "code executor: bubblewrap",
                    "generated:",
                    "step 3: Round 1 raised NameError"
                }) {
            assertTrue(text.contains(part), part + " is missing in\n" + text);
        }
        model.show(null, -1, new TokenSpan(0, 0), false);
        assertTrue(model.entriesProperty().get().isEmpty());
        assertNull(model.decisionProperty().get());
        assertNull(model.tokenProperty().get());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void recordSaysHowTheVerificationWasSpreadAndInWords() {
        Run run = FakeWorkbench.withSet(1, 1).run(1).orElseThrow();
        Scaling spread = new Scaling(4, 2, List.of("Once more", "Again"), 8_192);
        model.showRun(
                new Run(
                        run.id(),
                        run.setId(),
                        run.configuration().withScaling(spread),
                        run.model(),
                        run.environment(),
                        run.startedAt()));
        model.show(chain, 2, span, false);
        String text = model.recordText();
        for (String part :
                new String[] {
                    "chains: 4",
                    "rounds: 2",
                    "budget a solution: 8,192 tokens",
                    "trigger phrases: Once more | Again",
                    "code: write and run code",
                    "started: 21 Nov 2026, 12:00 UTC"
                }) {
            assertTrue(text.contains(part), part + " is missing in\n" + text);
        }
    }
}
