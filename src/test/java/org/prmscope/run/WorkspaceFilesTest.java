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
    void aWorkspaceIsToldFromSolutionsWhileItIsOpenToo() throws IOException, WorkbenchException {
        Path file = folder.resolve("any name");
        try (Workspace _ = Workspace.open(file, Clock.systemUTC(), folder)) {
            assertTrue(WorkspaceFiles.isDatabase(file));
        }
        assertTrue(WorkspaceFiles.isDatabase(file));
        assertFalse(WorkspaceFiles.isDatabase(Files.writeString(folder.resolve("a.json"), "[]")));
        assertFalse(WorkspaceFiles.isDatabase(Files.createFile(folder.resolve("b.prmscope"))));
        assertFalse(WorkspaceFiles.isDatabase(folder));
        assertFalse(WorkspaceFiles.isDatabase(folder.resolve("missing")));
    }

    @Test
    void aNameWithoutAnExtensionGetsOne() {
        assertEquals(Path.of("a/work.prmscope"), WorkspaceFiles.named(Path.of("a/work")));
        assertEquals(Path.of("a/work.db"), WorkspaceFiles.named(Path.of("a/work.db")));
        assertEquals(Path.of(".work.prmscope"), WorkspaceFiles.named(Path.of(".work")));
    }
}
