package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

class OnnxNativesTest {
    private static final List<String> LIBRARIES =
            List.of("onnxruntime", "onnxruntime4j_jni", "onnxruntime_providers_shared");

    @TempDir Path cache;

    @Test
    void librariesAreUnpackedOnceUnderTheirVersion() throws Exception {
        Path folder = OnnxNatives.unpack(cache, LIBRARIES);
        assertTrue(
                folder.getFileName().toString().matches("onnxruntime(_gpu)?-\\d+\\.\\d+\\.\\d+-.+"),
                folder.toString());
        Path library = folder.resolve(System.mapLibraryName("onnxruntime"));
        FileTime marked = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(library, marked);

        assertEquals(folder, OnnxNatives.unpack(cache, LIBRARIES));
        assertEquals(marked, Files.getLastModifiedTime(library));
    }

    @Test
    void aTruncatedLibraryIsUnpackedAgain() throws Exception {
        Path folder = OnnxNatives.unpack(cache, LIBRARIES);
        Path library = folder.resolve(System.mapLibraryName("onnxruntime4j_jni"));
        long size = Files.size(library);
        Files.write(library, new byte[100]);

        OnnxNatives.unpack(cache, LIBRARIES);
        assertEquals(size, Files.size(library));
    }

    @Test
    void whatAKilledProcessLeftOfALibraryIsRemoved() throws Exception {
        Path folder = OnnxNatives.unpack(cache, LIBRARIES);
        Path left = Files.write(folder.resolve("libonnxruntime.so.7.part"), new byte[100]);
        Path writing = Files.write(folder.resolve("libonnxruntime.so.8.part"), new byte[100]);
        Files.setLastModifiedTime(left, FileTime.fromMillis(0));

        OnnxNatives.unpack(cache, LIBRARIES);
        assertTrue(Files.notExists(left));
        assertTrue(Files.exists(writing));
    }

    @Test
    void severalAtOnceLeaveWholeFilesAndNoOthers() throws Exception {
        List<Callable<Path>> unpackings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            unpackings.add(() -> OnnxNatives.unpack(cache, LIBRARIES));
        }
        Path alone = OnnxNatives.unpack(cache.resolve("alone"), LIBRARIES);
        try (var executor = Executors.newFixedThreadPool(4)) {
            for (var unpacking : executor.invokeAll(unpackings)) {
                assertEquals(sizes(alone), sizes(unpacking.get()));
            }
        }
    }

    @Test
    void aCacheThatCannotBeWrittenIsReported() throws Exception {
        Path file = Files.writeString(cache.resolve("file"), "");

        OnnxException refusal =
                assertThrows(OnnxException.class, () -> OnnxNatives.unpack(file, LIBRARIES));
        assertTrue(refusal.report().where().contains("file"), refusal.getMessage());
    }

    private static List<String> sizes(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> sizes = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                sizes.add(file.getFileName() + " " + Files.size(file));
            }
            return sizes;
        }
    }
}
