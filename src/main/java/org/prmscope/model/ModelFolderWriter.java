package org.prmscope.model;

import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a model folder that appears complete or not at all: its files are written into a hidden
/// folder beside it, which is moved to its name at the end.
final class ModelFolderWriter {
    static final String GRAPH_FILE = "model.onnx";
    static final String WEIGHTS_FILE = "model.onnx.data";
    static final String TOKENIZER_FILE = "tokenizer.json";

    /// Held while a folder is written, so that a second program does not take it for a leftover.
    private static final String LOCK_FILE = "being-written.lock";

    private final Path target;
    private final List<String> files;
    private final Disks disks;

    /// Tells disks apart.
    interface Disks {
        /// What is the same for two folders if one can be moved to the other.
        Object of(Path folder) throws IOException;
    }

    /// @param folder does not exist yet or is empty
    /// @param files every name that may be written; what an interrupted writing left is removed by
    ///   these names, and nothing else is
    ModelFolderWriter(Path folder, List<String> files) {
        this(folder, files, Files::getFileStore);
    }

    ModelFolderWriter(Path folder, List<String> files, Disks disks) {
        this.disks = disks;
        target = folder.toAbsolutePath().normalize();
        this.files = List.copyOf(files);
    }

    /// Writes the files of a folder.
    interface Content {
        /// Writes them into an empty folder.
        ///
        /// @return whether the folder is complete and to be kept
        boolean write(Path folder) throws WorkbenchException, IOException;
    }

    /// Looks whether the folder could be made; writes nothing.
    ///
    /// @throws WorkbenchException if it has content, is a file, or cannot be looked at
    void check() throws WorkbenchException {
        try {
            refuseUnfit();
        } catch (IOException e) {
            throw new ModelException(notWritable("", IoReason.of(e)).report(), e);
        }
    }

    /// Makes the folder.
    ///
    /// @return whether it was made; otherwise nothing is left
    /// @throws WorkbenchException as `content` throws it, if the folder has content or is being
    ///   written by another program, or if it cannot be written; nothing is left then either
    boolean write(Content content) throws WorkbenchException {
        Path name = target.getFileName();
        if (name == null) {
            throw notWritable("a new or empty folder", "a root folder");
        }
        Path partial = target.resolveSibling("." + name + ".partial");
        try {
            refuseUnfit();
            Files.createDirectories(target.getParent());
            make(partial);
            return locked(partial, content);
        } catch (IOException e) {
            throw new ModelException(notWritable("", IoReason.of(e)).report(), e);
        }
    }

    /// Makes the hidden folder, or takes a leftover; a link would have files elsewhere removed.
    private void make(Path partial) throws IOException, ModelException {
        try {
            Files.createDirectory(partial);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(partial, LinkOption.NOFOLLOW_LINKS)) {
                throw new ModelException(
                        ModelException.of(
                                        "The model folder cannot be written",
                                        target,
                                        "no file and no link named " + partial,
                                        Files.isSymbolicLink(partial) ? "a link" : "a file",
                                        "Remove it, or choose another folder to write.")
                                .report(),
                        e);
            }
        }
    }

    private boolean locked(Path partial, Content content) throws WorkbenchException, IOException {
        boolean mine = false;
        try {
            boolean complete;
            try (FileChannel channel =
                            FileChannel.open(
                                    partial.resolve(LOCK_FILE),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    LinkOption.NOFOLLOW_LINKS);
                    FileLock _ = lock(channel)) {
                mine = true;
                clear(partial);
                complete = content.write(partial);
            }
            // Only now that the lock is closed: Windows does not move a folder with an open file.
            if (complete) {
                Files.delete(partial.resolve(LOCK_FILE));
                refuseContent();
                Files.deleteIfExists(target);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return complete;
        } finally {
            if (mine && Files.isDirectory(partial, LinkOption.NOFOLLOW_LINKS)) {
                clear(partial);
                Files.deleteIfExists(partial.resolve(LOCK_FILE));
                Files.deleteIfExists(partial);
            }
        }
    }

    private FileLock lock(FileChannel channel) throws IOException, ModelException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            throw new ModelException(beingWritten().report(), e);
        }
        throw beingWritten();
    }

    private ModelException beingWritten() {
        return ModelException.of(
                "The model folder is being written already",
                target,
                "a folder that nothing else writes",
                "another import or export into it",
                "Wait until it has ended, or choose another folder.");
    }

    private void refuseUnfit() throws IOException, ModelException {
        refuseContent();
        Path parent = target.getParent();
        // Now rather than when everything is written, and to the other disk.
        if (parent != null && Files.exists(target) && !disks.of(target).equals(disks.of(parent))) {
            throw ModelException.of(
                    "The model folder cannot be written",
                    target,
                    "a folder on the same disk as " + parent,
                    "a disk of its own: a mount point, or a link",
                    "Name a new folder in it, such as " + target.resolve("model") + ".");
        }
    }

    private void refuseContent() throws IOException, ModelException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw notWritable("a new or empty folder", "a file");
        }
        try (Stream<Path> content = Files.list(target)) {
            if (content.findAny().isPresent()) {
                throw ModelException.of(
                        "The model folder cannot be written",
                        target,
                        "a new or empty folder",
                        "a folder with content",
                        "Choose another folder, or empty this one.");
            }
        }
    }

    private ModelException notWritable(String expected, String found) {
        return ModelException.of(
                "The model folder cannot be written",
                target,
                expected,
                found,
                "Check the free space and the permissions, or choose another folder.");
    }

    /// Removes what an earlier, interrupted writing left.
    private void clear(Path partial) throws IOException, ModelException {
        for (String file : files) {
            Files.deleteIfExists(partial.resolve(file));
        }
        try (Stream<Path> content = Files.list(partial)) {
            Optional<Path> other = content.filter(file -> !file.endsWith(LOCK_FILE)).findAny();
            if (other.isPresent()) {
                throw ModelException.of(
                        "The model folder cannot be written",
                        target,
                        "nothing but leftovers of an import in " + partial,
                        String.valueOf(other.get().getFileName()),
                        "Remove that folder, or choose another one to write.");
            }
        }
    }
}
