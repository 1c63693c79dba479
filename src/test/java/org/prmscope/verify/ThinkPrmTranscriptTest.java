package org.prmscope.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.SectionKind;
import org.prmscope.core.Verdict;

import java.util.List;
import java.util.Optional;
import java.util.Random;

class ThinkPrmTranscriptTest {
    private static final String CHAIN =
            """
            <think>
            Let's verify step by step:

            Step 1: Add the numbers.

            Critique: 2 + 2 is \\boxed{4}. That is right.

            The step is \\boxed{correct}

            Step 2: Double it.

            Critique: Twice 4 is 8, not 9. The step is \\boxed{incorrect}
            </think>
            Is the solution correct? No\
            """;

    /// A letter a step: c correct, i incorrect, - not reached, and the invalid ones by reason.
    private static String letters(String text, int steps, ThinkPrmTranscript.Ending ending) {
        StringBuilder letters = new StringBuilder();
        for (var step :
                ThinkPrmTranscript.parse(
                                text, steps, ending, _ -> true, ThinkPrmTranscript.Pass.FIRST)
                        .steps()) {
            letters.append(
                    switch (step.verdict()) {
                        case Verdict.Correct() -> 'c';
                        case Verdict.Incorrect() -> 'i';
                        case Verdict.NotReached() -> '-';
                        case Verdict.Invalid(InvalidReason reason, String _) ->
                                switch (reason) {
                                    case NO_BOX -> 'N';
                                    case WRONG_COUNT -> 'W';
                                    case CONTRADICTION -> 'X';
                                    case TRUNCATED -> 'T';
                                    case LOOP -> 'L';
                                };
                    });
        }
        return letters.toString();
    }

    private static String letters(String text, int steps) {
        return letters(text, steps, ThinkPrmTranscript.Ending.FINISHED);
    }

    private static String step(int number, String label) {
        return "Step "
                + number
                + ": restated.\nCritique: fine.\nThe step is \\boxed{"
                + label
                + "}\n\n";
    }

    private static String bare(String... labels) {
        return "\\boxed{" + String.join("}\n\\boxed{", labels) + "}\n";
    }

    @Test
    void aTrainingChainHasItsSectionsVerdictsAndDecision() {
        ThinkPrmTranscript transcript = ThinkPrmTranscript.parse(CHAIN, 3);
        assertEquals("ci-", letters(CHAIN, 3));
        assertEquals(Optional.of(false), transcript.decision());
        assertEquals(
                List.of(
                        SectionKind.PREAMBLE,
                        SectionKind.CRITIQUE,
                        SectionKind.JUDGEMENT,
                        SectionKind.CRITIQUE,
                        SectionKind.JUDGEMENT,
                        SectionKind.PREAMBLE,
                        SectionKind.SOLUTION_DECISION),
                transcript.sections().stream().map(TranscriptSection::kind).toList());
        assertEquals("The step is \\boxed{incorrect}", transcript.sections().get(4).in(CHAIN));
        assertEquals(1, transcript.sections().get(4).step());
        assertTrue(transcript.sections().get(3).in(CHAIN).startsWith("Step 2: Double it."));
    }

    @Test
    void verdictsWithoutHeadsGoByOrder() {
        assertEquals("cci", letters(bare("correct", "correct", "incorrect"), 3));
        assertEquals("ci-", letters(bare("correct", "incorrect"), 3));
    }

    @Test
    void markdownHeadsAreHeads() {
        assertEquals(
                "ci",
                letters(
                        "**Step 1:** a \\boxed{correct}\n### Step 2.\nb\n\n**Verdict:**"
                                + " \\boxed{incorrect}\n",
                        2));
    }

    @Test
    void fewerVerdictsThanStepsLeaveTheRestAWrongCountWithBothNumbers() {
        ThinkPrmTranscript transcript = ThinkPrmTranscript.parse(bare("correct", "correct"), 4);
        assertEquals("ccWW", letters(bare("correct", "correct"), 4));
        assertEquals(
                new Verdict.Invalid(InvalidReason.WRONG_COUNT, "2 verdicts for 4 steps"),
                transcript.steps().get(3).verdict());
    }

