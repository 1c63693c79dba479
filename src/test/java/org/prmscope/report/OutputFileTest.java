package org.prmscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class OutputFileTest {
    @TempDir Path folder;

    private static WorkbenchException.Report refusal(Path file) {
        return assertThrows(WorkbenchException.class, () -> OutputFile.write(file, "x")).report();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileIsReplacedAndNothingIsLeftBesideIt() throws Exception {
        Path file = folder.resolve("numbers.csv");
        OutputFile.write(file, "old");
        OutputFile.write(file, "new é \ud800");
        assertEquals("new é \ufffd", Files.readString(file));
        assertEquals(List.of("numbers.csv"), files());
    }

    @Test
    void whatAKilledExportLeftIsNoObstacle() throws Exception {
        Files.writeString(folder.resolve(".a.csv.0.part"), "half");
        OutputFile.write(folder.resolve("a.csv"), "whole");
        assertEquals(List.of(".a.csv.0.part", "a.csv"), files());
    }

    @Test
    void aLinkStaysALinkToWhatIsReplaced() throws Exception {
        Path target = folder.resolve("target.csv");
        Files.writeString(target, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);
        OutputFile.write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void othersMayReadAFileAsTheyMayReadAnyNewOne() throws Exception {
        Path usual = Files.createFile(folder.resolve("usual"));
        Path written = folder.resolve("written");
        OutputFile.write(written, "x");
        assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(written));
    }

    @Test
    void aMissingFolderIsNamedWithWhatToDo() {
        WorkbenchException.Report report = refusal(folder.resolve("no/such/a.csv"));
        assertEquals("no such folder", report.found());
        assertEquals("Create the folder first, or choose another one.", report.remedy());
        assertTrue(report.where().endsWith("a.csv"));
    }

    @Test
    void aFolderInPlaceOfTheFileIsRefused() {
        assertEquals("a folder", refusal(folder).found());
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals("a file", refusal(file.resolve("a.csv")).found());
    }

    @Test
    void aNameThatIsTooLongIsSaidAndLeavesNothing() throws IOException {
        WorkbenchException.Report report = refusal(folder.resolve("n".repeat(250) + ".csv"));
        assertEquals("Choose a shorter name.", report.remedy());
        assertEquals(List.of(), files());
    }
}
