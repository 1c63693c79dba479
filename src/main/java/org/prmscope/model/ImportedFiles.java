package org.prmscope.model;

import com.fasterxml.jackson.databind.JsonNode;

import org.prmscope.core.Cancellation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files of a folder as its import left them: what `prmscope-import.json` says of them, see
/// [ImportManifest].
///
/// The sizes of the graph and of the weights are looked at whenever the folder is opened; a copy
/// that broke off, or a weight file of another import, is found there. The checksums take reading
/// everything and are compared when that is asked for.
final class ImportedFiles {
    private static final int LIMIT = 1 << 20;
    private static final int MOST_FILES = 10_000;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /// Imports write no folders.
    private static final Pattern NAME = Pattern.compile("[\\w-](?:[\\w. -]{0,200}[\\w-])?");

    private static final String AGAIN =
            "Copy the folder again, or import the checkpoint again. If the file was changed on"
                    + " purpose, remove "
                    + ImportManifest.FILE
                    + ".";

    private static final String MISSING = "no such file";

    private final FolderFiles folder;
    private final List<Imported> files;

    /// One file as it was written.
    private record Imported(String name, long bytes, String sha256) {}

    private ImportedFiles(FolderFiles folder, List<Imported> files) {
        this.folder = folder;
        this.files = List.copyOf(files);
    }

    /// Empty if the folder was not made by an import.
    ///
    /// @throws ModelException if the record is not one
    static Optional<ImportedFiles> of(FolderFiles folder) throws ModelException {
        if (!folder.has(ImportManifest.FILE)) {
            return Optional.empty();
        }
        Path record = folder.file(folder.folder(), ImportManifest.FILE, "the import");
        JsonFields root = JsonFields.read(record, LIMIT, "prmscope model import");
        JsonNode list = root.node().path("files");
        if (!list.isArray() || list.size() > MOST_FILES) {
            throw root.wrong("files", "a list of at most " + MOST_FILES + " files", list);
        }
        List<Imported> files = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            files.add(imported(new JsonFields(list.get(i), record, "files[" + i + "]")));
        }
        return Optional.of(new ImportedFiles(folder, files));
    }

    private static Imported imported(JsonFields fields) throws ModelException {
        String name = fields.text("name");
        if (!NAME.matcher(name).matches()) {
            throw fields.wrong("name", "the name of a file", fields.node().get("name"));
        }
        JsonNode bytes = fields.node().path("bytes");
        if (!bytes.isIntegralNumber() || !bytes.canConvertToLong() || bytes.longValue() < 0) {
            throw fields.wrong("bytes", "a number of bytes", bytes);
        }
        String sha256 = fields.text("sha256");
        if (!SHA256.matcher(sha256).matches()) {
            throw fields.wrong("sha256", "64 hexadecimal digits", fields.node().get("sha256"));
        }
        return new Imported(name, bytes.longValue(), sha256);
    }

    /// Looks at the sizes of the graph and of the weights. Texts beside them may be edited.
    ///
    /// @throws ModelException if one has another size than it was written with
    void requireSizes(Path graph, List<Path> weights) throws ModelException {
        for (Imported each : files) {
            if (!folder.has(each.name())) {
                continue;
            }
            // A link to a file of the model is one of its files too.
            Path file = folder.file(folder.folder(), each.name(), ImportManifest.FILE);
            if (!file.equals(graph) && !weights.contains(file)) {
                continue;
            }
            long found = size(file);
            if (found != each.bytes()) {
                throw ModelException.of(
                        "A file of the model is not as it was imported",
                        file,
                        bytes(each.bytes()) + ", as " + ImportManifest.FILE + " says",
                        bytes(found),
                        AGAIN);
            }
        }
    }

    /// Reads every file and compares it with its checksum.
    ///
    /// @return those that changed; empty if cancelled
    Optional<List<ModelFolder.ChangedFile>> changed(Cancellation cancellation)
            throws ModelException {
        List<ModelFolder.ChangedFile> changed = new ArrayList<>();
        FileDigest digest = new FileDigest(cancellation);
        for (Imported each : files) {
            if (!folder.has(each.name())) {
                changed.add(new ModelFolder.ChangedFile(each.name(), each.sha256(), MISSING));
                continue;
            }
            Path file = folder.file(folder.folder(), each.name(), ImportManifest.FILE);
            long found = size(file);
            if (found != each.bytes()) {
                changed.add(
                        new ModelFolder.ChangedFile(
                                each.name(), bytes(each.bytes()), bytes(found)));
                continue;
            }
            Optional<String> sum = digest.ofFile(file, _ -> {});
            if (sum.isEmpty()) {
                return Optional.empty();
            }
            if (!sum.get().equals(each.sha256())) {
                changed.add(new ModelFolder.ChangedFile(each.name(), each.sha256(), sum.get()));
            }
        }
        return Optional.of(changed);
    }

    private static long size(Path file) throws ModelException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw ModelException.io(
                    "A file of the model cannot be read", file, e, "Check its permissions.");
        }
    }

    private static String bytes(long count) {
        return String.format(Locale.ROOT, "%,d bytes", count);
    }
}
