package org.prmscope.verify;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// One closed `\boxed{...}` in a text.
///
/// @param start offset of the backslash
/// @param end offset after the closing brace
/// @param labelStart offset of the label's first character, after spaces and `\text{`
/// @param label the content without spaces and `\text{...}`
/// @param positive what the label says, null if it is none of the protocol's two
public record VerdictBox(
        int start, int end, int labelStart, String label, @Nullable Boolean positive) {
    private static final String COMMAND = "\\boxed";
    private static final int LONGEST_CONTENT = 400;

    /// The closed boxes in `text` between two offsets, in order. A box that is cut off by the end,
    /// or longer than any label or answer, is not one.
    public static List<VerdictBox> find(String text, int from, int to, BoxLabels labels) {
        List<VerdictBox> boxes = new ArrayList<>();
        int at = text.indexOf(COMMAND, from);
        while (at >= 0 && at < to) {
            int open = at + COMMAND.length();
            while (open < to && Character.isWhitespace(text.charAt(open))) {
                open++;
            }
            int close = open < to && text.charAt(open) == '{' ? closing(text, open, to) : -1;
            if (close >= 0) {
                String content = text.substring(open + 1, close);
                String label = BoxLabels.bare(content);
                boxes.add(
                        new VerdictBox(
                                at,
                                close + 1,
                                open + 1 + content.indexOf(label),
                                label,
                                labels.read(content).orElse(null)));
            }
            at = text.indexOf(COMMAND, close >= 0 ? close + 1 : at + 1);
        }
        return boxes;
    }

    private static int closing(String text, int open, int to) {
        int depth = 0;
        int limit = Math.min(to, open + LONGEST_CONTENT);
        for (int i = open; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
