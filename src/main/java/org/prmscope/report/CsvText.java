package org.prmscope.report;

import java.util.List;

/// Writes fields and rows of CSV as RFC 4180 has them.
///
/// A text of a data set or a model that a spreadsheet would run as a formula (OWASP, "CSV
/// Injection") gets an apostrophe in front, which spreadsheets do not show; JSON Lines have the
/// text as it is.
final class CsvText {
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private CsvText() {}

    static String field(Cell cell) {
        return switch (cell) {
            case Cell.Text(String text) -> harmless(text);
            case Cell.Value(double value) -> Double.toString(value);
            case Cell.Count(long value) -> Long.toString(value);
            case Cell.Truth(boolean value) -> Boolean.toString(value);
            case Cell.Names(List<String> names) -> harmless(String.join(";", names));
            case Cell.None() -> "";
        };
    }

    private static String harmless(String text) {
        boolean isFormula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return isFormula ? "'" + text : text;
    }

    static void row(StringBuilder csv, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            csv.append(i == 0 ? "" : ",").append(quoted(fields.get(i), fields.size()));
        }
        csv.append("\r\n");
    }

    private static String quoted(String field, int fields) {
        boolean isPlain =
                field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                        && field.strip().equals(field);
        // A row of one empty field would else be an empty line, which readers skip.
        return isPlain && !(field.isEmpty() && fields == 1)
                ? field
                : '"' + field.replace("\"", "\"\"") + '"';
    }
}
