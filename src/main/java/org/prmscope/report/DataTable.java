package org.prmscope.report;

import java.util.List;
import java.util.Set;

/// The numbers behind a table or a plot, for a file.
///
/// @param columns names, each once
/// @param rows as many cells each as there are columns
public record DataTable(List<String> columns, List<List<Cell>> rows) {
    public DataTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        if (Set.copyOf(columns).size() != columns.size()) {
            throw new IllegalArgumentException("a column twice: " + columns);
        }
        for (List<Cell> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "%d cells for %d columns".formatted(row.size(), columns.size()));
            }
        }
    }

    /// The table as CSV (RFC 4180): a row of names first, fields with a comma, a quote or the end
    /// of a line in quotes, CRLF after every row. Several names in one field are separated by
    /// semicolons.
    public String csv() {
        StringBuilder csv = new StringBuilder();
        CsvText.row(csv, columns);
        for (List<Cell> row : rows) {
            CsvText.row(csv, row.stream().map(CsvText::field).toList());
        }
        return csv.toString();
    }

    /// The table as JSON Lines: one object a row, with the columns as its fields.
    public String jsonLines() {
        return JsonLines.of(this);
    }
}
