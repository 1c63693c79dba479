package org.prmscope;

import org.prmscope.core.IoReason;
import org.prmscope.core.Leftovers;
import org.prmscope.core.Sha256;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/// The files that ship inside the program and must be real files to be used: unpacked once into the
/// cache, into a folder named by their content.
final class BuiltinFiles {
    private static final List<String> MODEL =
            List.of("genai_config.json", "model.onnx", "model.onnx.data", "tokenizer.json");

    private final Path cache;

    BuiltinFiles(Path cache) {
        this.cache = cache;
    }

    /// The built-in verifier's model folder.
    Path model() throws WorkbenchException {
        return unpack("builtin", MODEL);
    }

    /// The sample set of the first start.
    Path sampleSet() throws WorkbenchException {
        return unpack("samples", List.of("sample-set.json")).resolve("sample-set.json");
    }

    private Path unpack(String folder, List<String> names) throws WorkbenchException {
        try {
            Leftovers.remove(cache, name -> isUnfinished(folder, name));
            Path target = cache.resolve(folder + "-" + digest(folder, names));
            if (!Files.isDirectory(target)) {
                Files.createDirectories(cache);
                Path making = Files.createTempDirectory(cache, folder + "-making-");
                try {
                    for (String name : names) {
                        try (InputStream in = open(folder, name)) {
                            Files.copy(in, making.resolve(name));
                        }
                    }
                    moveInto(making, target);
                } finally {
                    Leftovers.delete(making);
                }
            }
            return target;
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "Files that ship with the program could not be unpacked",
                            cache.toString(),
                            "a folder that can be written",
                            IoReason.of(e),
                            "Free some space, or set PRMSCOPE_HOME to another folder."),
                    e);
        }
    }

    /// All but what is named by its content; earlier versions left `builtin-` and a long number.
    private static boolean isUnfinished(String folder, String name) {
        return name.startsWith(folder + "-")
                && !name.substring(folder.length() + 1).matches("[0-9a-f]{16}");
    }

    private static InputStream open(String folder, String name) throws IOException {
        InputStream in = BuiltinFiles.class.getResourceAsStream("/" + folder + "/" + name);
        if (in == null) {
            throw new IOException("the program's own " + folder + "/" + name + " is missing");
        }
        return in;
    }

    private static String digest(String folder, List<String> names) throws IOException {
        MessageDigest digest = Sha256.digest();
        for (String name : names) {
            try (InputStream in = new DigestInputStream(open(folder, name), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /// Two processes may unpack at once: the first to move wins, the other uses its files.
    private static void moveInto(Path making, Path target) throws IOException {
        try {
            Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(making, target);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }
}
