package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Patched graphs that are kept from one start to the next.
class PatchCacheTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir Path temporary;
    private TinyFolder folder;
    private Path graphs;

    @BeforeEach
    void writeFolder() throws Exception {
        folder = new TinyFolder(temporary.resolve("model"));
        graphs = temporary.resolve("cache/graphs");
    }

    @Test
    void theSecondTimeTheGraphIsTakenFromTheCache() throws Exception {
        PatchedGraph first = patch(ComputeMode.FAST);
        Path graph = entries().getFirst().resolve("model.onnx");
        Files.setLastModifiedTime(graph, LONG_AGO);
        PatchedGraph second = patch(ComputeMode.FAST);
        assertArrayEquals(first.bytes(), second.bytes());
        assertEquals(LONG_AGO, Files.getLastModifiedTime(graph));
        assertEquals(folder.path.toRealPath(), second.weights());
    }

    @Test
    void eachModeAndEachGraphHasItsOwnEntry() throws Exception {
        patch(ComputeMode.FAST);
        patch(ComputeMode.REFERENCE);
        folder.editModel(model -> model.setProducerName("someone else"));
        patch(ComputeMode.FAST);
        assertEquals(3, entries().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "sha256"})
    void aDamagedEntryIsMadeAgain(String file) throws Exception {
        byte[] whole = patch(ComputeMode.FAST).bytes();
        Path damaged = entries().getFirst().resolve(file);
        byte[] content = Files.readAllBytes(damaged);
        content[content.length / 2] ^= 1;
        Files.write(damaged, content);
        assertArrayEquals(whole, patch(ComputeMode.FAST).bytes());
        content[content.length / 2] ^= 1;
        assertArrayEquals(content, Files.readAllBytes(damaged));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "sha256", "used"})
    void anEntryWithoutAFileIsMadeWhole(String file) throws Exception {
        patch(ComputeMode.FAST);
        Files.delete(entries().getFirst().resolve(file));
        patch(ComputeMode.FAST);
        assertTrue(Files.exists(entries().getFirst().resolve(file)));
    }

    @Test
    void whatAKilledProgramLeftIsRemoved() throws Exception {
        Path stale = Files.createDirectories(graphs.resolve(".partial123"));
        Files.writeString(stale.resolve("weights.data"), "half");
        patch(ComputeMode.FAST);
        assertFalse(Files.exists(stale));
    }

    @Test
    void theLeastRecentlyUsedEntryGoes() throws Exception {
        patch(ComputeMode.FAST);
        Path oldest = entries().getFirst();
        for (int i = 0; i < PatchCache.MOST_ENTRIES - 1; i++) {
            String version = "v" + i;
            folder.editModel(model -> model.setProducerVersion(version));
            patch(ComputeMode.FAST);
        }
        assertEquals(PatchCache.MOST_ENTRIES, entries().size());
        Files.setLastModifiedTime(oldest.resolve("used"), LONG_AGO);
        folder.editModel(model -> model.setProducerVersion("one more"));
        patch(ComputeMode.FAST);
        assertEquals(PatchCache.MOST_ENTRIES, entries().size());
        assertFalse(Files.exists(oldest));
    }

    @Test
    void aCancelledPatchLeavesNothing() throws Exception {
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        ModelFolder model = ModelFolder.open(folder.path);
        assertTrue(
                model.patched(ComputeMode.FAST, temporary.resolve("cache"), cancelled).isEmpty());
        assertEquals(List.of(), entries());
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(temporary.resolve("cache"), "a file");
        ModelException refusal = assertThrows(ModelException.class, () -> patch(ComputeMode.FAST));
        assertEquals(graphs.toString(), refusal.report().where());
    }

    @Test
    void aWaitForAnotherProgramCanBeCancelled() throws Exception {
        ModelFolder model = ModelFolder.open(folder.path);
        Files.createDirectories(graphs);
        Cancellation cancellation = new Cancellation();
        try (FileChannel channel = lockFile();
                FileLock held = channel.lock()) {
            assertTrue(held.isValid());
            Thread person = later(cancellation::cancel);
            assertTrue(
                    model.patched(ComputeMode.FAST, temporary.resolve("cache"), cancellation)
                            .isEmpty());
            assertTrue(cancellation.isCancelled());
            person.join();
        }
    }

    @Test
    void aWaitEndsWhenTheOtherProgramHasEnded() throws Exception {
        Files.createDirectories(graphs);
        FileChannel channel = lockFile();
        assertTrue(channel.lock().isValid());
        Thread other =
                later(() -> {
                    try {
                        channel.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        patch(ComputeMode.FAST);
        assertFalse(channel.isOpen());
        other.join();
    }

    private FileChannel lockFile() throws IOException {
        return FileChannel.open(
                graphs.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static Thread later(Runnable action) {
        return Thread.ofPlatform()
                .start(() -> {
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                    action.run();
                });
    }

    private PatchedGraph patch(ComputeMode mode) throws ModelException {
        return ModelFolder.open(folder.path)
                .patched(mode, temporary.resolve("cache"), new Cancellation())
                .orElseThrow();
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.list(graphs)) {
            return all.filter(Files::isDirectory).toList();
        }
    }
}
