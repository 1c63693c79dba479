package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes a model folder in the layout of ONNX Runtime GenAI's builder from the weights of a
/// Qwen2-architecture decoder: `model.onnx`, `model.onnx.data`, `genai_config.json` and, where
/// given, `tokenizer.json`.
public final class Qwen2GraphWriter {
    private static final List<String> FILES =
            List.of(
                    ModelFolderWriter.GRAPH_FILE,
                    ModelFolderWriter.WEIGHTS_FILE,
                    GenAiConfigWriter.FILE,
                    ModelFolderWriter.TOKENIZER_FILE);

    private Qwen2GraphWriter() {}

    /// Refuses a folder that [#write] would refuse; writes nothing.
    ///
    /// @throws WorkbenchException if it has content, is a file, or cannot be looked at
    public static void refuseContent(Path folder) throws WorkbenchException {
        new ModelFolderWriter(folder, FILES).check();
    }

    /// Writes the folder in float32. It appears complete or not at all: the files are written
    /// beside it and moved.
    ///
    /// `weights` gives the tensors by their Hugging Face names, asked for on one thread after
    /// another's end; `lm_head.weight` is read only where the embeddings are not tied.
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
        DecoderConfig decoder = DecoderConfig.of(config);
        WeightLayout layout = new WeightLayout(ModelFolderWriter.WEIGHTS_FILE);
        ModelProto model =
                new DecoderGraph(
                                decoder,
                                new SuppliedWeights(weights),
                                GraphWeights.Storage.FLOAT32,
                                layout)
                        .assemble();
        new ModelFolderWriter(folder, FILES)
                .write(partial -> {
                    // One worker: a source need not stand several threads.
                    new WeightFile(layout, 1)
                            .write(
                                    partial.resolve(ModelFolderWriter.WEIGHTS_FILE),
                                    (_, _) -> {},
                                    new Cancellation());
                    Files.write(partial.resolve(ModelFolderWriter.GRAPH_FILE), model.toByteArray());
                    GenAiConfigWriter.write(decoder, ids, partial);
                    if (tokenizer != null) {
                        Files.copy(tokenizer, partial.resolve(ModelFolderWriter.TOKENIZER_FILE));
                    }
                    return true;
                });
    }
}
