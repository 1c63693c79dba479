package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// Folders whose graph is damaged, hostile, of another layout, or not the configuration's.
class ModelGraphRefusalTest {
    @TempDir Path temporary;
    private TinyFolder folder;

    @BeforeEach
    void writeFolder() throws WorkbenchException, IOException {
        folder = new TinyFolder(temporary.resolve("model"));
    }

    @Test
    void garbageInPlaceOfTheGraph() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(4000)];
            random.nextBytes(garbage);
            Files.write(folder.file("model.onnx"), garbage);
            assertTrue(folder.refusal().where().contains("model.onnx"));
        }
    }

    @Test
    void aGraphCutOffAnywhereOrWithAFlippedBitNeverEscapesAsAnotherError() throws Exception {
        byte[] whole = Files.readAllBytes(folder.file("model.onnx"));
        Random random = new Random(6);
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            if (i % 2 == 0) {
                damaged = whole.clone();
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(folder.file("model.onnx"), damaged);
            try {
                ModelFolder.open(folder.path);
            } catch (ModelException e) {
                refused++;
            }
        }
        // A cut is always seen; a flipped bit may fall into a name that nothing refers to.
        assertTrue(refused >= 100, refused + " refused");
    }

    @Test
    void aGraphMadeToExhaustMemoryIsRefusedBeforeItIsBuilt() throws Exception {
        // 20 million empty nodes: 2 bytes each in the file, some 100 each in memory.
        byte[] bomb = new byte[40_000_000 + 6];
        bomb[0] = (7 << 3) | 2; // ModelProto.graph
        int length = 40_000_000;
        for (int i = 1; i <= 4; i++) {
            bomb[i] = (byte) ((length & 0x7f) | (i < 4 ? 0x80 : 0));
            length >>>= 7;
        }
        for (int i = 5; i < bomb.length - 1; i += 2) {
            bomb[i] = (1 << 3) | 2; // GraphProto.node, of length 0
        }
        Files.write(folder.file("model.onnx"), Arrays.copyOf(bomb, bomb.length - 1));
        assertEquals("The graph has too many parts", folder.refusal().what());
    }

    @Test
    void aFileLargerThanAMessageCanBe() throws Exception {
        try (var file = new java.io.RandomAccessFile(folder.file("model.onnx").toFile(), "rw")) {
            file.setLength(1L << 31);
        }
        assertEquals("at most 2.00 GiB", folder.refusal().expected());
    }

    @Test
    void aLargeFileThatEndsInNothing() throws Exception {
        try (var file = new java.io.RandomAccessFile(folder.file("model.onnx").toFile(), "rw")) {
            file.setLength((64L << 20) + 1);
        }
        assertEquals("The graph cannot be read", folder.refusal().what());
    }

    @ParameterizedTest
    @CsvSource({"0, 13", "0, 99", "1, 2"})
    void anOperatorSetOfAnotherVersion(int set, long version) throws Exception {
        folder.editModel(model -> model.getOpsetImportBuilder(set).setVersion(version));
        assertEquals("version " + version, folder.refusal().found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ai.onnx.contrib", "com.acme", "ai.onnx.training"})
    void anOperatorFromOutside(String domain) throws Exception {
        folder.editGraph(graph -> graph.getNodeBuilder(3).setDomain(domain));
        assertEquals("\"" + domain + "\"", folder.refusal().found());
    }

    @Test
    void noOperatorSet() throws Exception {
        folder.editModel(model -> model.clearOpsetImport());
        assertEquals("none", folder.refusal().found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Loop", "Scan"})
    void aGraphWithLoops(String loop) throws Exception {
        folder.editGraph(graph -> graph.addNodeBuilder().setOpType(loop));
        assertEquals(loop, folder.refusal().found());
    }

    @Test
    void anOperatorInsideABranchIsCheckedToo() throws Exception {
        folder.editGraph(graph ->
                graph.addNodeBuilder()
                        .setOpType("If")
                        .addAttribute(
                                AttributeProto.newBuilder()
                                        .setName("then_branch")
                                        .setG(
                                                GraphProto.newBuilder()
                                                        .addNode(
                                                                NodeProto.newBuilder()
                                                                        .setOpType("Run")
                                                                        .setDomain("com.acme")))));
        assertEquals("\"com.acme\"", folder.refusal().found());
    }

    @Test
    void anOperatorThatTheRuntimeHasNot() throws Exception {
        folder.editGraph(graph ->
                graph.addNodeBuilder().setOpType("GreedySearch").setDomain("com.microsoft"));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("com.microsoft.GreedySearch", report.found());
        assertTrue(report.expected().contains("GroupQueryAttention"), report::text);
    }

    @Test
    void aGraphWithItsOwnFunctions() throws Exception {
        folder.editModel(model -> model.addFunctionsBuilder().setName("f"));
        assertTrue(folder.refusal().what().contains("not supported"));
    }

    /// The last is 5 in 32 bits, which is what ONNX Runtime keeps.
    @ParameterizedTest
    @ValueSource(longs = {4096, 0, -2, -4294967291L})
    void aSlidingWindow(long size) throws Exception {
        folder.editAttribute("GroupQueryAttention", "local_window_size", size);
        WorkbenchException.Report report = folder.refusal();
        assertEquals("local_window_size " + size, report.found());
        assertTrue(report.remedy().contains("sliding_window"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PagedAttention", "LinearAttention", "Identity"})
    void anotherAttention(String operator) throws Exception {
        folder.editGraph(graph -> {
            for (NodeProto.Builder node : graph.getNodeBuilderList()) {
                if (node.getOpType().equals("GroupQueryAttention")) {
                    node.setOpType(operator).setDomain("");
                }
            }
        });
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.expected().contains("GroupQueryAttention"), report::text);
        String found = operator.equals("Identity") ? "no attention operator" : operator;
        assertTrue(report.found().startsWith(found), report::text);
    }

    @ParameterizedTest
    @CsvSource({
        "num_hidden_layers, 3, 2",
        "num_attention_heads, 8, 4",
        "num_key_value_heads, 4, 2",
        "head_size, 32, 16"
    })
    void aGraphOfOtherSizes(String field, int configured, String found) throws Exception {
        folder.editConfig(model -> ((ObjectNode) model.get("decoder")).put(field, configured));
        WorkbenchException.Report report = folder.refusal();
        assertEquals(Integer.toString(configured), report.expected());
        assertEquals(found, report.found());
    }

    @ParameterizedTest
    @CsvSource({"inputs, input_ids", "inputs, attention_mask", "outputs, logits"})
    void anInputOrOutputOfAnotherName(String side, String name) throws Exception {
        folder.editConfig(
                model -> ((ObjectNode) model.get("decoder").get(side)).put(name, "something"));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("something", report.expected());
        assertTrue(report.found().contains(name), report::text);
    }

    @ParameterizedTest
    @CsvSource({
        "inputs, past_key_names, past_key_values.0.key",
        "outputs, present_value_names, present.0.value"
    })
    void aCacheOfAnotherName(String side, String name, String found) throws Exception {
        folder.editConfig(
                model -> ((ObjectNode) model.get("decoder").get(side)).put(name, "kv.%d"));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("kv.0", report.expected());
        assertTrue(report.found().contains(found), report::text);
    }

    @Test
    void anInputThatNobodyFeeds() throws Exception {
        folder.editGraph(
                graph -> graph.addInput(graph.getInput(0).toBuilder().setName("token_types")));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("token_types", report.found());
    }

    @Test
    void embeddingsInPlaceOfTokens() throws Exception {
        folder.editGraph(
                graph -> graph.addInput(graph.getInput(0).toBuilder().setName("inputs_embeds")));
        assertTrue(folder.refusal().what().contains("embeddings"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aFixedNumberOfRowsOrTokens(int dimension) throws Exception {
        folder.editGraph(graph ->
                graph.getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(dimension - 1)
                        .setDimValue(4));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("4", report.found());
        assertTrue(report.what().contains("one size only"), report::text);
    }

    @Test
    void aCacheOfATypeThatNobodyComputesWith() throws Exception {
        folder.editGraph(graph -> setType(graph.getInputBuilder(2), TensorSizes.BFLOAT16));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("bfloat16", report.found());
    }

    @Test
    void aCacheOfTwoTypes() throws Exception {
        folder.editGraph(graph -> setType(graph.getInputBuilder(3), TensorSizes.FLOAT16));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("float16", report.found());
    }

    @Test
    void tokenIdsOfAnotherType() throws Exception {
        folder.editGraph(graph -> setType(graph.getInputBuilder(0), 1));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("int64", report.expected());
        assertEquals("float32", report.found());
    }

    @Test
    void aVocabularyThatIsNotTheOneOfTheLogits() throws Exception {
        folder.editConfig(model -> model.put("vocab_size", 300));
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.where().endsWith("vocabulary of the logits"), report::text);
        assertEquals("300", report.expected());
        assertEquals("288", report.found());
    }

    @Test
    void aVocabularyThatIsNotTheOneOfTheEmbedding() throws Exception {
        folder.editConfig(model -> model.put("vocab_size", 300));
        folder.editGraph(graph ->
                graph.getOutputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(2)
                        .setDimValue(300));
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.where().endsWith("rows of model.embed_tokens.weight"), report::text);
        assertEquals("288", report.found());
    }

    @Test
    void aContextBeyondTheRotationCache() throws Exception {
        folder.editConfig(model -> model.put("context_length", 513));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("512 rows", report.found());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE})
    void aWeightOfAnImpossibleShape(long dimension) throws Exception {
        folder.editGraph(graph -> graph.getInitializerBuilder(4).addDims(dimension));
        assertEquals("A weight has an impossible shape", folder.refusal().what());
    }

    private static void setType(ValueInfoProto.Builder value, int type) {
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
    }
}
