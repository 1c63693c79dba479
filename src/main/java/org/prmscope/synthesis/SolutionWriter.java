package org.prmscope.synthesis;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Writes a solution of a problem in steps, with an error at a known step if one is asked for.
///
/// After the error the solution goes on consistently with the wrong value, so that the first error
/// is the only one of its own.
final class SolutionWriter {
    private enum Voice {
        BARE,
        PROSE,
        LABELLED,
        NUMBERED
    }

    private static final List<String> FIRST = List.of("First, ", "To start, ", "We begin: ", "");
    private static final List<String> NEXT =
            List.of("Next, ", "Then, ", "After that, ", "Now, ", "Second, ", "");
    private static final List<String> LAST =
            List.of("Finally, ", "Lastly, ", "Now, ", "Next, ", "");

    private final SplittableRandom random;
    private final SyntheticProblem problem;
    private final ErrorPlanter planter;
    private final EquationStyle style;
    private final Voice voice;
    private final boolean grouping;
    private final List<BigDecimal> results = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final List<List<StepCheck>> checks = new ArrayList<>();
    private int errorStep = -1;
    private @Nullable BigDecimal miscopied;

    private SolutionWriter(SyntheticProblem problem, SplittableRandom random) {
        this.problem = problem;
        this.random = random;
        this.planter = new ErrorPlanter(random);
        this.style = pick(List.of(EquationStyle.values()));
        this.voice =
                pick(List.of(Voice.BARE, Voice.PROSE, Voice.PROSE, Voice.LABELLED, Voice.NUMBERED));
        this.grouping = random.nextInt(4) == 0;
    }

