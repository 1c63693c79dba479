package org.prmscope.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

final class ChainsTest {
    private final SolutionGenerator generator = new SolutionGenerator();

    @Test
    void genPrmChainHasTheProtocolsText() {
        SyntheticSolution solution = wrongAt(1);
        List<String> outputs = new ArrayList<>();
        for (int step = 0; step < 2; step++) {
            outputs.add(step == 1 ? "False\n" : "True\n");
        }
        String chain = text(GenPrmChains.withExecution(solution, outputs));
        String opening =
                "<｜begin▁of▁sentence｜>You are a math teacher. Your task is to review and critique"
                        + " the paragraphs in solution step by step.<｜User｜>Question: "
                        + solution.problem().text()
                        + "\n\n"
                        + solution.steps().get(0)
                        + "<｜Assistant｜><analyze>\nLet's analyze the Paragraph 1 step by step: ";
        assertTrue(chain.startsWith(opening), chain);
        assertTrue(
                chain.contains(
                        "\n</analyze>\n<verify>\nLet's use python code to find any potential"
                                + " error:\n```python\n"),
                chain);
        assertTrue(chain.contains(")\n```\n[Code Output]\n\n```\nTrue\n```\n"), chain);
        assertTrue(
                chain.contains(
                        "\n</verify>\n<output>\n**Judgement**: $\\boxed{Yes}$\n</output>\n"
                                + "<｜end▁of▁sentence｜><｜User｜>"
                                + solution.steps().get(1)
                                + "<｜Assistant｜>"),
                chain);
        assertTrue(
                chain.endsWith("$\\boxed{No}$\n</output>\n<｜end▁of▁sentence｜>"),
                "a chain ends at the first error: " + chain);
    }

    @Test
    void thinkPrmChainStopsAtTheFirstIncorrectStep() {
        SyntheticSolution solution = wrongAt(1);
        String chain = text(ThinkPrmChains.write(solution));
        assertEquals(2, chain.split("The step is", -1).length - 1, chain);
        assertTrue(chain.contains("The step is \\boxed{incorrect}\n</think>\nIs the"), chain);
        assertTrue(chain.endsWith("Is the solution correct? No<｜end▁of▁sentence｜>"), chain);
    }

    @Test
    void thinkPrmChainOfARightSolutionEndsItsThoughts() {
        SyntheticSolution solution = wrongAt(-1);
        String chain = text(ThinkPrmChains.write(solution));
        assertTrue(
                chain.endsWith(
                        "\\boxed{correct}\n</think>\nIs the solution correct? Yes"
                                + "<｜end▁of▁sentence｜>"),
                chain);
    }

    @Test
    void onlyTheVerifiersOwnTextIsTrainedOn() {
        for (ChainSegment segment : GenPrmChains.analyzeOnly(wrongAt(1))) {
            boolean verdict = segment.text().contains("{No}") || segment.text().contains("{Yes}");
            if (segment.origin() != ChainSegment.Origin.VERIFIER) {
                assertFalse(verdict, segment.text());
            }
        }
    }

    private SyntheticSolution wrongAt(int step) {
        for (long seed = 0; ; seed++) {
            SyntheticSolution solution = generator.generate("g", seed);
            if (solution.errorStep() == step) {
                return solution;
            }
        }
    }

    private static String text(List<ChainSegment> chain) {
        return chain.stream().map(ChainSegment::text).collect(Collectors.joining());
    }
}
