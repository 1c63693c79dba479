package org.prmscope.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class StepSplitterTest {
    private static List<String> split(String text) {
        return StepSplitter.split(text).steps();
    }

    @Test
    void blankLinesSeparateSteps() {
        assertEquals(
                List.of("First we add.\nStill first.", "Then we divide."),
                split("\n\nFirst we add.\nStill first.\r\n \t\r\n\nThen we divide.\n"));
    }

    @Test
    void blankTextHasNoSteps() {
        assertEquals(List.of(), split(" \n\n\t"));
    }

    @Test
    void headsOfEveryFormSeparateSteps() {
        for (String head :
                List.of(
                        "Step %d: ",
                        "**Step %d:** ", "**Step %d**: ", "## Step %d: ", "step %d. ")) {
            String text = "";
            for (int i = 1; i <= 3; i++) {
                text += head.formatted(i) + "do " + i + "\n";
            }
            List<String> steps = split(text);
            assertEquals(3, steps.size(), head);
            assertEquals(
                    List.of("do 1", "do 2", "do 3"),
                    StepSplitter.split(text).withoutHeads().steps(),
                    head);
        }
    }

    @Test
    void blankLinesInsideHeadedStepsDoNotSplit() {
        assertEquals(
                List.of(
                        "Let us see.",
                        "## Step 1: Add\n\nWe add.\n\nThat gives 4.",
                        "## Step 2: Halve\n\n2."),
                split(
                        "Let us see.\n\n## Step 1: Add\n\nWe add.\n\nThat gives 4.\n\n"
                                + "## Step 2: Halve\n\n2."));
    }

    @Test
    void proseAboutAStepIsNoHead() {
        assertFalse(StepSplitter.isHead("Step 2 is wrong because"));
        assertFalse(StepSplitter.isHead("Steps: we add"));
        assertTrue(StepSplitter.isHead("Step 2"));
    }

    @Test
    void boldTitleKeepsItsMarksWithoutTheHead() {
        assertEquals("**Add** them", StepSplitter.withoutHead("**Step 1: Add** them"));
        assertEquals("Step 1:", StepSplitter.withoutHead("Step 1:"));
    }

    @Test
    void displayMathAndCodeAreKeptWhole() {
        assertEquals(
                List.of("We have\n$$\na\n\n= b\n$$\nso", "Next"),
                split("We have\n$$\na\n\n= b\n$$\nso\n\nNext"));
        assertEquals(List.of("\\[\nx\n\n\\]", "Next"), split("\\[\nx\n\n\\]\n\nNext"));
        assertEquals(
                List.of("\\begin{align*}\nx\n\ny\\end{align*}", "Next"),
                split("\\begin{align*}\nx\n\ny\\end{align*}\n\nNext"));
        assertEquals(
                List.of("```python\na = 1\n\nStep 1: no head\n```", "Next"),
                split("```python\na = 1\n\nStep 1: no head\n```\n\nNext"));
    }

    @Test
    void unclosedBlockDoesNotSwallowTheRest() {
        assertEquals(List.of("costs $$ 5", "Next"), split("costs $$ 5\n\nNext"));
        assertEquals(List.of("\\[ x", "Next"), split("\\[ x\n\nNext"));
    }

    @Test
    void splittingTheStepsAgainGivesTheSameSteps() {
        List<String> parts =
                List.of(
                        "a",
                        "b c",
                        "$$\nx\n\ny\n$$",
                        "```\ncode\n\nmore\n```",
                        "Step 1: z",
                        "**Step 2:** w",
                        "\n",
                        "\n\n",
                        " \n",
                        "## Step 3: t\n");
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(parts.get(random.nextInt(parts.size()))).append('\n');
            }
            List<String> steps = split(text.toString());
            assertEquals(steps, split(String.join("\n\n", steps)), "seed " + seed);
        }
    }

    @Test
    void mergingUndoesSplittingAndMovingBackUndoesMoving() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<String> steps = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                steps.add(randomText(random));
            }
            StepDraft draft = StepDraft.of(steps);
            int index = random.nextInt(draft.size());
            int offset = random.nextInt(steps.get(index).length());
            if (draft.canSplit(index, offset)) {
                StepDraft split = draft.split(index, offset);
                assertEquals(draft.size() + 1, split.size());
                assertEquals(draft, split.merge(index), "seed " + seed);
            } else {
                assertThrows(IllegalArgumentException.class, () -> draft.split(index, offset));
            }
            int to = random.nextInt(draft.size());
            assertEquals(draft, draft.move(index, to).move(to, index), "seed " + seed);
            assertEquals(steps.get(index), draft.move(index, to).steps().get(to));
        }
    }

    @Test
    void movedPiecesAreNotGluedTogetherByAMerge() {
        StepDraft draft = StepDraft.of(List.of("onetwo", "three")).split(0, 3);
        assertEquals(List.of("one", "two", "three"), draft.steps());
        assertEquals("three\n\none", draft.move(2, 0).merge(0).steps().getFirst());
        assertEquals("one\n\ntwo", draft.move(2, 0).merge(1).steps().get(1));
    }

    @Test
    void stepsAreReplacedAndRemoved() {
        StepDraft draft = StepDraft.of(List.of("a", "b"));
        assertEquals(List.of("a", "c"), draft.replace(1, "c").steps());
        assertEquals(List.of("b"), draft.remove(0).steps());
        assertEquals(List.of("a", "b"), draft.steps());
    }

    private static String randomText(Random random) {
        String alphabet = "ab \n\u00e9\ud83d\ude00";
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i >= 0; i--) {
            int at = alphabet.offsetByCodePoints(0, random.nextInt(6));
            text.appendCodePoint(alphabet.codePointAt(at));
        }
        return text.append('y').toString();
    }
}
