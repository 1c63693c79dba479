package org.prmscope.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Finds the files that a model folder names, and lets none of them lie outside it.
///
/// A folder may come from anywhere: its names may climb out (`../..`), be absolute, or lead out
/// through a link. The one place outside that links may lead to is the store of files of the same
/// repository in Hugging Face's cache.
final class FolderFiles {
    private static final String LFS = "version https://git-lfs.github.com/spec/";
    private static final String DOWNLOAD =
            "Download the folder again with all its files; a clone needs Git LFS (git lfs pull).";

    private static final String EXPORT =
            "Export the model so that its weights are in a file of their own, as ONNX Runtime"
                    + " GenAI's builder does.";

    private final Path folder;
    private final Path blobs;

    private FolderFiles(Path folder, Path blobs) {
        this.folder = folder;
        this.blobs = blobs;
    }

    static FolderFiles open(Path folder) throws ModelException {
        return opened(
                folder,
                "a folder with genai_config.json or config.json, a graph (.onnx) and"
                        + " tokenizer.json");
    }

    /// Opens the folder of a Hugging Face checkpoint.
    static FolderFiles openCheckpoint(Path folder) throws ModelException {
        return opened(folder, "a folder with config.json, *.safetensors and tokenizer.json");
    }

    private static FolderFiles opened(Path folder, String expected) throws ModelException {
        Path real = real(folder, expected);
        return new FolderFiles(real, blobs(real));
    }

    /// Where the files of `<repository>/snapshots/<revision>/` are links to in Hugging Face's
    /// cache: `<repository>/blobs`. The folder itself where it is not in such a cache.
    private static Path blobs(Path folder) {
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            Path blobs = above.resolve("blobs");
            if (folder.startsWith(above.resolve("snapshots"))
                    && Files.isDirectory(blobs, LinkOption.NOFOLLOW_LINKS)) {
                return blobs;
            }
        }
        return folder;
    }

    private static Path real(Path folder, String expected) throws ModelException {
        if (!Files.isDirectory(folder)) {
            throw ModelException.of(
                    "This is not a model folder",
                    folder,
                    expected,
                    Files.exists(folder) ? "a file" : "nothing there",
                    "Choose the folder that holds these files.");
        }
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw ModelException.io(
                    "The model folder cannot be read", folder, e, "Check its permissions.");
        }
    }

    /// The folder with its links resolved.
    Path folder() {
        return folder;
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /// A readable regular file inside the folder.
    ///
    /// @param base the folder that `name` is relative to
    /// @param namedBy what names the file, for the message
    Path file(Path base, String name, String namedBy) throws ModelException {
        Path file = base.resolve(relative(name, namedBy));
        if (!Files.exists(file)) {
            throw ModelException.of(
                    "A file of the model is missing",
                    folder,
                    name + " (named by " + namedBy + ")",
                    "no such file",
                    DOWNLOAD);
        }
        if (!Files.isRegularFile(file)) {
            throw ModelException.of(
                    "A file of the model cannot be read",
                    file,
                    "a file",
                    "something else",
                    DOWNLOAD);
        }
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(folder) && !real.startsWith(blobs)) {
                throw ModelException.of(
                        "A file of the model lies outside its folder",
                        file,
                        "a file inside " + folder,
                        "a link to " + real,
                        "Copy the file into the folder in place of the link.");
            }
            refuseLfsPointer(real);
            return real;
        } catch (IOException e) {
            throw ModelException.io(
                    "A file of the model cannot be read", file, e, "Check its permissions.");
        }
    }

    /// The whole of a file that may be at most `limit` bytes long.
    static byte[] read(Path file, long limit) throws ModelException {
        return read(file, limit, EXPORT);
    }

    /// @param remedy what to do where the file is longer
    static byte[] read(Path file, long limit, String remedy) throws ModelException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes((int) limit + 1);
            if (content.length > limit) {
                throw tooLarge(file, limit, remedy);
            }
            return content;
        } catch (IOException e) {
            throw ModelException.io(
                    "A file of the model cannot be read", file, e, "Check its permissions.");
        }
    }

    static ModelException tooLarge(Path file, long limit) throws IOException {
        return tooLarge(file, limit, EXPORT);
    }

    /// @param remedy what to do about it
    static ModelException tooLarge(Path file, long limit, String remedy) throws IOException {
        return ModelException.of(
                "A file of the model is too large",
                file,
                "at most " + new ByteSize(limit),
                new ByteSize(Files.size(file)).text(),
                remedy);
    }

    private Path relative(String name, String namedBy) throws ModelException {
        try {
            Path path = Path.of(name);
            boolean climbs = false;
            for (Path part : path) {
                climbs |= part.toString().equals("..");
            }
            if (!name.isEmpty() && path.getRoot() == null && !climbs) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new ModelException(outside(name, namedBy).report(), e);
        }
        throw outside(name, namedBy);
    }

    private ModelException outside(String name, String namedBy) {
        return ModelException.of(
                "The model names a file outside its folder",
                folder + ", " + namedBy,
                "a path inside the folder",
                "\"" + name + "\"",
                "Do not use this model folder; it was damaged or made to read other files.");
    }

    private static void refuseLfsPointer(Path file) throws IOException, ModelException {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(LFS.length()), StandardCharsets.ISO_8859_1);
            if (head.equals(LFS)) {
                throw ModelException.of(
                        "A file of the model was not downloaded",
                        file,
                        "its content",
                        "a Git LFS pointer of " + new ByteSize(Files.size(file)),
                        DOWNLOAD);
            }
        }
    }
}
