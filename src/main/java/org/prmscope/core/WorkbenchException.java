package org.prmscope.core;

/// An environment failure a person can act on: a file, a model folder, a sandbox, the workspace.
///
/// The message has up to five parts: what happened, where (file, line, field), what was expected,
/// what was found, and the remedy. Empty parts are left out. Expected outcomes of a verification (a
/// malformed judgement, a time-out) are not exceptions but values.
public class WorkbenchException extends Exception {
    private final Report report;

    /// The parts of the message; an empty string leaves a part out. A part may hold what a file
    /// holds; the texts show it by [VisibleText].
    public record Report(String what, String where, String expected, String found, String remedy) {
        /// One text for a log line or a terminal.
        public String text() {
            return remedy.isEmpty() ? situation() : situation() + ". " + VisibleText.of(remedy);
        }

        /// The text without the remedy.
        public String situation() {
            StringBuilder text = new StringBuilder(VisibleText.of(what));
            part(text, " in ", where);
            part(text, ": expected ", expected);
            part(text, expected.isEmpty() ? ": found " : ", found ", found);
            return text.toString();
        }

        private static void part(StringBuilder text, String lead, String part) {
            if (!part.isEmpty()) {
                text.append(lead).append(VisibleText.of(part));
            }
        }
    }

    public WorkbenchException(Report report) {
        super(report.text());
        this.report = report;
    }

    public WorkbenchException(Report report, Throwable cause) {
        super(report.text(), cause);
        this.report = report;
    }

    public final Report report() {
        return report;
    }
}
