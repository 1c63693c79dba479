package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.TinyModels;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Graphs that are damaged, of another model, or made to do harm.
class OnnxGraphCheckTest {
    @TempDir static Path folder;
    private static OrtEnvironment environment;
    private static Path source;
    private static ModelProto patched;

    @BeforeAll
    static void write() throws Exception {
        environment =
                OnnxNatives.load(
                        Path.of(System.getProperty("prmscope.cache", "target/test-cache")));
        source =
                TinyModels.qwen2(folder.resolve("tiny"), 5, TinyModels.config())
                        .resolve("model.onnx");
        patched = PatchedGraphs.patched(ModelProto.parseFrom(Files.readAllBytes(source)), 288);
    }

    @Test
    void anUnknownInputIsRefusedByName() throws Exception {
        assertRefused(
                graph ->
                        graph.addInput(PatchedGraphs.value("beam_width", PatchedGraphs.INT64, "n")),
                "beam_width");
        // 8 is a string.
        assertRefused(graph -> graph.addInput(PatchedGraphs.value("prompt", 8, "n")), "prompt");
    }

    @Test
    void anAbsentInputOrOutputIsRefusedByName() throws Exception {
        for (String output :
                List.of("present.1.value", "top_logits", "top_ids", "log_sum_exp", "logits")) {
            assertRefused(graph -> removeOutput(graph, output), output);
        }
        assertRefused(
                graph -> {
                    removeInput(graph, "past_key_values.0.value");
                    graph.addInput(
                            PatchedGraphs.value(
                                    "memory.0.value", PatchedGraphs.FLOAT, "b", 2, "p", 16));
                    rename(graph, "past_key_values.0.value", "memory.0.value");
                },
                "past_key_values.0.value");
    }

    @Test
    void anUnpatchedGraphIsRefused() throws Exception {
        ModelProto plain = ModelProto.parseFrom(Files.readAllBytes(source));
        assertRefused(plain, TinyModels.config().shape(), "logit_positions");
    }

    @Test
    void anInputOfAnotherTypeIsRefused() throws Exception {
        assertRefused(
                graph -> {
                    removeInput(graph, "label_ids");
                    graph.addInput(PatchedGraphs.value("label_ids", 6, "m"));
                },
                "type INT32");
    }

    @Test
    void aBatchThatIsFixedIsRefused() throws Exception {
        assertRefused(
                graph -> {
                    removeInput(graph, "input_ids");
                    graph.addInput(PatchedGraphs.value("input_ids", PatchedGraphs.INT64, 1, "s"));
                },
                "[1, ?]");
    }

    @Test
    void aGraphOfAnotherShapeIsRefused() throws Exception {
        assertRefused(patched, shape(3, 2, 288, 4), "past_key_values.2.key");
        assertRefused(patched, shape(1, 2, 288, 4), "past_key_values.1");
        assertRefused(patched, shape(2, 4, 288, 4), "[?, 4, ?, 16]");
        assertRefused(patched, shape(2, 2, 289, 4), "289");
        assertRefused(patched, shape(2, 2, 288, 2), "elements of 2 bytes");
    }

    @Test
    void oneNameForAllLayersIsRefused() throws Exception {
        OnnxDecoderNames names =
                new OnnxDecoderNames(
                        "input_ids",
                        "attention_mask",
                        "position_ids",
                        "past_key_values.0.key",
                        "past_key_values.0.value",
                        "logits",
                        "present.0.key",
                        "present.0.value");
        OnnxModelFiles files = files(patched, TinyModels.config().shape());
        OnnxModelFiles renamed =
                new OnnxModelFiles(
                        files.graph(),
                        source,
                        files.weights(),
                        files.shape(),
                        names,
                        files.attention(),
                        1,
                        files.mode(),
                        "");
        WorkbenchException refusal =
                assertThrows(WorkbenchException.class, () -> open(renamed).close());
        assertTrue(refusal.report().text().contains("past_key_values."), refusal.getMessage());
    }

    @Test
    void aTokenOutsideTheVocabularyIsNotHandedOn() throws Exception {
        assertRefused(
                graph -> {
                    rename(graph, "top_ids", "true_ids");
                    graph.addInitializer(PatchedGraphs.integers("far", 1_000));
                    graph.addNode(
                            PatchedGraphs.node(
                                    "Add", List.of("true_ids", "far"), List.of("top_ids")));
                },
                "0 to 287");
    }

