package org.prmscope.report;

import java.util.List;

/// Writes fields and rows of CSV as RFC 4180 has them.
final class CsvText {
    private CsvText() {}

    static String field(Cell cell) {
        return switch (cell) {
            case Cell.Text(String text) -> text;
            case Cell.Value(double value) -> Double.toString(value);
            case Cell.Count(long value) -> Long.toString(value);
            case Cell.Truth(boolean value) -> Boolean.toString(value);
            case Cell.Names(List<String> names) -> String.join(";", names);
            case Cell.None() -> "";
        };
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
