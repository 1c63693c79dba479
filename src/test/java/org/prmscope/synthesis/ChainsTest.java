package org.prmscope.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Verdict;
import org.prmscope.verify.GenPrmPrompt;
import org.prmscope.verify.ThinkPrmPrompt;
import org.prmscope.verify.ThinkPrmTranscript;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

final class ChainsTest {
    private static final Pattern INCORRECT =
            Pattern.compile(
                    "Step (\\d+): [^\\n]*\\.\\.\\.\\n\\nCritique: [^\\n]*\\n\\nThe step is"
                            + " \\\\boxed\\{incorrect\\}");

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
    void critiqueQuotesSentencesOfTheProblemThatHaveItsNumbers() {
        int quoted = 0;
        for (long seed = 0; seed < 400; seed++) {
            SyntheticSolution solution = generator.generate("g", seed);
            for (List<StepCheck> checks : solution.checks()) {
                for (StepCheck check : checks) {
                    if (check instanceof StepCheck.Calculation c && !c.quote().isEmpty()) {
                        quoted++;
                        assertTrue(
                                Critique.text(c).contains("\"" + c.quote() + "\""), c.toString());
                        for (String sentence : c.quote().split("(?<=\\.) ", -1)) {
                            assertTrue(solution.problem().text().contains(sentence), c.toString());
                        }
                    }
                }
            }
        }
        assertTrue(quoted > 400, quoted + " quotes");
    }

    @Test
    void thinkPrmCritiquesEndWithAVerdictThatFollowsFromThem() {
        int decided = 0;
        for (long seed = 0; seed < 1000; seed++) {
            SyntheticSolution solution = generator.generate("g", seed);
            if (!ThinkPrmChains.decides(solution)) {
                continue;
            }
            decided++;
            String[] critiques = text(ThinkPrmChains.write(solution)).split("\n\nCritique: ", -1);
            for (int step = 1; step < critiques.length; step++) {
                assertEquals(
                        critiques[step].contains("differ.")
                                || critiques[step].contains("Another calculation."),
                        critiques[step].contains("\\boxed{incorrect}"),
                        critiques[step]);
            }
        }
        assertTrue(decided > 980, decided + " of 1000 are decided without code");
    }

    @Test
    void protocolReadsTheGoldVerdictsOutOfThinkPrmChains() {
        ForeignSolutions foreign = new ForeignSolutions();
        for (long seed = 0; seed < 300; seed++) {
            for (SyntheticSolution solution :
                    List.of(generator.generate("g", seed), foreign.generate("f", seed))) {
                List<ChainSegment> chain = ThinkPrmChains.write(solution);
                assertEquals(
                        ThinkPrmPrompt.userTurn(solution.problem().text(), solution.steps()),
                        chain.get(2).text());
                String body = text(chain.subList(4, chain.size()));
                List<ThinkPrmTranscript.StepReading> readings =
                        ThinkPrmTranscript.parse(body, solution.steps().size()).steps();
                for (int step = 0; step < readings.size(); step++) {
                    Class<?> expected =
                            solution.errorStep() < 0 || step < solution.errorStep()
                                    ? Verdict.Correct.class
                                    : step == solution.errorStep()
                                            ? Verdict.Incorrect.class
                                            : Verdict.NotReached.class;
                    assertEquals(expected, readings.get(step).verdict().getClass(), body);
                }
            }
        }
    }

