package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/// Reads and checks what a model folder holds.
final class FolderReader {
    private final FolderFiles files;

    FolderReader(FolderFiles files) {
        this.files = files;
    }

    /// What was found out about one graph of the folder.
    ///
    /// @param file the graph as the folder names it
    private record Found(
            GraphChoice choice,
            Path file,
            FolderConfig config,
            ModelProto model,
            Map<String, Path> locations,
            SortedMap<String, Integer> operators,
            CheckedGraph decoder) {}

    ModelFolder read(Optional<String> wanted) throws ModelException {
        Found found = find(wanted);
        CheckedGraph decoder = found.decoder();
        Path graph = files.file(files.folder(), found.choice().name(), "the layout");
        List<Path> weights = List.copyOf(new TreeSet<>(found.locations().values()));
        Optional<ImportedFiles> imported = ImportedFiles.of(files);
        if (imported.isPresent()) {
            imported.get().requireSizes(graph, weights);
        }
        Path tokenizer = tokenizer(decoder.shape().vocabularySize());
        DecoderParts parts = DecoderParts.of(found.model().getGraph(), decoder.names());
        return new ModelFolder(
                new ModelFiles(files.folder(), graph, weights, tokenizer),
                found.choice().layout(),
                found.choice().name(),
                found.choice().others(),
                found.config().architecture(),
                decoder.shape(),
                new DecoderInputs(
                        decoder.attention(),
                        decoder.takesPositions(),
                        decoder.usesCacheBranch(),
                        GraphPatch.isPatched(found.model().getGraph())),
                WeightSummary.of(found.model().getGraph(), found.file(), size(graph, weights)),
                parts,
                found.config().ids(),
                decoder.names(),
                found.operators(),
                warnings(parts, decoder));
    }

    private static List<String> warnings(DecoderParts parts, CheckedGraph decoder) {
        List<String> warnings = new ArrayList<>();
        if (parts.layers().contains("fp16")) {
            warnings.add(
                    "its weights are float16, as in exports for a GPU: on a CPU a matrix product"
                            + " takes about 8 times as long as in float32");
        } else if (decoder.shape().kvElementBytes() < Float.BYTES) {
            warnings.add("its key-value cache is float16, as in exports for a GPU");
        }
        return warnings;
    }

    Optional<PatchedGraph> patched(
            String graph, ComputeMode mode, Path cache, Cancellation cancellation)
            throws ModelException {
        Found found = find(Optional.of(graph));
        return new PatchCache(cache, cancellation)
                .get(
                        new PatchCache.Source(
                                found.file(),
                                found.model(),
                                found.decoder(),
                                found.locations(),
                                mode));
    }

    void checkPatch(String graph) throws ModelException {
        Found found = find(Optional.of(graph));
        GraphPatch.apply(found.model(), found.decoder(), ComputeMode.FAST, found.file());
    }

    private Found find(Optional<String> wanted) throws ModelException {
        GraphChoice choice;
        FolderConfig config;
        if (files.has(GenAiConfigWriter.FILE)) {
            GenAiConfigReader.Read read =
                    GenAiConfigReader.read(
                            files.file(files.folder(), GenAiConfigWriter.FILE, "the layout"));
            config = read.config();
            if (wanted.isPresent() && !wanted.get().equals(read.graph())) {
                refuseOther(wanted.get(), read.graph());
            }
            choice = new GraphChoice(FolderLayout.GENAI, wanted.orElse(read.graph()), List.of());
            files.file(files.folder(), choice.name(), "model.decoder.filename");
        } else {
            List<String> graphs = GraphChoice.graphs(files.folder());
            refuseOtherLayout(graphs);
            config = HubConfigReader.read(files);
            choice = GraphChoice.of(files.folder(), graphs, wanted);
            files.file(files.folder(), choice.name(), "the layout");
        }
        Path file = files.folder().resolve(choice.name());
        ModelProto model = GraphFile.read(file);
        SortedMap<String, Integer> operators = GraphOperators.check(model, file);
        Map<String, Path> locations = new ExternalTensors(files, file).locations(model.getGraph());
        CheckedGraph decoder = new DecoderGraphCheck(model, config, file).check(operators);
        return new Found(choice, file, config, model, locations, operators, decoder);
    }

    /// Refuses a name that somebody asked for; what the model itself names is judged as its own.
    private void refuseOther(String wanted, String own) throws ModelException {
        boolean inside = false;
        try {
            Path path = Path.of(wanted);
            inside = path.getRoot() == null && !wanted.isEmpty();
            for (Path part : path) {
                inside &= !part.toString().equals("..");
            }
        } catch (InvalidPathException e) {
            // Not the name of a file, and reported as such below.
        }
        if (!inside || !Files.exists(files.folder().resolve(wanted))) {
            List<String> graphs = GraphChoice.graphs(files.folder());
            throw ModelException.of(
                    "There is no such graph in the folder",
                    files.folder(),
                    graphs.isEmpty() ? own : "one of " + String.join(", ", graphs),
                    wanted.isEmpty() ? "an empty name" : wanted,
                    "Name one of these, or none.");
        }
    }

    private void refuseOtherLayout(List<String> graphs) throws ModelException {
        if (graphs.isEmpty() && GraphChoice.isCheckpoint(files.folder())) {
            throw ModelException.of(
                    "This folder holds a checkpoint, not a graph that can be run",
                    files.folder(),
                    "a graph (.onnx)",
                    "safetensors",
                    "Import it: prmscope model import " + files.folder() + " FOLDER.");
        }
        boolean configured = files.has(HubConfigReader.FILE);
        if (!configured || graphs.isEmpty()) {
            throw ModelException.of(
                    "This folder is not in a layout that can be run",
                    files.folder(),
                    GenAiConfigWriter.FILE
                            + " (ONNX Runtime GenAI), or config.json and a graph (Optimum,"
                            + " transformers.js)",
                    (configured ? "config.json" : "neither configuration")
                            + (graphs.isEmpty()
                                    ? ", no .onnx file"
                                    : ", " + CacheNames.some(graphs)),
                    "Export the model with ONNX Runtime GenAI's builder for the CPU (-e cpu) or"
                            + " with Optimum, or import its safetensors (prmscope model import).");
        }
    }

    private Path tokenizer(int vocabulary) throws ModelException {
        Path tokenizer = files.file(files.folder(), ModelFolderWriter.TOKENIZER_FILE, "the layout");
        long largest = TokenizerIds.largest(tokenizer);
        if (largest >= vocabulary) {
            throw ModelException.of(
                    "The tokenizer is not the one of this model",
                    tokenizer,
                    "token ids below " + vocabulary,
                    "id " + largest,
                    "Take tokenizer.json from the checkpoint that the graph was exported from.");
        }
        return tokenizer;
    }

    private static ByteSize size(Path graph, List<Path> weights) throws ModelException {
        Set<Path> all = new LinkedHashSet<>(weights);
        all.add(graph);
        try {
            long bytes = 0;
            for (Path file : all) {
                bytes += Files.size(file);
            }
            return new ByteSize(bytes);
        } catch (IOException e) {
            throw ModelException.io(
                    "The weights cannot be read", graph, e, "Check the permissions.");
        }
    }
}
