package org.prmscope.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;
import org.prmscope.store.Workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

class WorkspaceFilesTest {
    @TempDir private Path folder;

    @Test
    void aWorkspaceIsToldFromSolutionsAndOtherDatabases() throws IOException, WorkbenchException {
        Path file = folder.resolve("any name");
        Workspace.open(file, Clock.systemUTC(), folder).close();
        assertTrue(WorkspaceFiles.isWorkspace(file));
        String other = "SQLite format 3\u0000" + "\u0000".repeat(84);
        assertFalse(WorkspaceFiles.isWorkspace(Files.writeString(folder.resolve("b.db"), other)));
        assertTrue(
                WorkspaceFiles.isWorkspace(Files.writeString(folder.resolve("k.prmscope"), other)));
        assertFalse(WorkspaceFiles.isWorkspace(Files.writeString(folder.resolve("a.json"), "[]")));
        assertFalse(WorkspaceFiles.isWorkspace(Files.createFile(folder.resolve("b.prmscope"))));
        assertFalse(WorkspaceFiles.isWorkspace(folder));
        assertFalse(WorkspaceFiles.isWorkspace(folder.resolve("missing")));
    }

    @Test
    void aNameGetsTheExtensionOfWorkspaces() {
        assertEquals(Path.of("a/work.prmscope"), WorkspaceFiles.named(Path.of("a/work")));
        assertEquals(Path.of("a/work.prmscope"), WorkspaceFiles.named(Path.of("a/work.prmscope")));
        assertEquals(Path.of("v1.2.prmscope"), WorkspaceFiles.named(Path.of("v1.2")));
        assertEquals(Path.of(".work.prmscope"), WorkspaceFiles.named(Path.of(".work")));
    }
}
