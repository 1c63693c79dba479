package org.prmscope.synthesis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Reads a solution as a verifier does that makes one mistake: it takes a number wrongly from the
/// problem or the step and so finds an error where there is none, or believes the step and so
/// passes over its error.
///
/// Such a reading is the first round of chains that teach a later round to look for itself.
public final class CarelessReading {
    private static final int TRIES = 8;

    private final SplittableRandom random;
    private final ErrorPlanter planter;

    public CarelessReading(SplittableRandom random) {
        this.random = random;
        this.planter = new ErrorPlanter(random);
    }

    /// The solution with checks that come to another verdict on one of its steps, and with the
    /// first error where they then find it. Its steps and its problem are the same.
    ///
    /// @return empty if there is nothing in it to be mistaken about
    public Optional<SyntheticSolution> of(SyntheticSolution solution) {
        for (int tries = 0; tries < TRIES; tries++) {
            int step = random.nextInt(solution.reached());
            List<StepCheck> right = solution.checks().get(step);
            List<StepCheck> read =
                    step == solution.errorStep()
                            ? right.stream().map(this::passedOver).toList()
                            : spoilt(right, solution.problem().numbers());
            boolean holds = read.stream().allMatch(StepCheck::holds);
            if (holds == (step == solution.errorStep())) {
                List<List<StepCheck>> checks = new ArrayList<>(solution.checks());
                checks.set(step, read);
                return Optional.of(
                        new SyntheticSolution(
                                solution.id(),
                                solution.problem(),
                                solution.steps(),
                                checks,
                                solution.error(),
                                firstError(checks)));
            }
        }
        return Optional.empty();
    }

    private static int firstError(List<List<StepCheck>> checks) {
        for (int step = 0; step < checks.size(); step++) {
            if (!checks.get(step).stream().allMatch(StepCheck::holds)) {
                return step;
            }
        }
        return -1;
    }

    /// The check as somebody makes it who believes the step.
    private StepCheck passedOver(StepCheck check) {
        if (check.holds()) {
            return check;
        }
        return switch (check) {
            case StepCheck.Calculation c ->
                    new StepCheck.Calculation(
                            c.shown(),
                            c.shown(),
                            c.shown().value(),
                            namesOf(c),
                            c.quote(),
                            c.earlier());
            case StepCheck.Restatement r ->
                    random.nextBoolean()
                            ? new StepCheck.Restatement(r.quote(), r.shown(), r.shown())
                            : new StepCheck.Restatement(r.quote(), r.right(), r.right());
            case StepCheck.Answer(BigDecimal right, BigDecimal shown) ->
                    random.nextBoolean()
                            ? new StepCheck.Answer(shown, shown)
                            : new StepCheck.Answer(right, right);
            case StepCheck.Nothing _, StepCheck.Arithmetic _, StepCheck.Unknown _ -> check;
        };
    }

    /// A name belongs to an operand: where the step has fewer or more of them, none is known.
    private static List<String> namesOf(StepCheck.Calculation check) {
        int operands = check.shown().operands().size();
        return check.names().size() == operands ? check.names() : Collections.nCopies(operands, "");
    }

    /// The checks with one number of one of them mistaken.
    ///
    /// @param others numbers of the problem, one of which may stand in for the right one
    private List<StepCheck> spoilt(List<StepCheck> checks, List<BigDecimal> others) {
        List<StepCheck> spoilt = new ArrayList<>(checks);
        int at = random.nextInt(checks.size());
        spoilt.set(
                at,
                switch (checks.get(at)) {
                    case StepCheck.Calculation c ->
                            random.nextInt(3) == 0
                                    ? new StepCheck.Calculation(
                                            c.right(),
                                            c.shown(),
                                            planter.miscopy(c.stated()),
                                            c.names(),
                                            c.quote(),
                                            c.earlier())
                                    : new StepCheck.Calculation(
                                            misread(c.right(), others),
                                            c.shown(),
                                            c.stated(),
                                            c.names(),
                                            c.quote(),
                                            c.earlier());
                    case StepCheck.Restatement r ->
                            random.nextBoolean()
                                    ? new StepCheck.Restatement(
                                            r.quote(), miscopied(r.right()), r.shown())
                                    : new StepCheck.Restatement(
                                            r.quote(), r.right(), miscopied(r.shown()));
                    case StepCheck.Answer(BigDecimal right, BigDecimal shown) ->
                            random.nextBoolean()
                                    ? new StepCheck.Answer(planter.miscopy(right), shown)
                                    : new StepCheck.Answer(right, planter.miscopy(shown));
                    case StepCheck.Nothing n -> n;
                    case StepCheck.Arithmetic a -> a;
                    case StepCheck.Unknown u -> u;
                });
        return spoilt;
    }

    /// A formula with a number from another place, or with one that is copied wrongly.
    private Formula misread(Formula formula, List<BigDecimal> others) {
        int at = random.nextInt(formula.operands().size());
        BigDecimal number =
                others.isEmpty() || random.nextBoolean()
                        ? planter.miscopy(formula.operands().get(at))
                        : others.get(random.nextInt(others.size()));
        return formula.withOperand(at, number);
    }

    private List<BigDecimal> miscopied(List<BigDecimal> numbers) {
        List<BigDecimal> read = new ArrayList<>(numbers);
        int at = random.nextInt(read.size());
        read.set(at, planter.miscopy(read.get(at)));
        return read;
    }
}
