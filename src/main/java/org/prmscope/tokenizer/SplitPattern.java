package org.prmscope.tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Tells whether a pattern that splits text can be given to the native library.
///
/// That library's regular expressions backtrack, and end the process where they do so too often or
/// nest too deep. A hostile file could choose such a pattern; so only those pass that take time in
/// proportion to the text. They are alternatives that
///
/// - fail at once or take everything they looked at: characters, classes and groups of short words,
///   nothing nested. At most two may be longer or shorter before the last that has to match; only
///   from that one on may something repeat without bound; then, at the end,
/// - one of the known ways to take white space: those look back over what they scanned, but the
///   last takes it all;
/// - before all others, one of the known pairs that split words by case, whose second takes what
///   the first only scanned.
///
/// So are those of GPT-2, cl100k, o200k, Llama 3, Qwen2 to Qwen3.5, DeepSeek, Tekken, OLMo 2,
/// Falcon and the built-in verifier, and of a family to come that counts digits or marks otherwise.
/// Two older ones that do not fit are known by name.
final class SplitPattern {
    /// What passes, for a message.
    static final String PASSING =
            "a pattern like those of GPT-2, Llama 3, Qwen2, DeepSeek or Tekken: alternatives of"
                    + " characters and classes, such as \" ?\\p{L}+\", that take time in proportion"
                    + " to the text";

    private static final int LENGTH_LIMIT = 4_096;
    private static final int ITEM_LIMIT = 64;
    private static final int REPETITION_LIMIT = 16;
    private static final int FLEXIBLE_LIMIT = 2;

    /// BLOOM's has a class within a class.
    private static final String BLOOM = " ?[^(\\s|[.,!?…。，、।۔،])]+";

    /// DeepSeek LLM's looks at a run of white space once for each of its characters. What begins
    /// nowhere but at the run's first character finds the same: a match takes the run up to its
    /// last end of a line, after which there is none.
    private static final String TRAILING = "\\s+$";

    private static final String TRAILING_ONCE = "(?<!\\s)\\s+$";

    private static final List<String> WHITE_SPACE =
            List.of(
                    "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                    "\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
                    "\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
                    "\\s+(?!\\S)|\\s+",
                    "\\s+(?!\\S)");

    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String SHORTENED = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?";
    private static final List<String> CASED =
            List.of(
                    cased("[^\\r\\n\\p{L}\\p{N}]?", SHORTENED),
                    cased("[^\\r\\n\\p{L}\\p{N}]?", ""));

    private static final String SPECIAL = "\\[](){}|?*+.^$";
    private static final String CLASS_ESCAPES = "sSdDwWrnt";

    private final String text;
    private int at;

    private SplitPattern(String text) {
        this.text = text;
    }

    /// What the library is given for a regular expression of a file; empty where it does not pass.
    static Optional<String> given(String pattern) {
        if (pattern.equals(TRAILING)) {
            return Optional.of(TRAILING_ONCE);
        }
        return pattern.equals(BLOOM) || passes(pattern) ? Optional.of(pattern) : Optional.empty();
    }

    private static boolean passes(String pattern) {
        if (pattern.isEmpty() || pattern.length() > LENGTH_LIMIT) {
            return false;
        }
        String rest = pattern;
        for (String tail : WHITE_SPACE) {
            if (rest.equals(tail)) {
                return true;
            }
            if (rest.endsWith("|" + tail)) {
                rest = rest.substring(0, rest.length() - tail.length() - 1);
                break;
            }
        }
        for (String pair : CASED) {
            if (rest.equals(pair)) {
                return true;
            }
            if (rest.startsWith(pair + "|")) {
                rest = rest.substring(pair.length() + 1);
                break;
            }
        }
        return new SplitPattern(rest).alternatives();
    }

    private static String cased(String before, String after) {
        return before + UPPER + "*" + LOWER + "+" + after + "|" + before + UPPER + "+" + LOWER + "*"
                + after;
    }

    /// A repetition: how often at least, and at most; 0 stands for without bound.
    private record Times(int least, int most) {
        static final Times ONCE = new Times(1, 1);

        boolean unbounded() {
            return most == 0;
        }

        boolean flexible() {
            return least != most;
        }
    }

    private boolean alternatives() {
        while (alternative()) {
            if (at == text.length()) {
                return true;
            }
            at++;
        }
        return false;
    }

