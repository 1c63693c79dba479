package org.prmscope.verify;

/// GenPRM's exact texts, as the model was trained on them (MIT-licensed repository
/// RyanLiu112/GenPRM, `genprm_inference.py` and the data set GenPRM-MATH-Data).
public final class GenPrmPrompt {
    /// The system message.
    public static final String SYSTEM =
            "You are a math teacher. Your task is to review and critique the paragraphs in solution"
                    + " step by step.";

    /// Ends the analysis; a stop string.
    public static final String ANALYZE_END = "</analyze>\n";

    /// Opens the code check, up to the code's first line.
    public static final String VERIFY_HEAD =
            "<verify>\nLet's use python code to find any potential error:\n```python\n";

    /// Ends a code block; a stop string.
    public static final String CODE_END = "\n```\n";

    /// Ends the judgement; a stop string.
    public static final String OUTPUT_END = "</output>\n";

    /// Opens a forced judgement; the model goes on with `{Yes}` or `{No}`.
    public static final String OUTPUT_HEAD = "<output>\n**Judgement**: $\\boxed";

    private GenPrmPrompt() {}

    /// The first user turn, which carries the problem; those of later paragraphs are the paragraph.
    public static String firstTurn(String problem, String paragraph) {
        return "Question: " + problem + "\n\n" + paragraph;
    }

    /// Opens the analysis.
    ///
    /// @param step from 0; the text counts from 1
    public static String analyzeHead(int step) {
        return "<analyze>\nLet's analyze the Paragraph %d step by step: ".formatted(step + 1);
    }

    /// What the runner appends after a code block.
    public static String codeOutput(String output) {
        return CODE_OUTPUT_HEAD + output + CODE_END;
    }

    static final String CODE_OUTPUT_HEAD = "[Code Output]\n\n```\n";
}