    @Test
    void castingOutNinesFindsWrongResultsAndPassesRightOnes() {
        SplittableRandom random = new SplittableRandom(5);
        ErrorPlanter planter = new ErrorPlanter(random);
        int missed = 0;
        for (int i = 0; i < 2000; i++) {
            Operation operation =
                    List.of(Operation.values()).get(random.nextInt(Operation.values().length));
            BigDecimal second = BigDecimal.valueOf(random.nextInt(2, 90), random.nextInt(2));
            BigDecimal first =
                    operation == Operation.DIVIDE
                            ? second.multiply(BigDecimal.valueOf(random.nextInt(2, 90)))
                            : BigDecimal.valueOf(random.nextInt(-50, 3000), random.nextInt(3));
            Formula formula = Formula.of(first, operation, second);
            assertTrue(NinesCheck.passes(formula, formula.value()), formula.code());
            missed += NinesCheck.passes(formula, planter.slip(formula.value())) ? 1 : 0;
        }
        assertTrue(missed < 200, missed + " of 2000 wrong results pass");
    }

    @Test
    void guessesAreMarkedAndLabelsThatOnlyKeepAChainGoingAreNotTrainedOn() {
        ForeignSolutions foreign = new ForeignSolutions();
        int yes = 0;
        int no = 0;
        for (long seed = 0; seed < 600; seed++) {
            SyntheticSolution solution = foreign.generate("f", seed);
            List<ChainSegment> chain = ThinkPrmChains.write(solution);
            for (int i = 0; i < chain.size(); i++) {
                ChainSegment label = chain.get(i);
                boolean verdict =
                        label.text().equals("correct") || label.text().equals("incorrect");
                if (verdict && chain.get(i - 1).text().contains(Critique.UNKNOWN)) {
                    assertTrue(chain.get(i - 1).text().contains(Critique.GUESS));
                    if (label.origin() == ChainSegment.Origin.VERIFIER) {
                        yes += label.text().equals("correct") ? 1 : 0;
                        no += label.text().equals("incorrect") ? 1 : 0;
                    } else {
                        assertEquals("correct", label.text());
                    }
                }
            }
        }
        assertTrue(yes + no > 200, "enough to tell");
        assertEquals(0.5, (double) yes / (yes + no), 0.1, "even odds where nothing is known");
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

    @Test
    void furtherRoundsOfGenPrmGoOnInTheSameConversation() {
        SyntheticSolution solution = wrongAt(1);
        SyntheticRound again = new SyntheticRound(solution, "Let me double check", true);
        List<String> outputs = List.of("True\n", "False\n");
        String chain =
                text(
                        GenPrmChains.withExecution(
                                List.of(SyntheticRound.first(solution), again),
                                List.of(outputs, outputs)));
        String opening =
                "$\\boxed{No}$\n</output>\n<｜end▁of▁sentence｜><｜User｜>"
                        + solution.steps().getFirst()
                        + "<｜Assistant｜>Let me double check\n<analyze>\n"
                        + "Let's analyze the Paragraph 1 step by step: ";
        assertTrue(chain.contains(opening), chain);
        assertEquals(2, chain.split("analyze the Paragraph 2 ", -1).length - 1, chain);
        assertEquals(1, chain.split(GenPrmPrompt.SYSTEM, -1).length - 1, chain);
    }

    @Test
    void protocolReadsTheLastRoundsVerdictsOutOfThinkPrmChains() {
        CarelessReading careless = new CarelessReading(new SplittableRandom(11));
        int read = 0;
        for (long seed = 0; seed < 300; seed++) {
            SyntheticSolution solution = generator.generate("g", seed);
            SyntheticSolution seen = careless.of(solution).orElse(solution);
            if (!ThinkPrmChains.decides(solution) || !ThinkPrmChains.decides(seen)) {
                continue;
            }
            read++;
            List<ChainSegment> chain =
                    ThinkPrmChains.write(
                            List.of(
                                    new SyntheticRound(seen, null, false),
                                    new SyntheticRound(solution, "Let me double check", true)));
            String body = text(chain.subList(4, chain.size()));
            assertEquals(
                    firstError(seen),
                    firstIncorrect(body.substring(0, body.indexOf("Let me double check"))),
                    body);
            assertEquals(
                    firstError(solution),
                    firstIncorrect(body.substring(body.indexOf("Let me double check"))),
                    body);
            assertTrue(body.contains("}\n\nLet me double check\n\nStep 1: "), body);
        }
        assertTrue(read > 250, read + " of 300");
    }

    @Test
    void carelessReadingComesToAnotherVerdictOnOneStepAndLeavesTheTextAsItIs() {
        CarelessReading careless = new CarelessReading(new SplittableRandom(3));
        int missed = 0;
        int alarms = 0;
        for (long seed = 0; seed < 500; seed++) {
            SyntheticSolution solution = generator.generate("g", seed);
            Optional<SyntheticSolution> found = careless.of(solution);
            if (found.isEmpty()) {
                continue;
            }
            SyntheticSolution seen = found.get();
            assertEquals(solution.steps(), seen.steps());
            assertEquals(solution.problem(), seen.problem());
            int changed = -1;
            for (int step = 0; step < solution.steps().size(); step++) {
                if (!solution.checks().get(step).equals(seen.checks().get(step))) {
                    assertEquals(-1, changed, "one step");
                    changed = step;
                }
            }
            boolean holds = seen.checks().get(changed).stream().allMatch(StepCheck::holds);
            if (changed == solution.errorStep()) {
                assertTrue(holds, seen.toString());
                missed++;
            } else {
                assertFalse(holds, seen.toString());
                assertEquals(changed, seen.errorStep(), "the first error it sees");
                alarms++;
            }
            assertFalse(GenPrmChains.codes(seen).contains(""), "every check has code, as before");
        }
        assertTrue(missed > 60 && alarms > 200, missed + " missed, " + alarms + " false alarms");
    }

    @Test
    void guessMadeAgainIsNotTrainedOn() {
        ForeignSolutions foreign = new ForeignSolutions();
        int guesses = 0;
        for (long seed = 0; seed < 100; seed++) {
            SyntheticSolution solution = foreign.generate("f", seed);
            List<ChainSegment> chain =
                    ThinkPrmChains.write(
                            List.of(
                                    SyntheticRound.first(solution),
                                    new SyntheticRound(solution, "Let me double check", true)));
            boolean again = false;
            for (int i = 0; i < chain.size(); i++) {
                again |= chain.get(i).text().contains("Let me double check");
                boolean verdict = chain.get(i).text().matches("correct|incorrect");
                if (again && verdict && chain.get(i - 1).text().contains(Critique.GUESS)) {
                    guesses++;
                    assertEquals(ChainSegment.Origin.GIVEN, chain.get(i).origin());
                }
            }
        }
        assertTrue(guesses > 100, guesses + " guesses");
    }

    @Test
    void nothingIsLearntFromACarelessRound() {
        SyntheticSolution solution = wrongAt(1);
        SyntheticSolution seen = wrongAt(0);
        List<SyntheticRound> rounds =
                List.of(
                        new SyntheticRound(seen, null, false),
                        new SyntheticRound(solution, "Let me double check", true));
        List<List<String>> outputs = List.of(List.of("False"), List.of("True", "False"));
        for (List<ChainSegment> chain :
                List.of(
                        GenPrmChains.withExecution(rounds, outputs),
                        ThinkPrmChains.write(rounds))) {
            int second = 0;
            while (!chain.get(second).text().contains("Let me double check")) {
                assertFalse(
                        chain.get(second).origin() == ChainSegment.Origin.VERIFIER,
                        chain.get(second).text());
                second++;
            }
            assertTrue(
                    chain.subList(second, chain.size()).stream()
                            .anyMatch(part -> part.origin() == ChainSegment.Origin.VERIFIER));
        }
    }

    private static int firstError(SyntheticSolution solution) {
        return solution.errorStep() < 0 ? -1 : solution.errorStep() + 1;
    }

    /// The number of the first step judged incorrect, or -1.
    private static int firstIncorrect(String critiques) {
        Matcher matcher = INCORRECT.matcher(critiques);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
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
