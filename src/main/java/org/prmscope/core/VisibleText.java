package org.prmscope.core;

/// Makes text that comes from files fit to be shown: a name in a model's folder may hold what moves
/// a terminal's cursor, sets its title or turns the direction of writing, and may be megabytes
/// long.
public final class VisibleText {
    /// What a part of a message may have.
    public static final int LONGEST = 1_000;

    private VisibleText() {}

    /// On one line, at most [#LONGEST] characters of it.
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /// On one line: characters that do something rather than show something are written as Java
    /// escapes, such as `\u001b`.
    ///
    /// @param longest so many characters are kept; of a longer text, its length is told as well
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return escaped(text, "");
        }
        // Not between the two halves of a character.
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return "%s... (%d characters)"
                .formatted(escaped(text.substring(0, end), ""), text.length());
    }

    /// Text of several lines, whole.
    public static String lines(String text) {
        return escaped(text, "\n\t");
    }

    /// JSON on one line, which stays the same JSON: characters such as these are in its strings
    /// only.
    public static String json(String json) {
        return escaped(json, "");
    }

    private static String escaped(String text, String kept) {
        int first = 0;
        while (first < text.length() && isPlain(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
        text.substring(first)
                .codePoints()
                .forEach(c -> {
                    if (kept.indexOf(c) >= 0 || !acts(c)) {
                        shown.appendCodePoint(c);
                    } else if (c == '\n') {
                        shown.append("\\n");
                    } else {
                        shown.append("\\u%04x".formatted(c));
                    }
                });
        return shown.toString();
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f;
    }

    /// Whether a character acts on a terminal or on the direction of writing, ends a line, or is
    /// half of one.
    private static boolean acts(int c) {
        return Character.isISOControl(c)
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
