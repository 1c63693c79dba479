package org.prmscope.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Tells workspaces from files of solutions, so that either can be given where the other is
/// expected.
public final class WorkspaceFiles {
    /// How the name of a workspace ends.
    public static final String EXTENSION = ".prmscope";

    /// What every SQLite file begins with (SQLite's file format, 1.3.1).
    private static final byte[] SQLITE =
            "SQLite format 3\u0000".getBytes(StandardCharsets.ISO_8859_1);

    private WorkspaceFiles() {}

    /// Whether a file is a database, as workspaces are and solutions never; opening it says what is
    /// wrong with it. False if it cannot be read.
    public static boolean isDatabase(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
        } catch (IOException e) {
            return false;
        }
    }

    /// The name with the extension of workspaces, if it has none of its own.
    public static Path named(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.indexOf('.', 1) >= 0 ? file : file.resolveSibling(name + EXTENSION);
    }
}
