package org.prmscope.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells workspaces from files of solutions, so that either can be given where the other is
/// expected.
public final class WorkspaceFiles {
    /// How the name of a workspace ends.
    public static final String EXTENSION = ".prmscope";

    /// What every SQLite file begins with (SQLite's file format, 1.3.1).
    private static final String SQLITE = "SQLite format 3\u0000";

    /// Where the application's id stands in it (1.3), and that of workspaces.
    private static final int ID_OFFSET = 68;

    private static final String ID = "PRMS";

    private WorkspaceFiles() {}

    /// Whether a file is a workspace by its first bytes, or, where a killed program left it without
    /// its id, a database with the name of one; opening it says what is wrong with it. False if it
    /// cannot be read. Not to be asked of a file that this process has open, see [Workbench#isOwn].
    public static boolean isWorkspace(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(ID_OFFSET + ID.length());
            String head = new String(bytes, StandardCharsets.ISO_8859_1);
            return head.startsWith(SQLITE)
                    && (head.startsWith(ID, ID_OFFSET) || file.toString().endsWith(EXTENSION));
        } catch (IOException e) {
            return false;
        }
    }

    /// The name with the extension of workspaces.
    public static Path named(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(EXTENSION) ? file : file.resolveSibling(name + EXTENSION);
    }
}