    @Test
    void damagedFilesAreRefused() throws Exception {
        OnnxModelFiles pointer =
                withGraph(
                        "version https://git-lfs.github.com/spec/v1\n"
                                .getBytes(StandardCharsets.UTF_8));
        assertThrows(OnnxException.class, () -> open(pointer));
        assertThrows(OnnxException.class, () -> open(withGraph(new byte[0])));
        byte[] bytes = patched.toByteArray();
        assertThrows(
                OnnxException.class,
                () -> open(withGraph(java.util.Arrays.copyOf(bytes, bytes.length / 2))));
        Path truncated = TinyModels.qwen2(folder.resolve("short"), 5, TinyModels.config());
        try (RandomAccessFile data =
                new RandomAccessFile(truncated.resolve("model.onnx.data").toFile(), "rw")) {
            data.setLength(data.length() / 2);
        }
        Path graph = truncated.resolve("model.onnx");
        OnnxModelFiles files =
                PatchedGraphs.files(
                        patched, graph, TinyModels.config().shape(), AttentionKind.SHARED);
        WorkbenchException refusal = assertThrows(OnnxException.class, () -> open(files));
        assertTrue(refusal.report().where().contains(graph.toString()), refusal.getMessage());
        Files.delete(truncated.resolve("model.onnx.data"));
        assertThrows(OnnxException.class, () -> open(files));
    }

    @Test
    void weightsOutsideTheFolderAreNotRead() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.copy(source.resolveSibling("model.onnx.data"), folder.resolve("model.onnx.data"));
        ModelProto.Builder escaping = patched.toBuilder();
        escaping.getGraphBuilder()
                .getInitializerBuilderList()
                .forEach(tensor ->
                        tensor.getExternalDataBuilderList().stream()
                                .filter(entry -> entry.getKey().equals("location"))
                                .forEach(entry -> entry.setValue("../model.onnx.data")));
        OnnxModelFiles files =
                PatchedGraphs.files(
                        escaping.build(),
                        inner.resolve("model.onnx"),
                        TinyModels.config().shape(),
                        AttentionKind.SHARED);
        assertThrows(OnnxException.class, () -> open(files));
    }

    private static void assertRefused(Consumer<GraphProto.Builder> change, String part)
            throws Exception {
        ModelProto.Builder changed = patched.toBuilder();
        change.accept(changed.getGraphBuilder());
        assertRefused(changed.build(), TinyModels.config().shape(), part);
    }

    private static void assertRefused(ModelProto graph, DecoderShape shape, String part) {
        WorkbenchException refusal =
                assertThrows(WorkbenchException.class, () -> open(files(graph, shape)).close());
        assertTrue(refusal.report().text().contains(part), refusal.getMessage());
        assertTrue(refusal.report().where().contains(source.toString()), refusal.getMessage());
    }

    private static OnnxCausalLm open(OnnxModelFiles files) throws WorkbenchException {
        return OnnxCausalLm.open(JavaGraphSession.open(environment, files), files, 1, 32);
    }

    private static OnnxModelFiles withGraph(byte[] bytes) {
        OnnxModelFiles files = files(patched, TinyModels.config().shape());
        return new OnnxModelFiles(
                ByteBuffer.wrap(bytes),
                source,
                files.weights(),
                files.shape(),
                files.names(),
                files.attention(),
                1,
                files.mode(),
                "");
    }

    private static OnnxModelFiles files(ModelProto graph, DecoderShape shape) {
        return PatchedGraphs.files(graph, source, shape, AttentionKind.SHARED);
    }

    private static DecoderShape shape(int layers, int kvHeads, int vocabulary, int bytes) {
        return new DecoderShape(layers, 4, kvHeads, 16, 64, vocabulary, 512, bytes);
    }

    private static void removeInput(GraphProto.Builder graph, String name) {
        for (int i = graph.getInputCount() - 1; i >= 0; i--) {
            if (graph.getInput(i).getName().equals(name)) {
                graph.removeInput(i);
            }
        }
    }

    private static void removeOutput(GraphProto.Builder graph, String name) {
        for (int i = graph.getOutputCount() - 1; i >= 0; i--) {
            if (graph.getOutput(i).getName().equals(name)) {
                graph.removeOutput(i);
            }
        }
    }

    /// Inside the graph; its declared inputs and outputs keep their names.
    private static void rename(GraphProto.Builder graph, String from, String to) {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(from)) {
                    node.setInput(i, to);
                }
            }
            for (int i = 0; i < node.getOutputCount(); i++) {
                if (node.getOutput(i).equals(from)) {
                    node.setOutput(i, to);
                }
            }
        }
    }
}
