package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.IoReason;
import org.prmscope.core.Sha256;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Patched graphs that were made before, in the folder `graphs` of the user's cache.
///
/// An entry is a folder named by the SHA-256 of the original graph, of where its weights lie, of
/// the mode and of the patch's version. It holds the patched graph, where the original had weights
/// inside these as a file of their own, and the digest of both. It appears whole or not at all, is
/// checked before each use and made again where it is damaged. The least recently used entries go
/// when there are too many or they are too large together.
final class PatchCache {
    static final int MOST_ENTRIES = 20;
    private static final long MOST_BYTES = 16L << 30;

    private static final String FOLDER = "graphs";
    static final String GRAPH = "model.onnx";
    static final String WEIGHTS = "weights.data";
    private static final String DIGEST = "sha256";

    /// Its time is when the entry was last used.
    private static final String USED = "used";

    private static final String LOCK = ".lock";
    private static final String PARTIAL = ".partial";

    /// How long a wait goes on before it looks whether it was cancelled.
    private static final long WAIT_MS = 50;

    /// A file lock is held by the whole process; this is what its threads wait for.
    private static final Lock IN_PROCESS = new ReentrantLock();

    private final Path folder;
    private final Cancellation cancellation;

    PatchCache(Path cache, Cancellation cancellation) {
        folder = cache.resolve(FOLDER);
        this.cancellation = cancellation;
    }

    /// What a patched graph is made of.
    ///
    /// @param file the original, as its folder names it
    /// @param locations the files that hold its weights, by the names in the graph
    record Source(
            Path file,
            ModelProto model,
            CheckedGraph decoder,
            Map<String, Path> locations,
            ComputeMode mode) {
        /// The name by which tensors inside the graph refer to their place in it.
        String own() {
            return String.valueOf(file.getFileName());
        }

        boolean hasWeightsInside() {
            return locations.containsKey(own());
        }
    }

    /// The patched graph; empty if cancelled or interrupted, also while another program or thread
    /// uses the cache.
    Optional<PatchedGraph> get(Source source) throws ModelException {
        boolean mine = false;
        try {
            Files.createDirectories(folder);
            while (!mine) {
                if (cancellation.isCancelled()) {
                    return Optional.empty();
                }
                mine = IN_PROCESS.tryLock(WAIT_MS, TimeUnit.MILLISECONDS);
            }
            try (FileChannel channel =
                            FileChannel.open(
                                    folder.resolve(LOCK),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                return lock == null ? Optional.empty() : locked(source);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (IOException e) {
            throw new ModelException(
                    ModelException.of(
                                    "The patched graph cannot be kept in the cache",
                                    folder,
                                    "a folder that can be written, with room",
                                    IoReason.of(e),
                                    "Free some space, or set PRMSCOPE_HOME to another folder.")
                            .report(),
                    e);
        } finally {
            if (mine) {
                IN_PROCESS.unlock();
            }
        }
    }

    /// Waits for other programs; null if cancelled.
    private @Nullable FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        while (!cancellation.isCancelled()) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Held in this process by other code than this: waited for in the same way.
            }
            Thread.sleep(WAIT_MS);
        }
        return null;
    }

    private Optional<PatchedGraph> locked(Source source) throws IOException, ModelException {
        removeUnfinished();
        Optional<String> key = key(source);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        Path entry = folder.resolve(key.get());
        boolean whole = isWhole(entry);
        if (!whole && !cancellation.isCancelled()) {
            delete(entry);
            whole = make(source, entry);
        }
        if (!whole || cancellation.isCancelled()) {
            return Optional.empty();
        }
        Files.write(entry.resolve(USED), new byte[0]);
        removeOldest(entry);
        return Optional.of(
                new PatchedGraph(
                        FolderFiles.read(entry.resolve(GRAPH), 2L * GraphFile.SIZE_LIMIT),
                        source.hasWeightsInside() ? entry : common(source),
                        Kernels.text(source.model(), source.mode())));
    }

