package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;

import java.nio.file.Files;
import java.nio.file.Path;

final class ExportFolderTest {
    @TempDir Path folder;

    @Test
    void whatIsNotKeptIsRemovedAndTheFolderIsAsBefore() throws Exception {
        Path target = folder.resolve("a/out");
        for (boolean there : new boolean[] {false, true}) {
            if (there) {
                Files.createDirectories(target);
            }
            try (ExportFolder _ = ExportFolder.begin(target)) {
                Files.writeString(Files.createDirectories(target.resolve("onnx")).resolve("m"), "");
            }
            assertEquals(there, Files.exists(target));
            assertFalse(Files.exists(target.resolve("onnx")));
        }
    }

    @Test
    void contentIsRefusedAndLeft() throws Exception {
        Path own = Files.writeString(folder.resolve("config.json"), "mine");
        assertThrows(WorkbenchException.class, () -> ExportFolder.begin(folder));
        assertThrows(WorkbenchException.class, () -> ExportFolder.begin(own));
        assertEquals("mine", Files.readString(own));
    }
}
