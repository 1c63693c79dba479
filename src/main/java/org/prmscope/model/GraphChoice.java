package org.prmscope.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which graph of a folder to run: the one that is named, or by a fixed rule the one that a
/// processor computes fastest without losing precision where it matters.
///
/// The rule: one graph with both branches (`decoder_model_merged`, `model`) before
/// `decoder_with_past_model` before `decoder_model`; of those int4 (`_q4`) before full precision
/// before int8 (`_quantized`, `_int8`, `_uint8`) before float16 (`_q4f16`, `_fp16`) before the
/// rest; then by name.
///
/// @param name of the graph, relative to the folder
/// @param others graphs that could be named instead
record GraphChoice(FolderLayout layout, String name, List<String> others) {
    /// The folder in which the conversion for transformers.js puts its graphs.
    static final String SUBFOLDER = "onnx";

    private static final String ENDING = ".onnx";
    private static final int MOST_FILES = 1000;
    private static final List<String> PRECISIONS =
            List.of("_q4", "", "_quantized", "_int8", "_uint8", "_q4f16", "_fp16", "_bnb4");
    private static final List<String> PARTS =
            List.of("decoder_model_merged", "model", "decoder_with_past_model", "decoder_model");

    GraphChoice {
        others = List.copyOf(others);
    }

    /// The folder of the configuration that belongs to a graph: its own or the one above.
    static Path folderOf(Path graph) {
        Path own = parent(graph.toAbsolutePath().normalize());
        Path above = parent(own);
        boolean configured = isConfigured(own);
        return !configured && isConfigured(above) ? above : own;
    }

    /// The graphs of a folder, relative to it.
    static List<String> graphs(Path folder) throws ModelException {
        List<String> names = new ArrayList<>(list(folder, ENDING));
        for (String name : list(folder.resolve(SUBFOLDER), ENDING)) {
            names.add(SUBFOLDER + "/" + name);
        }
        return names;
    }

    /// Whether a folder holds weights that a graph could be made of.
    static boolean isCheckpoint(Path folder) throws ModelException {
        return !list(folder, ".safetensors").isEmpty()
                || Files.exists(folder.resolve("model.safetensors.index.json"));
    }

    /// Chooses among a folder's graphs.
    ///
    /// @param wanted a graph's path, its file's name, or its precision as in `q4`
    static GraphChoice of(Path folder, List<String> graphs, Optional<String> wanted)
            throws ModelException {
        List<String> sorted = new ArrayList<>(graphs);
        sorted.sort(
                Comparator.comparingInt(GraphChoice::part)
                        .thenComparingInt(GraphChoice::precision)
                        .thenComparing(Comparator.naturalOrder()));
        String name = sorted.getFirst();
        if (wanted.isPresent()) {
            name =
                    sorted.stream()
                            .filter(graph -> isMeant(graph, wanted.get()))
                            .findFirst()
                            .orElse("");
            if (name.isEmpty()) {
                throw ModelException.of(
                        "There is no such graph in the folder",
                        folder,
                        "one of " + String.join(", ", sorted),
                        wanted.get(),
                        "Name one of these.");
            }
        }
        boolean converted =
                name.startsWith(SUBFOLDER + "/") || precision(name) != PRECISIONS.indexOf("");
        sorted.remove(name);
        return new GraphChoice(
                converted ? FolderLayout.TRANSFORMERS_JS : FolderLayout.OPTIMUM, name, sorted);
    }

    private static boolean isMeant(String graph, String wanted) {
        String stem = stem(graph);
        String named = wanted.replace('\\', '/');
        return graph.equals(named)
                || graph.endsWith("/" + named)
                || stem.equals(named)
                || stem.endsWith("_" + named.toLowerCase(Locale.ROOT));
    }

    private static int part(String graph) {
        String stem = stem(graph);
        for (int i = 0; i < PARTS.size(); i++) {
            String part = PARTS.get(i);
            if (stem.equals(part)
                    || (stem.startsWith(part)
                            && PRECISIONS.contains(stem.substring(part.length())))) {
                // The first two are the same part under two names.
                return Math.max(0, i - 1);
            }
        }
        return PARTS.size();
    }

    private static int precision(String graph) {
        String stem = stem(graph);
        int found = PRECISIONS.indexOf("");
        for (int i = 0; i < PRECISIONS.size(); i++) {
            if (!PRECISIONS.get(i).isEmpty() && stem.endsWith(PRECISIONS.get(i))) {
                found = i;
            }
        }
        return found;
    }

    private static String stem(String graph) {
        String file = graph.substring(graph.lastIndexOf('/') + 1);
        return file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
    }

    private static boolean isConfigured(Path folder) {
        return Files.exists(folder.resolve(GenAiConfigWriter.FILE))
                || Files.exists(folder.resolve(HubConfigReader.FILE));
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static List<String> list(Path folder, String ending) throws ModelException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith(ending))
                            .limit(MOST_FILES + 1)
                            .sorted()
                            .toList();
            if (names.size() > MOST_FILES) {
                // The first that a folder happens to list are not the same everywhere.
                throw ModelException.of(
                        "The model folder has too many files",
                        folder,
                        "at most " + MOST_FILES + " that end in " + ending,
                        "more",
                        "Name the folder of one model.");
            }
            return names;
        } catch (IOException e) {
            throw ModelException.io(
                    "The model folder cannot be read", folder, e, "Check its permissions.");
        }
    }
}
