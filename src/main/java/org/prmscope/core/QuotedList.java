package org.prmscope.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists as they are typed, such as `chains=4, trigger="Wait, what?"`: parts between commas, values
/// that may stand in double quotes with `\"` and `\\` in them.
public final class QuotedList {
    private QuotedList() {}

    /// Cuts at commas that are not between quotes; an empty text has no parts.
    ///
    /// @return empty if the closing quote is missing
    public static Optional<List<String>> parts(String list) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '\\' && quoted && i + 1 < list.length()) {
                part.append(c).append(list.charAt(++i));
            } else if (c == ',' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                quoted ^= c == '"';
                part.append(c);
            }
        }
        if (quoted) {
            return Optional.empty();
        }
        if (!parts.isEmpty() || !part.toString().isBlank()) {
            parts.add(part.toString());
        }
        return Optional.of(parts);
    }

    /// A value without its quotes, if it has any.
    public static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    /// A value in quotes, which [#unquoted] reads.
    public static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
