package org.prmscope.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.Cancellation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes `prmscope-import.json`: what a folder was made from and how, and the size and SHA-256 of
/// every file read and written.
final class ImportManifest {
    static final String FILE = "prmscope-import.json";
    private static final int VERSION = 1;

    private final Cancellation cancellation;
    private final WeightFile.Watcher watcher;

    /// @param watcher hears how many bytes of which file were read
    ImportManifest(Cancellation cancellation, WeightFile.Watcher watcher) {
        this.cancellation = cancellation;
        this.watcher = watcher;
    }

    /// Reads every file and writes the manifest beside those it describes.
    ///
    /// @return false if cancelled; nothing is written then
    boolean write(Path folder, ImportPlan plan, Map<String, Path> sources, List<String> copies)
            throws IOException, ModelException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        ImportOptions options = plan.options();
        root.put("format", VERSION);
        root.put("program", options.program());
        root.put("architecture", plan.architecture());
        root.put("parameters", plan.parameters());
        root.putObject("options")
                .put("precision", options.precision().label())
                .put("symmetric", options.symmetric())
                .put("head", options.head().label())
                .put("device", options.device().label())
                .put("block_size", options.block());
        ObjectNode source = root.putObject("source");
        source.put("folder", plan.source().toString());
        plan.storedTypes().forEach(source.putArray("types")::add);
        Map<String, Path> results = new LinkedHashMap<>();
        List<String> written =
                List.of(
                        ModelFolderWriter.GRAPH_FILE,
                        ModelFolderWriter.WEIGHTS_FILE,
                        GenAiConfigWriter.FILE);
        written.forEach(name -> results.put(name, folder.resolve(name)));
        copies.forEach(name -> results.put(name, folder.resolve(name)));
        if (!describe(source.putArray("files"), sources)
                || !describe(root.putArray("files"), results)) {
            return false;
        }
        Files.writeString(
                folder.resolve(FILE),
                json.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        return true;
    }

    private boolean describe(ArrayNode list, Map<String, Path> files)
            throws IOException, ModelException {
        FileDigest digest = new FileDigest(cancellation);
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            String name = entry.getKey();
            Path file = entry.getValue();
            Optional<String> sum =
                    digest.ofFile(file, bytes -> watcher.wrote(bytes, "Checksum of " + name));
            if (sum.isEmpty()) {
                return false;
            }
            list.addObject()
                    .put("name", name)
                    .put("bytes", Files.size(file))
                    .put("sha256", sum.get());
        }
        return true;
    }
}
