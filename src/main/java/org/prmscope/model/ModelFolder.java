package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.prmscope.core.Cancellation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.ModelIdentity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A checked model folder in the layout of ONNX Runtime GenAI's builder: what a program must know
/// before it loads the model.
///
/// @param architecture as `genai_config.json` says, such as `qwen2`
/// @param operators the graph's operators and how often each occurs; those outside ONNX carry their
///   domain, such as `com.microsoft.MatMulNBits`
public record ModelFolder(
        ModelFiles files,
        String architecture,
        DecoderShape shape,
        WeightSummary weights,
        ControlIds ids,
        DecoderNames names,
        SortedMap<String, Integer> operators) {
    public ModelFolder {
        operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    }

    /// Opens and checks a folder without reading its weights.
    ///
    /// Refused are folders that are incomplete, disagree with themselves, name files outside
    /// themselves, or hold a decoder that the CPU loop cannot run: another attention than
    /// `GroupQueryAttention`, a sliding window, a 16-bit cache. Weights that are not numbers are
    /// found only when the model computes.
    ///
    /// @throws ModelException saying what is wrong, where, and what to do
    public static ModelFolder open(Path folder) throws ModelException {
        FolderFiles files = FolderFiles.open(folder);
        GenAiConfig config = config(files);
        Path graph = files.file(files.folder(), config.graph(), "model.decoder.filename");
        ModelProto model = GraphFile.read(graph);
        SortedMap<String, Integer> operators = GraphOperators.check(model, graph);
        List<Path> weights = new ExternalTensors(files, graph).check(model.getGraph());
        new DecoderGraphCheck(model.getGraph(), config, graph).check(operators);
        Path tokenizer = tokenizer(files, config);
        ByteSize size = size(graph, weights);
        return new ModelFolder(
                new ModelFiles(files.folder(), graph, weights, tokenizer),
                config.architecture(),
                config.shape(),
                WeightSummary.of(model.getGraph(), graph, size),
                config.ids(),
                config.names(),
                operators);
    }

    /// What a person calls the model: the folder's name.
    public String name() {
        Path last = files.folder().getFileName();
        return last == null ? files.folder().toString() : last.toString();
    }

    /// Reads the graph, the weights and the tokenizer once to tell this model from any other. Takes
    /// about a second for each GiB; the lengths are part of the digest, so bytes cannot move from
    /// one file to the next unnoticed.
    ///
    /// @return empty if cancelled
    /// @throws ModelException if a file cannot be read
    public Optional<ModelIdentity> identity(Cancellation cancellation) throws ModelException {
        List<Path> all = new ArrayList<>();
        all.add(files.graph());
        all.addAll(files.weights());
        all.add(files.tokenizer());
        return new FileDigest(cancellation)
                .of(all)
                .map(sha256 ->
                        new ModelIdentity(
                                name(),
                                files.folder().toString(),
                                sha256,
                                architecture,
                                weights.precision(),
                                weights.parameters()));
    }

    private static GenAiConfig config(FolderFiles files) throws ModelException {
        if (!files.has(GenAiConfigWriter.FILE)) {
            boolean optimum = files.has("config.json");
            throw ModelException.of(
                    "This folder is not in a layout that can be run",
                    files.folder(),
                    GenAiConfigWriter.FILE + ", as ONNX Runtime GenAI's builder writes it",
                    optimum
                            ? "config.json only (a checkpoint, or an export by Optimum or"
                                    + " transformers.js)"
                            : "no such file",
                    "Export the model with ONNX Runtime GenAI's builder for the CPU (-e cpu)."
                            + (optimum ? " Other layouts need a later version." : ""));
        }
        return GenAiConfigReader.read(
                files.file(files.folder(), GenAiConfigWriter.FILE, "the layout"));
    }

    private static Path tokenizer(FolderFiles files, GenAiConfig config) throws ModelException {
        Path tokenizer = files.file(files.folder(), ModelFolderWriter.TOKENIZER_FILE, "the layout");
        long largest = TokenizerIds.largest(tokenizer);
        if (largest >= config.shape().vocabularySize()) {
            throw ModelException.of(
                    "The tokenizer is not the one of this model",
                    tokenizer,
                    "token ids below " + config.shape().vocabularySize(),
                    "id " + largest,
                    "Take tokenizer.json from the checkpoint that the graph was exported from.");
        }
        return tokenizer;
    }

    private static ByteSize size(Path graph, List<Path> weights) throws ModelException {
        try {
            long bytes = Files.size(graph);
            for (Path file : weights) {
                bytes += Files.size(file);
            }
            return new ByteSize(bytes);
        } catch (IOException e) {
            throw ModelException.io(
                    "The weights cannot be read", graph, e, "Check the permissions.");
        }
    }
}
