package org.prmscope.synthesis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/// Writes ThinkPRM chains: one turn over the whole solution, ending at the first incorrect step.
public final class ThinkPrmChains {
    private static final Pattern STEP_HEAD = Pattern.compile("\\A\\s*(?:#+\\s*)?Step \\d+:");

    private ThinkPrmChains() {}

    /// The chain of a solution.
    public static List<ChainSegment> write(SyntheticSolution solution) {
        StringBuilder steps = new StringBuilder();
        for (int step = 0; step < solution.steps().size(); step++) {
            String body = STEP_HEAD.matcher(solution.steps().get(step)).replaceFirst("").strip();
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
        chain.add(ChainSegment.verifier(body(solution)));
        boolean wrong = solution.errorStep() >= 0;
        if (wrong) {
            chain.add(ChainSegment.given("\n"));
            chain.add(ChainSegment.given("</think>"));
        }
        chain.add(ChainSegment.given("\nIs the solution correct?"));
        chain.add(ChainSegment.verifier(wrong ? " No" : " Yes"));
        chain.add(ChainSegment.control(ControlTokens.END));
        return chain;
    }

    private static String body(SyntheticSolution solution) {
        StringBuilder text = new StringBuilder();
        boolean wrong = solution.errorStep() >= 0;
        int reached = wrong ? solution.errorStep() + 1 : solution.steps().size();
        for (int step = 0; step < reached; step++) {
            List<StepCheck> checks = solution.checks().get(step);
            text.append("\n\nStep ").append(step + 1).append(": ");
            text.append(checks.stream().map(ThinkPrmChains::restated).collect(joining()));
            text.append("\n\nCritique: ");
            text.append(checks.stream().map(ThinkPrmChains::critique).collect(joining()));
            text.append("\n\nThe step is \\boxed{");
            text.append(step == solution.errorStep() ? "incorrect" : "correct").append('}');
        }
        // At the first incorrect step the protocol stops the verifier and closes its thoughts.
        return text.append(wrong ? "" : "\n</think>").toString();
    }

    private static Collector<CharSequence, ?, String> joining() {
        return Collectors.joining(" ");
    }

    private static String restated(StepCheck check) {
        return switch (check) {
            case StepCheck.Calculation c ->
                    c.shown().code() + " = " + Formula.text(c.stated()) + ".";
            case StepCheck.Restatement(List<BigDecimal> _, List<BigDecimal> shown) ->
                    shown.stream().map(Formula::text).collect(Collectors.joining(" and ")) + ".";
            case StepCheck.Answer(BigDecimal _, BigDecimal shown) -> Formula.text(shown) + ".";
            case StepCheck.Nothing() -> "No calculation.";
        };
    }

    private static String critique(StepCheck check) {
        return switch (check) {
            case StepCheck.Calculation c ->
                    c.fact() + ": " + c.right().code() + "." + lastDigits(c.right(), c.stated());
            case StepCheck.Restatement(List<BigDecimal> right, List<BigDecimal> _) ->
                    "The problem gives "
                            + right.stream().map(Formula::text).collect(Collectors.joining(" and "))
                            + ".";
            case StepCheck.Answer(BigDecimal right, BigDecimal _) ->
                    "The last result is " + Formula.text(right) + ".";
            case StepCheck.Nothing() -> "There is nothing to calculate.";
        };
    }

    /// A check of the last digits, the part of arithmetic that a very small verifier can do without
    /// code; quotients and longer formulas have none.
    private static String lastDigits(Formula right, BigDecimal stated) {
        if (right.operations().size() != 1 || right.operations().getFirst() == Operation.DIVIDE) {
            return "";
        }
        return " Last digits: %s %s %s gives %s, the step has %s."
                .formatted(
                        last(right.operands().get(0)),
                        right.operations().getFirst().code(),
                        last(right.operands().get(1)),
                        last(right.value()),
                        last(stated));
    }

    private static String last(BigDecimal value) {
        String digits = Formula.text(value);
        return digits.substring(digits.length() - 1);
    }
}
