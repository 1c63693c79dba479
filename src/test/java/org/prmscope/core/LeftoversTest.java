package org.prmscope.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

class LeftoversTest {
    @TempDir Path folder;

    @Test
    void whatWasNotWrittenToForAnHourIsRemovedAndNothingElse() throws Exception {
        file("old.part", 61);
        file("new.part", 59);
        file("old.done", 61);
        Path half = Files.createDirectory(folder.resolve("half.part"));
        Files.writeString(half.resolve("weights"), "1");
        age(half, 61);

        Leftovers.remove(folder, name -> name.endsWith(".part"));
        assertEquals(Set.of("new.part", "old.done"), names());
    }

    @Test
    void aFolderThatIsNotThereHasNone() {
        Leftovers.remove(folder.resolve("none"), _ -> true);
        assertTrue(Files.notExists(folder.resolve("none")));
    }

    private void file(String name, int minutes) throws IOException {
        age(Files.writeString(folder.resolve(name), "1"), minutes);
    }

    private static void age(Path file, int minutes) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(
                file, FileTime.from(time.toInstant().minus(Duration.ofMinutes(minutes))));
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(it -> names.add(String.valueOf(it.getFileName())));
        }
        return names;
    }
}
