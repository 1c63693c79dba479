package org.prmscope.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class SolutionGeneratorTest {
    private final SolutionGenerator generator = new SolutionGenerator();

    @Test
    void sameSeedGivesTheSameSolution() {
        for (long seed = 0; seed < 200; seed++) {
            assertEquals(
                    generator.generate("g", seed),
                    new SolutionGenerator().generate("g", seed),
                    "seed " + seed);
        }
    }

    @Test
    void otherSeedsGiveOtherProblems() {
        Set<String> texts = new HashSet<>();
        for (long seed = 0; seed < 1000; seed++) {
            texts.add(generator.generate("g", seed).problem().text());
        }
        assertTrue(texts.size() > 990, texts.size() + " of 1000 differ");
    }

    @Test
    void manySchemasOccur() {
        Set<List<RelationKind>> schemas = new HashSet<>();
        for (long seed = 0; seed < 1000; seed++) {
            schemas.add(generator.generate("g", seed).problem().schema());
        }
        assertTrue(schemas.size() >= 25, schemas.size() + " schemas");
    }

    @Test
    void solutionsHaveTwoOrMoreStepsAndACheckForEach() {
        for (long seed = 0; seed < 1000; seed++) {
            SyntheticSolution solution = generator.generate("g", seed);
            assertEquals(solution.steps().size(), solution.checks().size());
            assertTrue(solution.steps().size() <= 7, "seed " + seed);
            solution.checks().forEach(checks -> assertFalse(checks.isEmpty()));
        }
    }

    @Test
    void aSolutionWithoutAnErrorEndsWithTheRightAnswer() {
        for (long seed = 0; seed < 1000; seed++) {
            SyntheticSolution solution = generator.generate("g", seed);
            if (solution.error() == null) {
                assertTrue(
                        plain(solution.steps().getLast())
                                .contains(Formula.text(solution.problem().answer())),
                        solution.toString());
            }
        }
    }

    @Test
    void everyProblemNumberIsInItsText() {
        for (long seed = 0; seed < 500; seed++) {
            SyntheticProblem problem = generator.generate("g", seed).problem();
            for (BigDecimal number : problem.numbers()) {
                String digits = Formula.text(number);
                assertTrue(
                        problem.text().contains(digits) || number.compareTo(BigDecimal.TEN) <= 0,
                        digits + " in " + problem.text());
            }
        }
    }

    /// Reads the equations back out of the steps' text and recomputes them: the step that is said
    /// to be wrong by its arithmetic is, and all steps before it are right.
    @Test
    void arithmeticInTheTextIsWrongExactlyAtAPlantedArithmeticError() {
        int checked = 0;
        for (long seed = 0; seed < 1500; seed++) {
            SyntheticSolution solution = generator.generate("g", seed);
            for (int step = 0; step < solution.steps().size(); step++) {
                if (solution.errorStep() >= 0 && step > solution.errorStep()) {
                    break;
                }
                boolean wrong = false;
                Matcher equation =
                        Pattern.compile("(\\d+) ([-+*/]) (\\d+) = (\\d+(?:\\.\\d+)?)")
                                .matcher(plain(solution.steps().get(step)));
                while (equation.find()) {
                    checked++;
                    wrong |= !holds(equation);
                }
                boolean planted =
                        solution.error() == ErrorKind.ARITHMETIC && step == solution.errorStep();
                assertTrue(!wrong || planted, solution.id() + " step " + step);
            }
        }
        assertTrue(checked > 1000, checked + " equations");
    }

    @Test
    void aPlantedErrorIsTheFirstStepWhoseCheckFails() {
        for (long seed = 0; seed < 1000; seed++) {
            SyntheticSolution solution = generator.generate("g", seed);
            int first = -1;
            for (int step = 0; step < solution.checks().size() && first < 0; step++) {
                if (!solution.checks().get(step).stream().allMatch(StepCheck::holds)) {
                    first = step;
                }
            }
            assertEquals(solution.errorStep(), first, solution.id());
            assertEquals(solution.error() == null, first < 0, solution.id());
        }
    }

    @Test
    void aMiscopiedNumberIsAnotherNumber() {
        ErrorPlanter planter = new ErrorPlanter(new java.util.SplittableRandom(3));
        for (int number = 1; number < 3000; number++) {
            BigDecimal right = BigDecimal.valueOf(number);
            assertNotEquals(right, planter.miscopy(right));
            assertNotEquals(right, planter.slip(right));
        }
    }

    private static boolean holds(Matcher equation) {
        BigDecimal left = new BigDecimal(equation.group(1));
        BigDecimal right = new BigDecimal(equation.group(3));
        Operation operation =
                switch (equation.group(2)) {
                    case "+" -> Operation.ADD;
                    case "-" -> Operation.SUBTRACT;
                    case "*" -> Operation.MULTIPLY;
                    default -> Operation.DIVIDE;
                };
        return Formula.of(left, operation, right)
                        .value()
                        .compareTo(new BigDecimal(equation.group(4)))
                == 0;
    }

    /// A step's text with ASCII signs and without commas and LaTeX.
    private static String plain(String step) {
        return step.replaceAll("(?<=\\d),(?=\\d{3})", "")
                .replaceAll("\\\\frac\\{(\\d+)\\}\\{(\\d+)\\} \\\\times (\\d+)", "$3 #")
                .replaceAll("\\\\frac\\{(\\d+)\\}\\{(\\d+)\\}", "$1 / $2")
                .replace("\\times", "*")
                .replace("×", "*")
                .replace(" x ", " * ")
                .replace("\\div", "/")
                .replace("÷", "/")
                .replaceAll("\\d+ \\* \\d+ / \\d+ = ", "# ");
    }
}
