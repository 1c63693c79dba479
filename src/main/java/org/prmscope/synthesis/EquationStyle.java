package org.prmscope.synthesis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// How a solution writes its equations; one solution keeps to one style.
public enum EquationStyle {
    /// `24 * 15 = 360`
    ASCII,
    /// `24 × 15 = 360`
    CROSS,
    /// `24 x 15 = 360`
    LETTER,
    /// `\(24 \times 15 = 360\)`
    PARENTHESES,
    /// `$24 \times 15 = 360$`
    DOLLARS,
    /// `\[24 \times 15 = 360\]`
    DISPLAY,
    /// `\(\frac{96}{8} = 12\)`
    FRACTIONS;

    /// The equation `formula = stated`.
    ///
    /// @param grouping whether numbers from 1000 on get commas
    String write(Formula formula, BigDecimal stated, boolean grouping) {
        String body = left(formula, grouping) + " = " + number(stated, grouping);
        return switch (this) {
            case ASCII, CROSS, LETTER -> body;
            case PARENTHESES, FRACTIONS -> "\\(" + body + "\\)";
            case DOLLARS -> "$" + body + "$";
            case DISPLAY -> "\\[" + body + "\\]";
        };
    }

    /// The final answer, boxed where the style is LaTeX.
    String box(BigDecimal answer, boolean grouping) {
        String number = number(answer, grouping);
        return switch (this) {
            case ASCII, CROSS, LETTER -> number;
            case PARENTHESES, FRACTIONS, DISPLAY -> "\\(\\boxed{" + number + "}\\)";
            case DOLLARS -> "$\\boxed{" + number + "}$";
        };
    }

    static String number(BigDecimal value, boolean grouping) {
        if (grouping && value.abs().compareTo(BigDecimal.valueOf(1000)) >= 0) {
            BigDecimal plain = value.stripTrailingZeros();
            return String.format(Locale.ROOT, "%,." + Math.max(0, plain.scale()) + "f", plain);
        }
        return Formula.text(value);
    }

    private String left(Formula formula, boolean grouping) {
        List<BigDecimal> operands = formula.operands();
        List<Operation> operations = formula.operations();
        if (this == FRACTIONS && operations.getLast() == Operation.DIVIDE) {
            String bottom = number(operands.getLast(), grouping);
            return operations.size() == 1
                    ? "\\frac{" + number(operands.getFirst(), grouping) + "}{" + bottom + "}"
                    : "\\frac{"
                            + number(operands.get(1), grouping)
                            + "}{"
                            + bottom
                            + "} \\times "
                            + number(operands.getFirst(), grouping);
        }
        StringBuilder text = new StringBuilder(number(operands.getFirst(), grouping));
        for (int i = 0; i < operations.size(); i++) {
            text.append(' ').append(sign(operations.get(i))).append(' ');
            text.append(number(operands.get(i + 1), grouping));
        }
        return text.toString();
    }

    private String sign(Operation operation) {
        return switch (this) {
            case ASCII -> operation.code();
            case CROSS ->
                    switch (operation) {
                        case MULTIPLY -> "×";
                        case DIVIDE -> "÷";
                        case ADD, SUBTRACT -> operation.code();
                    };
            case LETTER -> operation == Operation.MULTIPLY ? "x" : operation.code();
            case PARENTHESES, DOLLARS, DISPLAY, FRACTIONS -> operation.latex();
        };
    }
}