    /// Writes a solution; empty if the error cannot be planted in this problem.
    static Optional<SyntheticSolution> write(
            String id, SyntheticProblem problem, @Nullable ErrorKind error, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int tries = 0; tries < 12; tries++) {
            SolutionWriter writer = new SolutionWriter(problem, random);
            writer.steps(error);
            if ((error == null) == (writer.errorStep < 0)) {
                return Optional.of(
                        new SyntheticSolution(
                                id, problem, writer.steps, writer.checks, error, writer.errorStep));
            }
        }
        return Optional.empty();
    }

    private void steps(@Nullable ErrorKind error) {
        int count = problem.relations().size();
        boolean intro = random.nextInt(10) < 3;
        boolean outro = random.nextInt(10) < 6;
        // Places: -1 the introduction, 0..count-1 the relations, count the answer.
        int place = error == null ? Integer.MIN_VALUE : random.nextInt(count);
        if (error == ErrorKind.COPYING && intro && random.nextInt(4) == 0) {
            place = -1;
        } else if (error == ErrorKind.COPYING && outro && random.nextInt(5) == 0) {
            place = count;
        }
        if (intro) {
            introduction(place == -1);
        }
        for (int i = 0; i < count; ) {
            boolean merge = i + 1 < count && random.nextInt(8) == 0;
            int end = merge ? i + 2 : i + 1;
            List<StepCheck> stepChecks = new ArrayList<>();
            StringBuilder text = new StringBuilder(lead(i, end == count));
            for (int relation = i; relation < end; relation++) {
                boolean wrong = relation == place && error != null;
                boolean opens = relation > i || text.isEmpty() || text.toString().endsWith(": ");
                text.append(relation == i ? "" : voice == Voice.BARE ? "; " : " ");
                text.append(calculation(relation, wrong ? error : null, stepChecks, opens));
            }
            if (end == count && !outro && random.nextInt(3) == 0) {
                text.append(" The answer is ").append(style.box(results.getLast(), grouping));
                text.append('.');
            }
            add(text.toString(), stepChecks);
            i = end;
        }
        if (outro) {
            answer(place == count);
        }
    }

    private void add(String text, List<StepCheck> stepChecks) {
        steps.add(text);
        checks.add(stepChecks);
        if (errorStep < 0 && !stepChecks.stream().allMatch(StepCheck::holds)) {
            errorStep = steps.size() - 1;
        }
    }

    private void introduction(boolean wrong) {
        Relation first = problem.relations().getFirst();
        if (!wrong && random.nextInt(3) == 0) {
            add(
                    pick(
                            List.of(
                                    "Let's solve this step by step.",
                                    "To find the answer, we go through the problem step by step.",
                                    "We break the problem down into steps.")),
                    List.of(new StepCheck.Nothing()));
            return;
        }
        List<BigDecimal> right = new ArrayList<>();
        List<BigDecimal> shown = new ArrayList<>();
        Formula formula = first.formula();
        for (int i = 0; i < first.sources().size(); i++) {
            if (first.sources().get(i) instanceof Relation.Source.Given) {
                BigDecimal number = formula.operands().get(i);
                right.add(number);
                if (wrong && miscopied == null) {
                    number = planter.miscopy(number);
                    miscopied = number;
                    formula = formula.withOperand(i, number);
                }
                shown.add(number);
            }
        }
        add(
                pick(List.of("From the problem we know: ", "We are given: ", "The facts are: "))
                        + Relation.fill(first.fact(), formula)
                        + ".",
                List.of(new StepCheck.Restatement(right, shown)));
    }

    private void answer(boolean wrong) {
        BigDecimal right = results.getLast();
        BigDecimal shown = wrong ? planter.slip(right) : right;
        String unit = problem.relations().getLast().unit();
        String box = style.box(shown, grouping);
        add(
                pick(
                        List.of(
                                "So the answer is " + box + ".",
                                "Therefore, the answer is " + box + " " + unit + ".",
                                "The final answer is " + box + ".",
                                "Thus, there are " + box + " " + unit + ".",
                                "The answer is: " + box)),
                List.of(new StepCheck.Answer(right, shown)));
    }

    private String calculation(
            int index, @Nullable ErrorKind error, List<StepCheck> stepChecks, boolean opens) {
        Relation relation = problem.relations().get(index);
        Formula right = carried(index, relation);
        ErrorPlanter.Written written = new ErrorPlanter.Written(right, right.value());
        if (error != null) {
            written = planter.spoil(error, relation, right, otherNumbers(index)).orElse(written);
        }
        Formula shown = written.shown();
        if (shown.operations().size() == 1
                && shown.operations().getFirst().commutes()
                && random.nextInt(5) == 0) {
            shown =
                    Formula.of(
                            shown.operands().get(1),
                            shown.operations().getFirst(),
                            shown.operands().get(0));
        }
        Formula base = index == 0 && miscopied != null ? relation.formula() : right;
        stepChecks.add(
                new StepCheck.Calculation(
                        base,
                        shown,
                        written.stated(),
                        relation.names(),
                        Relation.fill(relation.fact(), base)));
        results.add(written.stated());
        String equation = style.write(shown, written.stated(), grouping);
        return sentence(relation, written.shown(), equation, opens);
    }

    /// The relation's formula with the results that this solution has, right or wrong.
    private Formula carried(int index, Relation relation) {
        Formula formula = relation.formula();
        for (int i = 0; i < relation.sources().size(); i++) {
            switch (relation.sources().get(i)) {
                case Relation.Source.Result(int earlier) ->
                        formula = formula.withOperand(i, results.get(earlier));
                case Relation.Source.Given() -> {
                    if (index == 0 && i == 0 && miscopied != null) {
                        formula = formula.withOperand(i, miscopied);
                    }
                }
                case Relation.Source.Constant _ -> {}
            }
        }
        return formula;
    }

    private List<BigDecimal> otherNumbers(int index) {
        List<BigDecimal> numbers = new ArrayList<>(problem.numbers());
        numbers.addAll(results.subList(0, index));
        return numbers;
    }

    private String sentence(Relation relation, Formula filled, String equation, boolean opens) {
        String label = Relation.fill(relation.label(), filled);
        Voice used = random.nextInt(6) == 0 ? Voice.PROSE : voice;
        return switch (used) {
            case BARE -> equation;
            case LABELLED ->
                    random.nextBoolean()
                            ? label + ": " + equation + " " + relation.unit()
                            : label + " = " + equation;
            case PROSE, NUMBERED -> {
                String claim =
                        Relation.fill(pick(relation.claims()), filled).replace("{eq}", equation);
                yield opens ? claim : inner(claim);
            }
        };
    }

    private String lead(int relation, boolean last) {
        return switch (voice) {
            case BARE, LABELLED -> "";
            case NUMBERED -> "Step " + (steps.size() + 1) + ": ";
            case PROSE -> pick(relation == 0 ? FIRST : last ? LAST : NEXT);
        };
    }

    /// A claim that follows a lead-in: articles and the like lose their capital, names keep it.
    private static String inner(String claim) {
        String word = claim.substring(0, claim.indexOf(' ') < 0 ? 0 : claim.indexOf(' '));
        return switch (word) {
            case "The",
                    "There",
                    "Adding",
                    "At",
                    "In",
                    "So",
                    "That",
                    "This",
                    "Over",
                    "After",
                    "Taking",
                    "Together",
                    "Dividing",
                    "For",
                    "A",
                    "An",
                    "Each" ->
                    Character.toLowerCase(claim.charAt(0)) + claim.substring(1);
            default -> claim;
        };
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