    @Test
    void noVerdictAtAllIsNoBox() {
        assertEquals("NN", letters("I believe it is fine: \\boxed{468}", 2));
    }

    @Test
    void moreVerdictsThanStepsLeaveOnlyThoseUnderTheirOwnHead() {
        assertEquals("WW", letters(bare("correct", "correct", "incorrect"), 2));
        assertEquals(
                "cc", letters(step(1, "correct") + step(2, "correct") + step(3, "incorrect"), 2));
    }

    @Test
    void aSkippedStepShiftsNoVerdict() {
        assertEquals("cWWW", letters(step(1, "correct") + step(3, "incorrect"), 4));
        assertEquals("WW", letters(step(2, "correct"), 2));
    }

    @Test
    void aRepeatedVerdictCountsOnceAndADifferentOneContradicts() {
        assertEquals(
                "ci", letters(step(1, "correct") + step(1, "correct") + step(2, "incorrect"), 2));
        assertEquals(
                "Xc", letters(step(1, "correct") + step(1, "incorrect") + step(2, "correct"), 2));
        assertEquals(
                "Xc",
                letters(
                        step(1, "correct")
                                + "Wait, no: \\boxed{incorrect}\n\n"
                                + step(2, "correct"),
                        2));
    }

    @Test
    void aVerdictThatNamesItsStepInProseIsThatStepsOwn() {
        assertEquals("ci", letters(step(1, "correct") + "Now step 2 is \\boxed{incorrect}\n", 2));
    }

    @Test
    void tokensThatRanOutAndLoopsAreTheReasonOfWhatIsMissing() {
        assertEquals("cTT", letters(step(1, "correct"), 3, ThinkPrmTranscript.Ending.TRUNCATED));
        assertEquals("cLL", letters(step(1, "correct"), 3, ThinkPrmTranscript.Ending.LOOP));
        assertEquals("c--", letters(step(1, "correct"), 3, ThinkPrmTranscript.Ending.RUNNING));
    }

    @Test
    void boxesThatALoopRepeatsAreNoVerdictsOfLaterSteps() {
        assertEquals(
                "LLL",
                letters(
                        bare("correct", "correct", "correct", "correct"),
                        3,
                        ThinkPrmTranscript.Ending.LOOP));
    }

    @Test
    void theLastDecisionOfSeveralCounts() {
        String text = "Is the solution correct? Yes\nWait.\nIs the solution correct?\n**No**";
        assertEquals(Optional.of(false), ThinkPrmTranscript.parse(text, 1).decision());
        assertEquals(Optional.empty(), ThinkPrmTranscript.parse("Fine.", 1).decision());
    }

    @Test
    void everyStepHasOneReadingWhateverTheText() {
        List<String> parts =
                List.of(
                        "Step 1: ",
                        "\nStep 2: ",
                        "\nStep 3: ",
                        "\nStep 999999: ",
                        "step 2 ",
                        "\n",
                        "\\boxed{correct}",
                        "\\boxed{incorrect}",
                        "\\boxed{\\text{correct}}",
                        "\\boxed{4}",
                        "\\boxed{",
                        ". ",
                        "Is the solution correct?",
                        "</think>");
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 15; i++) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            for (ThinkPrmTranscript.Ending ending : ThinkPrmTranscript.Ending.values()) {
                ThinkPrmTranscript transcript =
                        ThinkPrmTranscript.parse(
                                text.toString(),
                                3,
                                ending,
                                _ -> true,
                                ThinkPrmTranscript.Pass.FIRST);
                assertEquals(3, transcript.steps().size());
                int end = 0;
                for (TranscriptSection section : transcript.sections()) {
                    assertTrue(section.start() >= end, "seed " + seed);
                    end = section.end();
                }
            }
        }
    }
}