    /// Reads one up to the end or the next bar.
    private boolean alternative() {
        boolean mandatory = false;
        boolean unbounded = false;
        int flexible = 0;
        for (int items = 0; at < text.length() && text.charAt(at) != '|'; items++) {
            int start = at;
            if (items == ITEM_LIMIT || !item()) {
                return false;
            }
            boolean group = text.charAt(start) == '(';
            @Nullable Times times = times();
            if (times == null || (group && times.most() != 1)) {
                return false;
            }
            if (times.least() > 0) {
                if (unbounded || flexible > FLEXIBLE_LIMIT) {
                    return false;
                }
                mandatory = true;
            }
            unbounded |= times.unbounded();
            flexible += times.flexible() || group ? 1 : 0;
        }
        return mandatory;
    }

    /// A group of words, or what matches one character.
    private boolean item() {
        if (text.charAt(at) != '(') {
            return one();
        }
        for (String opening : List.of("(?:", "(?i:")) {
            if (text.startsWith(opening, at)) {
                at += opening.length();
                return words();
            }
        }
        return false;
    }

    /// Words of single characters up to the closing bracket.
    private boolean words() {
        int length = 0;
        for (int items = 0; at < text.length() && items < ITEM_LIMIT; items++) {
            char next = text.charAt(at);
            if (next == ')' || next == '|') {
                if (length == 0) {
                    return false;
                }
                length = 0;
                at++;
                if (next == ')') {
                    return true;
                }
            } else if (one()) {
                length++;
            } else {
                return false;
            }
        }
        return false;
    }

    private boolean one() {
        char first = text.charAt(at);
        if (first == '\\') {
            return escape();
        }
        if (first == '[') {
            return characterClass();
        }
        at += Character.charCount(text.codePointAt(at));
        return SPECIAL.indexOf(first) < 0;
    }

    private boolean characterClass() {
        at++;
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        int members = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == ']') {
                at++;
                return members > 0;
            }
            if (next == '[' || text.startsWith("&&", at)) {
                return false;
            }
            if (next == '\\') {
                if (!escape()) {
                    return false;
                }
            } else {
                at++;
            }
            members++;
        }
        return false;
    }

    /// A Unicode property, a class by its letter, or an escaped sign.
    private boolean escape() {
        at++;
        if (at == text.length()) {
            return false;
        }
        char kind = text.charAt(at++);
        if (kind == 'p' || kind == 'P') {
            int end = text.indexOf('}', at);
            boolean named = end > 0 && text.substring(at, end).matches("\\{\\^?[A-Za-z_]{1,32}");
            at = end + 1;
            return named;
        }
        boolean sign = kind > ' ' && kind < 0x7F && !Character.isLetterOrDigit(kind);
        return CLASS_ESCAPES.indexOf(kind) >= 0 || (sign && "<>`'".indexOf(kind) < 0);
    }

    /// Null where it is a repetition that does not pass, such as a lazy or a nested one.
    private @Nullable Times times() {
        char sign = at < text.length() ? text.charAt(at) : '|';
        @Nullable Times times =
                switch (sign) {
                    case '?' -> simple(new Times(0, 1));
                    case '*' -> simple(new Times(0, 0));
                    case '+' -> simple(new Times(1, 0));
                    case '{' -> counted();
                    default -> Times.ONCE;
                };
        boolean again = at < text.length() && "?*+{".indexOf(text.charAt(at)) >= 0;
        return again ? null : times;
    }

    /// Passes its sign, and a second + which takes without giving back.
    private Times simple(Times times) {
        at++;
        if (at < text.length() && text.charAt(at) == '+') {
            at++;
        }
        return times;
    }

    /// `{3}` or `{1,3}`.
    private @Nullable Times counted() {
        int end = text.indexOf('}', at);
        String inside = end < 0 ? "" : text.substring(at + 1, end);
        if (!inside.matches("[1-9][0-9]?(,[1-9][0-9]?)?")) {
            return null;
        }
        at = end + 1;
        int comma = inside.indexOf(',');
        int least = Integer.parseInt(comma < 0 ? inside : inside.substring(0, comma));
        int most = comma < 0 ? least : Integer.parseInt(inside.substring(comma + 1));
        return least <= most && most <= REPETITION_LIMIT ? new Times(least, most) : null;
    }
}
