package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// Writes a model folder in the layout of ONNX Runtime GenAI's builder from the weights of a
/// Qwen2-architecture decoder: `model.onnx`, `model.onnx.data`, `genai_config.json` and, where
/// given, `tokenizer.json`.
public final class Qwen2GraphWriter {
    static final String GRAPH_FILE = "model.onnx";
    static final String WEIGHTS_FILE = "model.onnx.data";
    static final String TOKENIZER_FILE = "tokenizer.json";

    private static final List<String> FILES =
            List.of(GRAPH_FILE, WEIGHTS_FILE, GenAiConfigWriter.FILE, TOKENIZER_FILE);

    private Qwen2GraphWriter() {}

    /// Writes the folder in float32. It appears complete or not at all: the files are written
    /// beside it and moved.
    ///
    /// `weights` gives the tensors by their Hugging Face names; `lm_head.weight` is read only where
    /// the embeddings are not tied.
    ///
    /// @param tokenizer a `tokenizer.json` to copy, or null to leave it out
    /// @param folder a folder that does not exist yet or is empty
    /// @throws WorkbenchException if a weight is missing, of the wrong size or not finite, if the
    ///   folder has content, or if it cannot be written
    public static void write(
            Qwen2Config config,
            WeightSource weights,
            ControlIds ids,
            @Nullable Path tokenizer,
            Path folder)
            throws WorkbenchException {
        Path target = folder.toAbsolutePath().normalize();
        Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
        try {
            refuseContent(target);
            Files.createDirectories(target.getParent());
            clear(partial);
            Files.createDirectory(partial);
            try {
                writeFiles(config, weights, ids, tokenizer, partial);
                Files.deleteIfExists(target);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                clear(partial);
            }
        } catch (IOException e) {
            throw ModelException.io(
                    "The model folder cannot be written",
                    target,
                    e,
                    "Check the free space and the permissions, or choose another folder.");
        }
    }

    private static void writeFiles(
            Qwen2Config config,
            WeightSource weights,
            ControlIds ids,
            @Nullable Path tokenizer,
            Path folder)
            throws WorkbenchException, IOException {
        ModelProto model;
        try (TensorFile tensors = new TensorFile(folder.resolve(WEIGHTS_FILE))) {
            model = new Qwen2Graph(config, weights, tensors).assemble();
            tensors.force();
        }
        Files.write(folder.resolve(GRAPH_FILE), model.toByteArray());
        GenAiConfigWriter.write(config, ids, folder);
        if (tokenizer != null) {
            Files.copy(tokenizer, folder.resolve(TOKENIZER_FILE));
        }
    }

    private static void refuseContent(Path target) throws IOException, ModelException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw ModelException.of(
                    "The model folder cannot be written",
                    target,
                    "a new or empty folder",
                    "a file",
                    "Choose another folder.");
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

    /// Removes what an earlier, interrupted export left. Only the names written here are touched.
    private static void clear(Path partial) throws IOException {
        if (!Files.isDirectory(partial)) {
            return;
        }
        for (String file : FILES) {
            Files.deleteIfExists(partial.resolve(file));
        }
        Files.delete(partial);
    }
}
