package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Folders of every layout, told apart by what is in them.
class FolderLayoutTest {
    @TempDir Path temporary;
    private Path folder = Path.of("");

    @BeforeEach
    void nameFolder() {
        folder = temporary.resolve("model");
    }

    @Test
    void aFolderOfMoreGraphsThanAnyModelHas() throws Exception {
        Files.createDirectories(folder);
        for (int i = 0; i <= 1000; i++) {
            Files.createFile(folder.resolve("model_" + i + ".onnx"));
        }
        ModelException refusal = assertThrows(ModelException.class, () -> ModelFolder.open(folder));
        assertEquals("The model folder has too many files", refusal.report().what());
    }

    @Test
    void anOptimumFolder() throws Exception {
        write("model.onnx");
        ModelFolder model = ModelFolder.open(folder);
        assertEquals(FolderLayout.OPTIMUM, model.layout());
        assertEquals("qwen2", model.architecture());
        assertEquals(new DecoderInputs(AttentionKind.CONCAT, true, false, false), model.inputs());
        assertEquals("past_key_values.%d.key", model.names().pastKeys());
        assertEquals("present.%d.value", model.names().presentValues());
        // generation_config.json is what ends a generation.
        assertEquals(new ControlIds(266, List.of(267, 268), 267), model.ids());
        assertEquals(
                new org.prmscope.core.DecoderShape(
                        PlainDecoder.LAYERS,
                        PlainDecoder.HEADS,
                        PlainDecoder.HEADS,
                        PlainDecoder.HEAD_DIM,
                        PlainDecoder.HIDDEN,
                        PlainDecoder.VOCABULARY,
                        PlainDecoder.CONTEXT,
                        4),
                model.shape());
    }

    @Test
    void aGenAiGraphInAnOptimumFolderIsRunAsWhatItIs() throws Exception {
        TinyFolder tiny = new TinyFolder(folder);
        Files.delete(tiny.file("genai_config.json"));
        Files.writeString(
                tiny.file("config.json"),
                """
                {"model_type": "qwen2", "hidden_size": 64, "num_attention_heads": 4,
                 "num_key_value_heads": 2, "max_position_embeddings": 4096,
                 "bos_token_id": null, "eos_token_id": 267}
                """);
        ModelFolder model = ModelFolder.open(folder);
        assertEquals(AttentionKind.SHARED, model.inputs().attention());
        assertEquals(2, model.shape().layers());
        assertEquals(288, model.shape().vocabularySize());
        // The graph has rotations for no more positions than these.
        assertEquals(512, model.shape().contextLength());
    }

