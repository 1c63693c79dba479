package org.prmscope.synthesis;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/// What the verifier says of a step and the Python that checks it.
final class Critique {
    private Critique() {}

    /// The relation the problem asks for, and what the step has instead or as well.
    static String text(List<StepCheck> checks) {
        return checks.stream().map(Critique::text).collect(Collectors.joining(" "));
    }

    private static String text(StepCheck check) {
        return switch (check) {
            case StepCheck.Calculation c ->
                    "%s: %s. The step has %s = %s."
                            .formatted(
                                    c.fact(),
                                    c.right().code(),
                                    c.shown().code(),
                                    Formula.text(c.stated()));
            case StepCheck.Restatement(List<BigDecimal> right, List<BigDecimal> shown) ->
                    "The problem gives %s. The step has %s.".formatted(join(right), join(shown));
            case StepCheck.Answer(BigDecimal right, BigDecimal shown) ->
                    "The last result is %s. The step answers %s."
                            .formatted(Formula.text(right), Formula.text(shown));
            case StepCheck.Nothing() -> "There is nothing to calculate.";
        };
    }

    /// Python that prints one line of `True` or `False` a check.
    static String code(List<StepCheck> checks) {
        return checks.stream().map(Critique::code).collect(Collectors.joining("\n"));
    }

    private static String code(StepCheck check) {
        return switch (check) {
            case StepCheck.Calculation c -> calculation(c);
            case StepCheck.Restatement(List<BigDecimal> right, List<BigDecimal> shown) -> {
                StringBuilder code = new StringBuilder();
                for (int i = 0; i < right.size(); i++) {
                    code.append(i == 0 ? "" : "\n")
                            .append("print(")
                            .append(Formula.text(right.get(i)))
                            .append(" == ")
                            .append(Formula.text(shown.get(i)))
                            .append(')');
                }
                yield code.toString();
            }
            case StepCheck.Answer(BigDecimal right, BigDecimal shown) ->
                    "answer = %s\nprint(answer == %s)"
                            .formatted(Formula.text(right), Formula.text(shown));
            case StepCheck.Nothing() -> "print(True)";
        };
    }

    private static String calculation(StepCheck.Calculation check) {
        StringBuilder code = new StringBuilder();
        StringBuilder expression = new StringBuilder();
        List<BigDecimal> operands = check.right().operands();
        for (int i = 0; i < operands.size(); i++) {
            String name = check.names().get(i);
            String number = Formula.text(operands.get(i));
            if (!name.isEmpty()) {
                code.append(name).append(" = ").append(number).append('\n');
            }
            if (i > 0) {
                expression.append(' ').append(check.right().operations().get(i - 1).code());
                expression.append(' ');
            }
            expression.append(name.isEmpty() ? number : name);
        }
        return code.append("print(")
                .append(expression)
                .append(" == ")
                .append(Formula.text(check.stated()))
                .append(')')
                .toString();
    }

    private static String join(List<BigDecimal> numbers) {
        return numbers.stream().map(Formula::text).collect(Collectors.joining(" and "));
    }
}
