package org.prmscope.verify;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The two words a protocol accepts inside `\boxed{...}`.
///
/// A label is compared as a whole, so that `correct` is not found inside `incorrect`; letter case,
/// surrounding spaces and a wrapping `\text{...}` do not matter.
public record BoxLabels(String positive, String negative) {
    /// GenPRM: `\boxed{Yes}` and `\boxed{No}`.
    public static final BoxLabels GENPRM = new BoxLabels("Yes", "No");

    /// ThinkPRM: `\boxed{correct}` and `\boxed{incorrect}`.
    public static final BoxLabels THINKPRM = new BoxLabels("correct", "incorrect");

    private static final Pattern WRAPPED =
            Pattern.compile("\\\\(?:text|textbf|textit|mathrm|mathbf|mathit)\\s*\\{([^{}]*)}");

    /// What a box says: true for the positive label, false for the negative one, empty for anything
    /// else, such as an answer.
    public Optional<Boolean> read(String content) {
        String label = bare(content);
        if (label.equalsIgnoreCase(positive)) {
            return Optional.of(true);
        }
        return label.equalsIgnoreCase(negative) ? Optional.of(false) : Optional.empty();
    }

    /// The content of a box without `\text{...}` and surrounding spaces.
    static String bare(String content) {
        String text = content.strip();
        Matcher wrapped = WRAPPED.matcher(text);
        return wrapped.matches() ? wrapped.group(1).strip() : text;
    }
}
