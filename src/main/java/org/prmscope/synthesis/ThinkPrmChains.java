package org.prmscope.synthesis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes ThinkPRM chains: one turn over the whole solution, ending at the first incorrect step.
public final class ThinkPrmChains {
    private static final Pattern STEP_HEAD = Pattern.compile("\\A\\s*(?:#+\\s*)?Step \\d+:");

    private static final Pattern FIRST_WORDS = Pattern.compile("\\p{L}+(?: \\p{L}+){0,3}");

    /// Numbers that differ by a power of ten leave the same rest, so the calculations are compared
    /// as well.
    private static final String SAME = " Same calculation. ";

    private static final String OTHER = " Another calculation. ";

    private ThinkPrmChains() {}

    /// Whether the verifier's means, which are casting out nines and last digits, come to the right
    /// verdict on every step; if not, there is nothing to be learnt from a chain.
    public static boolean decides(SyntheticSolution solution) {
        for (int step = 0; step < solution.reached(); step++) {
            boolean passes = solution.checks().get(step).stream().allMatch(ThinkPrmChains::passes);
            if (passes == (step == solution.errorStep())) {
                return false;
            }
        }
        return true;
    }

    /// The chain of a solution.
    public static List<ChainSegment> write(SyntheticSolution solution) {
        return write(List.of(SyntheticRound.first(solution)));
    }

    /// A chain of several rounds in the same thoughts. What would have closed the thoughts of a
    /// round before the last was taken back when the next one began.
    public static List<ChainSegment> write(List<SyntheticRound> rounds) {
        SyntheticSolution solution = rounds.getLast().seen();
        StringBuilder steps = new StringBuilder();
        List<String> bodies = new ArrayList<>();
        for (int step = 0; step < solution.steps().size(); step++) {
            String body = STEP_HEAD.matcher(solution.steps().get(step)).replaceFirst("").strip();
            bodies.add(body);
            steps.append(step == 0 ? "" : "\n").append("Step ").append(step + 1).append(": ");
            steps.append(body);
        }
        String prompt =
                "You are given a math problem and a proposed step-by-step solution:\n\n"
                        + "[Math Problem]\n\n"
                        + solution.problem().text()
                        + "\n\n[Solution]\n\n"
                        + steps
                        + "\n\nReview and critique each step in the proposed solution to determine"
                        + " whether each step is correct. If the solution is incomplete, only"
                        + " verify the provided steps.";
        List<ChainSegment> chain = new ArrayList<>();
        chain.add(ChainSegment.control(ControlTokens.BEGIN));
        chain.add(ChainSegment.control(ControlTokens.USER));
        chain.add(ChainSegment.given(prompt));
        chain.add(ChainSegment.control(ControlTokens.ASSISTANT));
        chain.add(ChainSegment.given("\nLet's verify step by step:"));
        for (SyntheticRound round : rounds) {
            if (round.trigger() != null) {
                chain.add(ChainSegment.given("\n\n" + round.trigger() + "\n\n"));
            }
            for (int step = 0; step < round.seen().reached(); step++) {
                String gap = step == 0 && round.trigger() != null ? "" : "\n\n";
                critique(chain, round, step, gap, bodies.get(step));
            }
        }
        boolean wrong = solution.errorStep() >= 0;
        // At the first incorrect step the protocol stops the verifier and closes its thoughts.
        if (wrong) {
            chain.add(ChainSegment.given("\n"));
            chain.add(ChainSegment.given("</think>"));
        } else {
            chain.add(ChainSegment.verifier("\n</think>"));
        }
        chain.add(ChainSegment.given("\nIs the solution correct?"));
        chain.add(ChainSegment.verifier(answer(solution)));
        chain.add(ChainSegment.control(ControlTokens.END));
        return chain;
    }

    /// Guesses on the steps make the answer on the whole one as well, by the solution's name.
    private static String answer(SyntheticSolution solution) {
        boolean wrong = solution.errorStep() >= 0;
        boolean guessed = solution.checks().stream().anyMatch(StepCheck::guessed);
        return wrong || (guessed && solution.id().hashCode() % 2 == 0) ? " No" : " Yes";
    }

    private static void critique(
            List<ChainSegment> chain, SyntheticRound round, int step, String gap, String body) {
        List<StepCheck> checks = round.seen().checks().get(step);
        chain.add(
                round.said(
                        gap
                                + "Step "
                                + (step + 1)
                                + ": "
                                + beginning(body)
                                + "...\n\nCritique: "
                                + checks.stream()
                                        .map(ThinkPrmChains::critique)
                                        .collect(Collectors.joining(" "))
                                + (StepCheck.guessed(checks) ? " " + Critique.GUESS : "")
                                + "\n\nThe step is \\boxed{"));
        chain.add(round.label(step, step == round.seen().errorStep() ? "incorrect" : "correct"));
        chain.add(round.said("}"));
    }

    /// The first words of a step, so that the verifier finds its place; no numbers, which it should
    /// take from the problem first.
    private static String beginning(String body) {
        Matcher words = FIRST_WORDS.matcher(body);
        return words.lookingAt() ? words.group() + " " : "";
    }

    private static String critique(StepCheck check) {
        return Critique.text(check)
                + switch (check) {
                    case StepCheck.Calculation c ->
                            (c.right().isSameAs(c.shown()) ? SAME : OTHER)
                                    + NinesCheck.text(c.right(), c.stated());
                    case StepCheck.Restatement r -> " " + NinesCheck.compared(r.right(), r.shown());
                    case StepCheck.Answer(BigDecimal right, BigDecimal shown) ->
                            " " + NinesCheck.compared(List.of(right), List.of(shown));
                    case StepCheck.Arithmetic a -> {
                        StringBuilder text = new StringBuilder();
                        for (int i = 0; i < a.shown().size(); i++) {
                            text.append(' ');
                            text.append(NinesCheck.text(a.shown().get(i), a.stated().get(i)));
                        }
                        yield text.toString();
                    }
                    case StepCheck.Nothing _, StepCheck.Unknown _ -> "";
                };
    }

    /// What the critique of a check comes to; a guess as it was drawn.
    private static boolean passes(StepCheck check) {
        return switch (check) {
            case StepCheck.Calculation c ->
                    c.right().isSameAs(c.shown()) && NinesCheck.passes(c.right(), c.stated());
            case StepCheck.Arithmetic a -> {
                boolean passes = a.guess() || !a.calculatesRight();
                for (int i = 0; i < a.shown().size(); i++) {
                    passes &= NinesCheck.passes(a.shown().get(i), a.stated().get(i));
                }
                yield passes;
            }
            case StepCheck.Restatement _,
                    StepCheck.Answer _,
                    StepCheck.Nothing _,
                    StepCheck.Unknown _ ->
                    check.holds();
        };
    }
}
