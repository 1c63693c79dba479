package org.prmscope.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;

class TemporaryWorkspacesTest {
    @TempDir Path folder;
    private Path parent = Path.of("");

    @BeforeEach
    void makeAParent() throws IOException {
        parent = Files.createDirectory(folder.resolve("tmp"));
    }

    private TemporaryWorkspaces workspaces() {
        return new TemporaryWorkspaces(parent);
    }

    /// As a process that was killed leaves it.
    private Path left(String name) throws IOException {
        Path left = Files.createDirectory(parent.resolve(name));
        Files.writeString(left.resolve("workspace.prmscope"), "problems");
        Files.writeString(left.resolve("workspace.prmscope-wal"), "steps");
        Files.writeString(left.resolve(".workspace.prmscope.lock"), "");
        return left;
    }

    private long there() throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.count();
        }
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws Exception {
        left("prmscope-123");
        left("prmscope-4567");
        workspaces().removeLeft();
        assertEquals(0, there());
    }

    @Test
    void aWorkspaceThatIsOpenOrAboutToBeOpenedStays() throws Exception {
        Path file = workspaces().make();
        workspaces().removeLeft();
        assertTrue(Files.isDirectory(file.resolveSibling("")), "not opened yet");
        Path natives = Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
        try (Workspace _ = Workspace.open(file, InstantSource.system(), natives)) {
            workspaces().removeLeft();
            assertTrue(Files.exists(file));
            // Its lock is still held: the second look finds it in use as well.
            workspaces().removeLeft();
            assertTrue(Files.exists(file));
        }
        TemporaryWorkspaces.delete(file);
        assertEquals(0, there());
    }

    @Test
    void whatIsNotAWorkspaceOfThisProgramStays() throws Exception {
        Path other = left("prmscope-1");
        Files.writeString(other.resolve("notes.txt"), "precious");
        left("prmscope-work");
        left("other-1");
        Path withFolder = left("prmscope-2");
        Files.createDirectory(withFolder.resolve("workspace.prmscope-shm"));
        Files.createDirectory(parent.resolve("prmscope-3"));
        workspaces().removeLeft();
        assertEquals(5, there());
        assertTrue(Files.exists(other.resolve("workspace.prmscope")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksAreNotFollowed() throws Exception {
        Path elsewhere = Files.move(left("prmscope-1"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(parent.resolve("prmscope-2"), elsewhere);
        Path within = left("prmscope-3");
        Files.delete(within.resolve("workspace.prmscope"));
        Files.createSymbolicLink(
                within.resolve("workspace.prmscope"), elsewhere.resolve("workspace.prmscope"));
        workspaces().removeLeft();
        assertEquals(2, there());
        assertEquals("problems", Files.readString(elsewhere.resolve("workspace.prmscope")));
    }

    @Test
    void anAbsentTemporaryFolderHasNothingLeft() {
        new TemporaryWorkspaces(folder.resolve("none")).removeLeft();
        assertFalse(Files.exists(folder.resolve("none")));
    }
}
