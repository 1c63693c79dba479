package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

final class ExportFolderTest {
    @TempDir Path folder;

    @Test
    void whatIsNotKeptIsRemovedAndTheFolderIsAsBefore() throws Exception {
        Path target = folder.resolve("a/out");
        for (boolean there : new boolean[] {false, true}) {
            if (there) {
                Files.createDirectories(target);
            }
            try (ExportFolder export = ExportFolder.begin(target)) {
                Files.writeString(
                        Files.createDirectories(export.folder().resolve("onnx")).resolve("m"), "");
            }
            assertEquals(there, Files.exists(target));
            assertEquals(there ? List.of("out") : List.of(), names(folder.resolve("a")));
            assertFalse(Files.exists(target.resolve("onnx")));
        }
    }

    @Test
    void nothingIsAtTheTargetUntilAllOfItIs() throws Exception {
        Path target = folder.resolve("out");
        for (boolean there : new boolean[] {false, true}) {
            if (there) {
                Files.delete(target.resolve("config.json"));
            }
            try (ExportFolder export = ExportFolder.begin(target)) {
                Files.writeString(export.folder().resolve("config.json"), "{}");
                assertFalse(Files.exists(target.resolve("config.json")));
                assertEquals(folder.toRealPath().resolve("out"), export.target());
                export.keep();
            }
            assertEquals(List.of("config.json"), names(target));
            assertEquals(List.of("out"), names(folder));
        }
    }

    @Test
    void whatAKilledExportLeftIsReplaced() throws Exception {
        Path target = folder.resolve("out");
        Path partial = Files.createDirectories(folder.resolve(".out.partial/onnx"));
        Files.writeString(partial.resolve("model.onnx"), "half");
        Files.writeString(folder.resolve(".out.partial/being-written.lock"), "");
        try (ExportFolder export = ExportFolder.begin(target)) {
            Files.writeString(export.folder().resolve("config.json"), "{}");
            export.keep();
        }
        assertEquals(List.of("config.json"), names(target));
        assertEquals(List.of("out"), names(folder));
    }

    @Test
    void foldersOfThatNameThatNoExportMadeAreLeft() throws Exception {
        Path partial = Files.createDirectories(folder.resolve(".out.partial"));
        Path own = Files.writeString(partial.resolve("own"), "mine");
        Path target = folder.resolve("out");
        WorkbenchException refused =
                assertThrows(WorkbenchException.class, () -> ExportFolder.begin(target));
        assertEquals("own", refused.report().found());
        assertEquals("mine", Files.readString(own));
        assertFalse(Files.exists(target));
    }

    @Test
    void secondExportIntoAFolderIsRefusedAndTheFirstGoesOn() throws Exception {
        Path target = folder.resolve("out");
        try (ExportFolder export = ExportFolder.begin(target)) {
            Files.writeString(export.folder().resolve("config.json"), "{}");
            WorkbenchException refused =
                    assertThrows(WorkbenchException.class, () -> ExportFolder.begin(target));
            assertEquals("Another export into this folder is going on", refused.report().what());
            export.keep();
        }
        assertEquals(List.of("config.json"), names(target));
    }

    @Test
    void targetThatGotContentMeanwhileIsLeft() throws Exception {
        Path target = folder.resolve("out");
        try (ExportFolder export = ExportFolder.begin(target)) {
            Files.writeString(Files.createDirectories(target).resolve("own"), "mine");
            assertThrows(WorkbenchException.class, export::keep);
        }
        assertEquals(List.of("own"), names(target));
        assertEquals(List.of("out"), names(folder));
    }

    @Test
    void linkToAnEmptyFolderStaysALink() throws Exception {
        Path real = Files.createDirectories(folder.resolve("other/real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (ExportFolder export = ExportFolder.begin(link)) {
            Files.writeString(export.folder().resolve("config.json"), "{}");
            export.keep();
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(List.of("config.json"), names(real));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
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
