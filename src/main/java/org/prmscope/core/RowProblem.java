package org.prmscope.core;

import org.jspecify.annotations.Nullable;

/// Why one row of a file was not loaded, in parts a person can act on. The good rows load.
///
/// @param where the place in the file, such as `line 17` or `element 16 (line 230)`
/// @param id the row's id, null if it has none or none could be read
/// @param field the field at fault, such as `steps[3]`; empty for the row as a whole
/// @param expected what a good row has there
/// @param found what is there
/// @param remedy what to do about it, a sentence; empty if it is plain
public record RowProblem(
        String where,
        @Nullable String id,
        String field,
        String expected,
        String found,
        String remedy) {
    /// One line for a log or a terminal.
    public String text() {
        StringBuilder text = new StringBuilder(where);
        if (id != null) {
            text.append(", ").append(id);
        }
        if (!field.isEmpty()) {
            text.append(", ").append(field);
        }
        text.append(": expected ").append(expected).append(", found ").append(found);
        if (!remedy.isEmpty()) {
            text.append(". ").append(remedy);
        }
        return VisibleText.of(text.toString());
    }
}
