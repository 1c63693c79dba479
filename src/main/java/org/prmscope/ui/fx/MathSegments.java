package org.prmscope.ui.fx;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Splits text into prose and LaTeX, as problems, solutions and critiques mix them.
///
/// Formulas are `$...$`, `$$...$$`, `\(...\)`, `\[...\]`, a display environment such as
/// `\begin{align*}...\end{align*}`, and `\boxed{...}` in prose. A dollar opens a formula only where
/// Pandoc lets it (no space inside the delimiters, no digit after the closing one) and where the
/// content does not read like money in prose, so `$5 and $6` stays text.
///
/// Total: any text gives segments whose sources joined are the text. Linear in its length.
public final class MathSegments {
    private static final int LONGEST = 4000;

    private final String text;
    private final List<MathSegment> segments = new ArrayList<>();
    private int proseStart;

    private MathSegments(String text) {
        this.text = text;
    }

    /// Splits a text.
    public static List<MathSegment> parse(String text) {
        return new MathSegments(text).split();
    }

    private List<MathSegment> split() {
        int at = 0;
        while (at < text.length()) {
            MathSegment found =
                    switch (text.charAt(at)) {
                        case '$' -> dollars(at);
                        case '\\' -> backslash(at);
                        case '`' -> code(at);
                        case '*' -> bold(at);
                        default -> null;
                    };
            if (found != null) {
                flush(at);
                segments.add(found);
                at += found.source().length();
                proseStart = at;
            } else if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at += 2;
            } else {
                at++;
            }
        }
        flush(text.length());
        return List.copyOf(segments);
    }

    private void flush(int end) {
        if (end > proseStart) {
            String source = text.substring(proseStart, end);
            segments.add(new MathSegment.Prose(source.replace("\\$", "$"), source));
        }
    }

    private @Nullable MathSegment dollars(int at) {
        if (text.startsWith("$$", at)) {
            return delimited(at, "$$", "$$", true);
        }
        int close = at + 1;
        int limit = Math.min(text.length(), at + LONGEST);
        while (close < limit && text.charAt(close) != '$') {
            if (text.charAt(close) == '\n' && text.startsWith("\n\n", close)) {
                return null;
            }
            close += text.charAt(close) == '\\' ? 2 : 1;
        }
        if (close >= limit || close == at + 1) {
            return null;
        }
        boolean tight =
                !Character.isWhitespace(text.charAt(at + 1))
                        && !Character.isWhitespace(text.charAt(close - 1));
        boolean digitAfter = close + 1 < text.length() && isDigit(text.charAt(close + 1));
        String latex = text.substring(at + 1, close);
        if (!tight || digitAfter || readsLikeMoney(latex)) {
            return null;
        }
        return new MathSegment.Maths(latex, false, text.substring(at, close + 1));
    }

    private @Nullable MathSegment backslash(int at) {
        if (text.startsWith("\\(", at)) {
            return delimited(at, "\\(", "\\)", false);
        }
        if (text.startsWith("\\[", at)) {
            return delimited(at, "\\[", "\\]", true);
        }
        if (text.startsWith("\\begin{", at)) {
            int nameEnd = indexOf("}", at + 7, at + 40);
            if (nameEnd < 0) {
                return null;
            }
            String end = "\\end{" + text.substring(at + 7, nameEnd) + "}";
            int close = indexOf(end, nameEnd, at + LONGEST);
            if (close < 0) {
                return null;
            }
            String source = text.substring(at, close + end.length());
            return new MathSegment.Maths(source, true, source);
        }
        if (text.startsWith("\\boxed{", at)) {
            int close = matchingBrace(at + 6);
            if (close < 0) {
                return null;
            }
            String content = text.substring(at + 7, close);
            boolean words = content.chars().allMatch(c -> Character.isLetter(c) || c == ' ');
            String latex =
                    words ? "\\boxed{\\text{" + content + "}}" : text.substring(at, close + 1);
            return new MathSegment.Maths(latex, false, text.substring(at, close + 1));
        }
        return null;
    }

    private @Nullable MathSegment delimited(int at, String open, String close, boolean display) {
        int end = indexOf(close, at + open.length(), at + LONGEST);
        if (end < 0) {
            return null;
        }
        String latex = text.substring(at + open.length(), end).strip();
        return latex.isEmpty()
                ? null
                : new MathSegment.Maths(latex, display, text.substring(at, end + close.length()));
    }

    private @Nullable MathSegment code(int at) {
        int end = indexOf("`", at + 1, at + LONGEST);
        if (end <= at + 1 || text.substring(at, end).indexOf('\n') >= 0) {
            return null;
        }
        return new MathSegment.Code(text.substring(at + 1, end), text.substring(at, end + 1));
    }

    private @Nullable MathSegment bold(int at) {
        if (!text.startsWith("**", at) || text.startsWith("***", at)) {
            return null;
        }
        int end = indexOf("**", at + 2, at + 400);
        if (end <= at + 2) {
            return null;
        }
        String content = text.substring(at + 2, end);
        boolean plain =
                content.indexOf('\n') < 0
                        && content.indexOf('$') < 0
                        && content.indexOf('\\') < 0
                        && content.indexOf('`') < 0
                        && content.strip().length() == content.length();
        return plain ? new MathSegment.Bold(content, text.substring(at, end + 2)) : null;
    }

    private int indexOf(String what, int from, int limit) {
        return text.indexOf(what, from, Math.min(limit, text.length()));
    }

    /// The brace that closes the one at `open`, or -1.
    private int matchingBrace(int open) {
        int depth = 0;
        int limit = Math.min(text.length(), open + 400);
        for (int at = open; at < limit; at++) {
            switch (text.charAt(at)) {
                case '\\' -> at++;
                case '{' -> depth++;
                case '}' -> {
                    depth--;
                    if (depth == 0) {
                        return at;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }

    /// `5/hr and 3 people pay 20`: begins with an amount and goes on in words.
    private static boolean readsLikeMoney(String latex) {
        if (!isDigit(latex.charAt(0))) {
            return false;
        }
        int words = 0;
        int depth = 0;
        int at = 0;
        while (at < latex.length()) {
            char c = latex.charAt(at);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            }
            int end = at;
            while (end < latex.length() && Character.isLetter(latex.charAt(end))) {
                end++;
            }
            boolean command = at > 0 && latex.charAt(at - 1) == '\\';
            if (end - at >= 2 && !command && depth <= 0) {
                words++;
            }
            at = Math.max(end, at + 1);
        }
        return words >= 2;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
