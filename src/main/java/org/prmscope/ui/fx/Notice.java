package org.prmscope.ui.fx;

import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.List;

/// One message to the user that does not interrupt: what happened, its parts, and what to do.
///
/// @param title one sentence
/// @param parts further lines, such as `expected` and `found`; empty for a short message
/// @param actions buttons, most useful first; copying the text is always offered for problems
public record Notice(Level level, String title, List<Part> parts, List<Action> actions) {
    /// How serious it is.
    public enum Level {
        /// Goes away by itself.
        DONE,
        /// Goes away by itself.
        HINT,
        /// Stays until dismissed.
        WARNING,
        /// Stays until dismissed.
        ERROR
    }

    /// A named line.
    public record Part(String name, String text) {}

    /// A button.
    public record Action(String title, Runnable run) {}

    public Notice {
        parts = List.copyOf(parts);
        actions = List.copyOf(actions);
    }

    /// A short message that goes away by itself.
    public static Notice done(String title) {
        return new Notice(Level.DONE, title, List.of(), List.of());
    }

    /// An environment failure with its parts laid out; empty parts are left out.
    public static Notice error(WorkbenchException.Report report, Action... actions) {
        List<Part> parts = new ArrayList<>();
        add(parts, "where", report.where());
        add(parts, "expected", report.expected());
        add(parts, "found", report.found());
        add(parts, "remedy", report.remedy());
        return new Notice(Level.ERROR, report.what(), parts, List.of(actions));
    }

    /// Everything as plain text, one part a line, for the clipboard.
    public String text() {
        StringBuilder text = new StringBuilder(title);
        for (Part part : parts) {
            text.append('\n').append(part.name()).append(": ").append(part.text());
        }
        return text.toString();
    }

    private static void add(List<Part> parts, String name, String text) {
        if (!text.isEmpty()) {
            parts.add(new Part(name, text));
        }
    }
}
