package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

class BuiltinFilesTest {
    @TempDir Path folder;

    @Test
    void filesThatCannotBePutInTheirPlaceLeaveNothingBehind() throws Exception {
        Path sample = new BuiltinFiles(folder.resolve("good")).sampleSet();
        Path cache = Files.createDirectory(folder.resolve("cache"));
        // A file is where the folder should be.
        Path place = cache.resolve(sample.resolveSibling("").getFileName());
        Files.writeString(place, "in the way");

        BuiltinFiles files = new BuiltinFiles(cache);
        assertThrows(WorkbenchException.class, files::sampleSet);
        assertEquals(List.of(place), all(cache));
    }

    @Test
    void whatAProcessThatWasKilledLeftIsRemovedAtTheNextStart() throws Exception {
        BuiltinFiles files = new BuiltinFiles(folder);
        Path place = files.sampleSet().resolveSibling("");
        for (String name : List.of("samples-making-12", "samples-7412589630741258963")) {
            Path left = Files.createDirectory(folder.resolve(name));
            Files.writeString(left.resolve("sample-set.json"), "{");
            Files.setLastModifiedTime(left, FileTime.fromMillis(0));
        }

        assertTrue(Files.isRegularFile(files.sampleSet()));
        assertEquals(
                List.of(place.getFileName()), all(folder).stream().map(Path::getFileName).toList());
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
