package org.prmscope.store;

import org.prmscope.core.WorkbenchException;
import org.sqlite.SQLiteException;

import java.nio.file.Path;
import java.sql.SQLException;

/// Turns SQLite's result codes into what a person can act on.
record Failures(Path file) {
    /// @throws IllegalArgumentException for a broken constraint, which is a caller's mistake
    WorkspaceException of(String what, SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return failed(what, e);
        }
        // The low byte is the primary code (sqlite.org/rescode.html).
        return switch (sqlite.getResultCode().code & 0xFF) {
            case 5, 6 ->
                    report(
                            WorkspaceException.Kind.LOCKED,
                            what,
                            "another process has the workspace open",
                            "Close the other PRMScope, or name another workspace with --workspace.",
                            e);
            case 8, 3 ->
                    report(
                            WorkspaceException.Kind.READ_ONLY,
                            what,
                            "the file or its folder may not be written",
                            "Copy it to a folder of your own and name it with --workspace.",
                            e);
            case 11 ->
                    report(
                            WorkspaceException.Kind.CORRUPT,
                            what,
                            "damaged content: " + e.getMessage(),
                            "Restore a copy, or save what can be read with `sqlite3 FILE"
                                    + " .recover`.",
                            e);
            case 13 ->
                    report(
                            WorkspaceException.Kind.FULL,
                            what,
                            "the disk is full",
                            "What was saved before is kept. Free some space and try again.",
                            e);
            case 19 -> throw new IllegalArgumentException(what, e);
            case 26 ->
                    report(
                            WorkspaceException.Kind.NOT_A_WORKSPACE,
                            what,
                            "a file that is no SQLite database",
                            "Choose another file.",
                            e);
            default -> failed(what, e);
        };
    }

    private WorkspaceException failed(String what, SQLException e) {
        return report(
                WorkspaceException.Kind.FAILED,
                what,
                String.valueOf(e.getMessage()),
                "Check that the disk is there and has room, and try again.",
                e);
    }

    private WorkspaceException report(
            WorkspaceException.Kind kind,
            String what,
            String found,
            String remedy,
            SQLException cause) {
        return new WorkspaceException(
                kind,
                new WorkbenchException.Report(what, file.toString(), "", found, remedy),
                cause);
    }
}
