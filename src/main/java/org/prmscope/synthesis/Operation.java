package org.prmscope.synthesis;

/// One of the four operations of a formula, as code and as LaTeX write it.
public enum Operation {
    ADD("+", "+"),
    SUBTRACT("-", "-"),
    MULTIPLY("*", "\\times"),
    DIVIDE("/", "\\div");

    private final String code;
    private final String latex;

    Operation(String code, String latex) {
        this.code = code;
        this.latex = latex;
    }

    /// The sign in Python.
    public String code() {
        return code;
    }

    /// The command in LaTeX.
    public String latex() {
        return latex;
    }

    /// Whether the operands may change places.
    public boolean commutes() {
        return this == ADD || this == MULTIPLY;
    }
}
