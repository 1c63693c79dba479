package org.prmscope.verify;

import java.util.List;
import java.util.regex.Pattern;

/// ThinkPRM's exact texts (arXiv 2504.16828; repository mukhal/ThinkPRM, `utils/helper.py`).
public final class ThinkPrmPrompt {
    /// Appended after the assistant's turn is opened.
    public static final String OPENING = "\nLet's verify step by step:";

    /// The question whose answer is the solution's score; a stop string.
    public static final String QUESTION = "Is the solution correct?";

    /// Ends the thoughts; a stop string. A control token in some tokenizers.
    public static final String THINK_END = "</think>";

    /// The answers that training texts give to [#QUESTION]. Their space is part of them: it is how
    /// the text goes on after the question mark, and in byte-pair vocabularies ` Yes` is one token,
    /// whereas `? ` with a trailing space of its own is a context no model was trained on.
    public static final List<String> ANSWERS = List.of(" Yes", " No");

    private static final Pattern STEP_HEAD = Pattern.compile("\\A\\s*(?:#+\\s*)?Step \\d+:");

    private ThinkPrmPrompt() {}

    /// The user turn: problem, numbered steps, instruction. A head that a step already has is
    /// replaced, so that there is one number and it is the right one.
    public static String userTurn(String problem, List<String> steps) {
        StringBuilder solution = new StringBuilder();
        for (int step = 0; step < steps.size(); step++) {
            String body = STEP_HEAD.matcher(steps.get(step)).replaceFirst("").strip();
            solution.append(step == 0 ? "" : "\n")
                    .append("Step ")
                    .append(step + 1)
                    .append(": ")
                    .append(body);
        }
        return "You are given a math problem and a proposed step-by-step solution:\n\n"
                + "[Math Problem]\n\n"
                + problem
                + "\n\n[Solution]\n\n"
                + solution
                + "\n\nReview and critique each step in the proposed solution to determine whether"
                + " each step is correct. If the solution is incomplete, only verify the provided"
                + " steps.";
    }
}