    @ParameterizedTest
    @CsvSource({
        "'onnx/model.onnx onnx/model_q4.onnx onnx/model_fp16.onnx', onnx/model_q4.onnx",
        "'onnx/model.onnx onnx/model_int8.onnx', onnx/model.onnx",
        "'onnx/model_fp16.onnx onnx/model_quantized.onnx', onnx/model_quantized.onnx",
        "'decoder_model.onnx decoder_with_past_model.onnx', decoder_with_past_model.onnx",
        "'decoder_model.onnx decoder_model_merged.onnx decoder_with_past_model.onnx',"
                + " decoder_model_merged.onnx"
    })
    void oneOfSeveralGraphsIsChosenByARule(String names, String chosen) throws Exception {
        write(names.split(" "));
        ModelFolder model = ModelFolder.open(folder);
        assertEquals(chosen, model.graph());
        assertEquals(names.split(" ").length - 1, model.others().size());
        assertFalse(model.others().contains(chosen));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp16", "model_fp16", "model_fp16.onnx", "onnx/model_fp16.onnx"})
    void aGraphCanBeNamed(String name) throws Exception {
        write("onnx/model.onnx", "onnx/model_q4.onnx", "onnx/model_fp16.onnx");
        ModelFolder model = ModelFolder.open(folder, Optional.of(name));
        assertEquals("onnx/model_fp16.onnx", model.graph());
        assertEquals(FolderLayout.TRANSFORMERS_JS, model.layout());
    }

    @Test
    void aGraphThatIsNotThereIsRefusedWithThoseThatAre() throws Exception {
        write("onnx/model.onnx", "onnx/model_q4.onnx");
        ModelException refusal =
                assertThrows(
                        ModelException.class, () -> ModelFolder.open(folder, Optional.of("bnb4")));
        assertEquals("bnb4", refusal.report().found());
        assertEquals("one of onnx/model_q4.onnx, onnx/model.onnx", refusal.report().expected());
    }

    @Test
    void aGraphsPathOpensItsFolder() throws Exception {
        write("onnx/model.onnx", "onnx/model_q4.onnx");
        ModelFolder model = ModelFolder.open(folder.resolve("onnx/model.onnx"));
        assertEquals(folder.toRealPath(), model.files().folder());
        assertEquals("onnx/model.onnx", model.graph());
    }

    @Test
    void aLayerThatIsMissingInTheMiddleIsNamed() throws Exception {
        write(
                model -> rename(model, "past_key_values.1.key", "past_key_values.9.key"),
                "model.onnx");
        WorkbenchException.Report report = TinyFolder.refusal(folder);
        assertTrue(report.found().contains("past_key_values.9.key"), report::text);
    }

    @Test
    void cacheNamesThatAreNotUnderstoodAreListed() throws Exception {
        write(model -> rename(model, "present.0.value", "present.0.other"), "model.onnx");
        WorkbenchException.Report report = TinyFolder.refusal(folder);
        assertTrue(report.what().contains("not understood"), report::text);
        assertTrue(report.found().contains("present.0.other"), report::text);
    }

    @Test
    void aGraphWithoutACacheIsRefused() throws Exception {
        write(
                model -> {
                    ModelProto.Builder changed = model.toBuilder();
                    var inputs = model.getGraph().getInputList();
                    changed.getGraphBuilder().clearInput().addAllInput(inputs.subList(0, 3));
                    return changed.build();
                },
                "decoder_model.onnx");
        WorkbenchException.Report report = TinyFolder.refusal(folder);
        assertTrue(report.what().contains("no key-value cache"), report::text);
        assertTrue(report.remedy().contains("text-generation-with-past"), report::text);
    }

    @Test
    void anEncoderIsRefused() throws Exception {
        write("model.onnx");
        edit("\"model_type\"", "\"is_encoder_decoder\": true, \"model_type\"");
        assertTrue(TinyFolder.refusal(folder).what().contains("encoder"));
    }

    @Test
    void theCacheOfAnEncoderIsRefused() throws Exception {
        write(
                model ->
                        rename(
                                rename(
                                        model,
                                        "past_key_values.0.key",
                                        "past_key_values.0.encoder.key"),
                                "past_key_values.0.value",
                                "past_key_values.0.encoder.value"),
                "model.onnx");
        assertTrue(TinyFolder.refusal(folder).what().contains("encoder"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_type", "max_position_embeddings"})
    void aMissingFieldIsNamed(String field) throws Exception {
        write("model.onnx");
        edit("\"" + field + "\"", "\"other\"");
        assertTrue(TinyFolder.refusal(folder).where().endsWith("field " + field));
    }

    @Test
    void anEndIdOutsideTheVocabularyIsRefused() throws Exception {
        write("model.onnx");
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 300}");
        assertEquals("300", TinyFolder.refusal(folder).found());
    }

    @Test
    void theLinksOfAHuggingFaceCacheAreFollowed() throws Exception {
        Path snapshot = cached(new TinyFolder(folder).path);
        ModelFolder model = ModelFolder.open(snapshot);
        PatchedGraph patched =
                model.patched(ComputeMode.FAST, temporary.resolve("cache"), new Cancellation())
                        .orElseThrow();
        try (GraphRun run = GraphRun.patched(model, patched)) {
            run.run(new long[][] {{1, 2}}, new long[] {1}, new long[] {0});
            assertEquals(1, run.floats("logits")[0].length);
        }
    }

    @Test
    void aLinkToAnotherRepositoryOfTheCacheIsRefused() throws Exception {
        Path snapshot = cached(new TinyFolder(folder).path);
        Path foreign =
                Files.createDirectories(temporary.resolve("hub/models--other--model/blobs"))
                        .resolve("secret");
        Files.move(snapshot.resolve("model.onnx.data").toRealPath(), foreign);
        Files.delete(snapshot.resolve("model.onnx.data"));
        Files.createSymbolicLink(snapshot.resolve("model.onnx.data"), foreign);
        ModelException refusal =
                assertThrows(ModelException.class, () -> ModelFolder.open(snapshot));
        assertTrue(refusal.report().what().contains("outside"), refusal::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mistral | \"sliding_window\": 64",
                "qwen2 | \"use_sliding_window\": true, \"sliding_window\": 64",
                "qwen3 | \"use_sliding_window\": true, \"sliding_window\": 64,"
                        + " \"max_window_layers\": 1",
                "gemma3_text | \"sliding_window\": 64,"
                        + " \"layer_types\": [\"full_attention\", \"sliding_attention\"]",
                "phi3 | \"sliding_window\": 64"
            })
    void aWindowThatOnlyTheConfigurationNamesIsRefused(String type, String fields)
            throws Exception {
        write("model.onnx");
        edit("\"qwen2\"", "\"" + type + "\", " + fields);
        WorkbenchException.Report report = TinyFolder.refusal(folder);
        assertTrue(report.where().endsWith("field sliding_window"), report::text);
        assertEquals("a window of 64", report.found());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mistral | \"sliding_window\": null",
                "mistral | \"sliding_window\": 128",
                "qwen2 | \"use_sliding_window\": false, \"sliding_window\": 64",
                "qwen3 | \"use_sliding_window\": true, \"sliding_window\": 64,"
                        + " \"max_window_layers\": 2",
                "gemma3_text | \"sliding_window\": 64,"
                        + " \"layer_types\": [\"full_attention\", \"full_attention\"]",
                "llama | \"sliding_window\": 64"
            })
    void aWindowThatDoesNotBiteIsFine(String type, String fields) throws Exception {
        write("model.onnx");
        edit("\"qwen2\"", "\"" + type + "\", " + fields);
        assertEquals(type, ModelFolder.open(folder).architecture());
    }

    @Test
    void aWindowInAGenAiConfigurationIsRefused() throws Exception {
        TinyFolder tiny = new TinyFolder(folder);
        tiny.editConfig(model ->
                ((ObjectNode) model.get("decoder"))
                        .putObject("sliding_window")
                        .put("window_size", 64));
        WorkbenchException.Report report = tiny.refusal();
        assertTrue(report.where().endsWith("decoder.sliding_window.window_size"), report::text);
        assertEquals("a window of 64", report.found());
    }

    /// Moves a folder's files where the Hugging Face cache would have them.
    private Path cached(Path plain) throws IOException {
        Path repository = temporary.resolve("hub/models--a--b");
        Path blobs = Files.createDirectories(repository.resolve("blobs"));
        Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123abcd"));
        try (var files = Files.list(plain)) {
            for (Path file : files.toList()) {
                String blob = Integer.toHexString(file.getFileName().hashCode());
                Files.move(file, blobs.resolve(blob));
                Files.createSymbolicLink(
                        snapshot.resolve(file.getFileName()), Path.of("../../blobs", blob));
            }
        }
        return snapshot;
    }

    private void write(String... graphs) throws IOException {
        write(model -> model, graphs);
    }

    private void write(UnaryOperator<ModelProto> change, String... graphs) throws IOException {
        for (String graph : graphs) {
            PlainDecoder.folder(folder, graph, change.apply(PlainDecoder.model(17)));
        }
    }

    private void edit(String part, String other) throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace(part, other));
    }

    /// Renames an input or output.
    private static ModelProto rename(ModelProto model, String name, String other) {
        ModelProto.Builder changed = model.toBuilder();
        changed.getGraphBuilder().getInputBuilderList().stream()
                .filter(value -> value.getName().equals(name))
                .forEach(value -> value.setName(other));
        changed.getGraphBuilder().getOutputBuilderList().stream()
                .filter(value -> value.getName().equals(name))
                .forEach(value -> value.setName(other));
        return changed.build();
    }
}