    /// Empty if cancelled.
    private Optional<String> key(Source source) throws IOException, ModelException {
        MessageDigest digest = Sha256.digest();
        digest.update((GraphPatch.VERSION + " " + source.mode()).getBytes(StandardCharsets.UTF_8));
        if (source.hasWeightsInside()) {
            Optional<String> content = new FileDigest(cancellation).of(List.of(source.file()));
            if (content.isEmpty()) {
                return content;
            }
            digest.update(content.get().getBytes(StandardCharsets.UTF_8));
        } else {
            digest.update(Files.readAllBytes(source.file()));
            for (String name : new TreeMap<>(renamed(source)).values()) {
                digest.update((byte) 0);
                digest.update(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return Optional.of(Sha256.hex(digest));
    }

    /// Whether an entry is there as it was written; false also if cancelled.
    private boolean isWhole(Path entry) throws ModelException, IOException {
        Path digest = entry.resolve(DIGEST);
        if (!Files.isRegularFile(digest) || !Files.isRegularFile(entry.resolve(GRAPH))) {
            return false;
        }
        String written = new String(FolderFiles.read(digest, 100), StandardCharsets.UTF_8);
        return new FileDigest(cancellation).of(content(entry)).filter(written::equals).isPresent();
    }

    private static List<Path> content(Path entry) {
        List<Path> files = new ArrayList<>(List.of(entry.resolve(GRAPH)));
        if (Files.exists(entry.resolve(WEIGHTS))) {
            files.add(entry.resolve(WEIGHTS));
        }
        return files;
    }

    /// False if cancelled.
    private boolean make(Source source, Path entry) throws IOException, ModelException {
        Path partial = Files.createTempDirectory(folder, PARTIAL);
        try {
            ModelProto.Builder patched =
                    GraphPatch.apply(source.model(), source.decoder(), source.mode(), source.file())
                            .toBuilder();
            if (source.hasWeightsInside()) {
                if (!new InlineWeights(source, cancellation)
                        .moveOut(patched, partial.resolve(WEIGHTS))) {
                    return false;
                }
            } else {
                Map<String, String> names = renamed(source);
                WeightPlaces.change(
                        patched.getGraphBuilder(),
                        tensor ->
                                WeightPlaces.rename(
                                        tensor,
                                        names.getOrDefault(
                                                WeightPlaces.location(tensor),
                                                WeightPlaces.location(tensor))));
            }
            Files.write(partial.resolve(GRAPH), patched.build().toByteArray());
            Optional<String> digest = new FileDigest(cancellation).of(content(partial));
            if (digest.isEmpty()) {
                return false;
            }
            Files.writeString(partial.resolve(DIGEST), digest.get());
            force(partial);
            Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            delete(partial);
        }
    }

    private static void force(Path partial) throws IOException {
        for (String name : List.of(GRAPH, DIGEST)) {
            try (FileChannel channel =
                    FileChannel.open(partial.resolve(name), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /// The deepest folder that holds every file of weights. Links are resolved: ONNX Runtime
    /// refuses those that lead out of the folder it is given.
    private static Path common(Source source) {
        Path common = null;
        for (Path file : source.locations().values()) {
            Path folder = folderOf(file);
            common = common == null ? folder : commonPart(common, folder);
        }
        return common == null ? folderOf(source.file().toAbsolutePath()) : common;
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        return folder == null ? file : folder;
    }

    private static Path commonPart(Path one, Path other) {
        Path common = one;
        while (!other.startsWith(common)) {
            Path above = common.getParent();
            if (above == null) {
                return common;
            }
            common = above;
        }
        return common;
    }

    /// The names of the files relative to [#common], by the names in the graph.
    private static Map<String, String> renamed(Source source) {
        Path base = common(source);
        Map<String, String> names = new TreeMap<>();
        source.locations()
                .forEach((name, file) ->
                        names.put(name, base.relativize(file).toString().replace('\\', '/')));
        return names;
    }

    /// What a process that was killed left; nobody else is at work while the lock is held.
    private void removeUnfinished() throws IOException {
        for (Path entry : entries()) {
            if (name(entry).startsWith(PARTIAL)) {
                delete(entry);
            }
        }
    }

    private void removeOldest(Path keep) throws IOException {
        List<Path> entries = new ArrayList<>(entries());
        entries.removeIf(entry -> !name(entry).matches("[0-9a-f]{64}"));
        entries.sort(Comparator.comparingLong(PatchCache::lastUse).reversed());
        long bytes = 0;
        int count = 0;
        for (Path entry : entries) {
            bytes += size(entry);
            count++;
            if ((count > MOST_ENTRIES || bytes > MOST_BYTES) && !entry.equals(keep)) {
                delete(entry);
            }
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }

    private static long lastUse(Path entry) {
        try {
            return Files.getLastModifiedTime(entry.resolve(USED)).toMillis();
        } catch (IOException e) {
            return 0; // Made, but never handed out: as old as can be.
        }
    }

    private static long size(Path entry) throws IOException {
        long bytes = 0;
        for (Path file : content(entry)) {
            bytes += Files.exists(file) ? Files.size(file) : 0;
        }
        return bytes;
    }

    /// Removes an entry; one that another program has open on Windows stays until the next time.
    private static void delete(Path entry) throws IOException {
        if (!Files.isDirectory(entry)) {
            return;
        }
        try (Stream<Path> files = Files.list(entry)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(entry);
    }
}
