package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/// Every checkpoint here is refused before its weights are read, with a message that names what is
/// wrong.
class ImportRefusalTest {
    private static final String Q = "model.layers.0.self_attn.q_proj.weight";
    private static final String NORM = "model.norm.weight";

    @TempDir Path temporary;
    private Path folder = Path.of("");

    @BeforeEach
    void makeACheckpoint() throws Exception {
        folder = Checkpoints.copy("qwen2-tied", temporary.resolve("m"));
    }

    @Test
    void theUntouchedCheckpointIsAccepted() throws Exception {
        ImportPlan plan = ModelImport.plan(folder, ImportOptions.of(Precision.FP32, "test"));
        assertEquals("qwen2", plan.architecture());
    }

    // ---- config.json

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Qwen2ForProcessRewardModel",
                "Qwen2ForSequenceClassification",
                "LlamaForTokenClassification"
            })
    void aDiscriminativeRewardModelIsNamedAsOne(String name) throws Exception {
        config(root -> root.putArray("architectures").add(name));
        WorkbenchException.Report report = refusal();
        assertTrue(report.what().contains("discriminative"), report::text);
        assertEquals(name, report.found());
    }

    @Test
    void anUnknownArchitectureIsNamedWithTheKnownOnes() throws Exception {
        config(root -> root.putArray("architectures").add("GemmaForCausalLM"));
        WorkbenchException.Report report = refusal();
        assertEquals("GemmaForCausalLM", report.found());
        assertEquals(
                "Qwen2ForCausalLM, Qwen3ForCausalLM, LlamaForCausalLM, MistralForCausalLM",
                report.expected());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "architectures | []",
                "architectures | 7",
                "auto_map | {\"AutoModelForCausalLM\": \"modeling.Mine\"}",
                "quantization_config | {\"quant_method\": \"gptq\"}",
                "hidden_act | \"gelu\"",
                "num_attention_heads | 0",
                "num_attention_heads | 99999999999",
                "num_key_value_heads | 3",
                "hidden_size | \"32\"",
                "num_hidden_layers | 2.5",
                "num_hidden_layers | 5000",
                "vocab_size | -1",
                "max_position_embeddings | 99999999",
                "rms_norm_eps | 0",
                "tie_word_embeddings | \"yes\"",
                "head_dim | 24",
                "eos_token_id | 272",
                "partial_rotary_factor | 0.5"
            })
    void aFieldThatCannotBeHonouredIsNamed(String name, String value) throws Exception {
        config(root -> root.set(name, json(value)));
        WorkbenchException.Report report = refusal();
        assertTrue(report.where().contains(name), report::text);
    }

    @Test
    void aSlidingWindowThatBites() throws Exception {
        config(root ->
                root.put("use_sliding_window", true)
                        .put("sliding_window", 64)
                        .put("max_window_layers", 1)
                        .remove("layer_types"));
        WorkbenchException.Report report = refusal();
        assertEquals("a window of 64", report.found());
    }

    @Test
    void aSlidingWindowThatIsSwitchedOffIsFine() throws Exception {
        config(root -> root.put("use_sliding_window", false).put("sliding_window", 64));
        ModelImport.plan(folder, ImportOptions.of(Precision.FP32, "test"));
    }

    @Test
    void aMistralWithAWindowShorterThanItsContext() throws Exception {
        folder = Checkpoints.copy("mistral-linear-rope", temporary.resolve("mistral"));
        config(root -> root.put("sliding_window", 128));
        assertEquals("a window of 128", refusal().found());
        config(root -> root.put("max_position_embeddings", 8192).remove("sliding_window"));
        assertEquals("a window of 4096", refusal().found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yarn", "dynamic", "longrope"})
    void anotherRopeScalingIsNamed(String type) throws Exception {
        config(root -> {
            root.remove("rope_parameters");
            root.put("rope_theta", 10000.0);
            root.putObject("rope_scaling").put("type", type).put("factor", 4.0);
        });
        WorkbenchException.Report report = refusal();
        assertTrue(report.where().endsWith("rope_scaling.type"), report::text);
        assertEquals("\"" + type + "\"", report.found());
    }

    @Test
    void twoRopeScalingsAtOnce() throws Exception {
        config(root ->
                root.putObject("rope_scaling").put("rope_type", "linear").put("factor", 4.0));
        WorkbenchException.Report report = refusal();
        assertTrue(report.where().endsWith("field rope_scaling"), report::text);
        assertTrue(report.expected().contains("rope_parameters"), report::text);
        config(root -> root.putNull("rope_scaling"));
        ModelImport.plan(folder, ImportOptions.of(Precision.FP32, "test"));
    }

    @Test
    void noEndId() throws Exception {
        Files.delete(folder.resolve("generation_config.json"));
        config(root -> root.remove("eos_token_id"));
        assertTrue(refusal().where().endsWith("eos_token_id"));
    }

    @Test
    void aConfigurationThatIsNotJsonOrTooLong() throws Exception {
        Files.writeString(folder.resolve("config.json"), "{\"a\": ");
        assertEquals("The model's configuration is not JSON", refusal().what());
        Files.writeString(folder.resolve("config.json"), " ".repeat(2 << 20));
        assertEquals("at most 1.00 MiB", refusal().expected());
        Files.writeString(folder.resolve("config.json"), "[".repeat(100_000));
        assertEquals("The model's configuration is not JSON", refusal().what());
    }

    // ---- tokenizer and other files

    @Test
    void noTokenizer() throws Exception {
        Files.delete(folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("vocab.json"), "{}");
        WorkbenchException.Report report = refusal();
        assertEquals("tokenizer.json", report.expected());
        assertEquals("a tokenizer in an older form", report.found());
    }

    @Test
    void aTokenizerOfAnotherModel() throws Exception {
        Files.writeString(
                folder.resolve("tokenizer.json"), "{\"model\": {\"vocab\": {\"a\": 272}}}");
        assertEquals("id 272", refusal().found());
    }

    @Test
    void anIdBeyondTheVocabularyAfterAnEntryThatIsNone() throws Exception {
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"added_tokens\": [5, {\"id\": 60000}], \"model\": {\"vocab\": {\"a\": 1}}}");
        assertEquals("id 60000", refusal().found());
    }

    @Test
    void tokenizersThatCanNeverBeUsed() throws Exception {
        tokenizer(root -> model(root).put("type", "WordPiece"));
        assertEquals("The tokenizer is not byte-level BPE", refusal().what());
        tokenizer(root -> ((ObjectNode) model(root).get("vocab")).remove("a"));
        assertEquals("The tokenizer is not byte-level BPE", refusal().what());
        tokenizer(root -> model(root).withArray("merges").add("qq zzzq"));
        assertEquals("The tokenizer's merges do not fit its vocabulary", refusal().what());
        tokenizer(root -> root.putObject("normalizer").put("type", "Precompiled"));
        assertEquals("The tokenizer has a component that cannot be run", refusal().what());
        tokenizer(root -> root.putArray("added_tokens"));
        assertTrue(refusal().what().contains("no known chat format"), refusal()::text);
        assertTrue(refusal().where().contains("tokenizer.json"), refusal()::text);
    }

    private static ObjectNode model(ObjectNode root) {
        return (ObjectNode) root.get("model");
    }

    private void tokenizer(Consumer<ObjectNode> change) throws IOException {
        ObjectNode root = (ObjectNode) new ObjectMapper().readTree(TinyModels.tokenizerJson());
        change.accept(root);
        Files.writeString(folder.resolve("tokenizer.json"), root.toString());
    }

    @Test
    void aFileThatIsALinkToOutside() throws Exception {
        Path outside = temporary.resolve("outside.safetensors");
        Files.move(folder.resolve("model.safetensors"), outside);
        Files.createSymbolicLink(folder.resolve("model.safetensors"), outside);
        assertEquals("a link to " + outside.toRealPath(), refusal().found());
    }

    @Test
    void aSnapshotInHuggingFacesCacheMayLinkToItsBlobsOnly() throws Exception {
        Path repository = temporary.resolve("models--a--b");
        Path blobs = Files.createDirectories(repository.resolve("blobs"));
        Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123abcd"));
        for (String name : new String[] {"config.json", "model.safetensors", "tokenizer.json"}) {
            Files.copy(folder.resolve(name), blobs.resolve("sha-" + name));
            Files.createSymbolicLink(snapshot.resolve(name), Path.of("../../blobs/sha-" + name));
        }
        folder = snapshot;
        ModelImport.plan(folder, ImportOptions.of(Precision.FP32, "test"));
        Files.move(blobs.resolve("sha-config.json"), repository.resolve("config.json"));
        Files.delete(snapshot.resolve("config.json"));
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../config.json"));
        assertTrue(refusal().found().startsWith("a link to "));
    }

    // ---- other kinds of weights

    @ParameterizedTest
    @CsvSource({"adapter_model.safetensors, LoRA", "pytorch_model.bin, pickle"})
    void weightsInAnotherFormAreNamed(String name, String word) throws Exception {
        Files.delete(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve(name), "x");
        assertTrue(refusal().found().contains(word));
    }

    // ---- safetensors

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, 70_000})
    void aHeaderLengthThatCannotBe(long length) throws Exception {
        byte[] bytes = Files.readAllBytes(weights());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        Files.write(weights(), bytes);
        WorkbenchException.Report report = refusal();
        assertTrue(report.what().startsWith("A weight file is damaged"), report::text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 200})
    void aFileCutOffInItsHeader(int length) throws Exception {
        Files.write(weights(), Arrays.copyOf(Files.readAllBytes(weights()), length));
        assertEquals("A weight file is damaged", refusal().what());
    }

    @Test
    void aFileCutOffInItsValuesNamesATensor() throws Exception {
        byte[] bytes = Files.readAllBytes(weights());
        Files.write(weights(), Arrays.copyOf(bytes, bytes.length - 1));
        WorkbenchException.Report report = refusal();
        assertEquals("A weight file is cut off", report.what());
        assertTrue(report.where().contains(", tensor model."), report::text);
    }

    @Test
    void bytesAfterTheLastTensor() throws Exception {
        byte[] bytes = Files.readAllBytes(weights());
        Files.write(weights(), Arrays.copyOf(bytes, bytes.length + 5));
        assertEquals("5 bytes more", refusal().found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2", "{}", "{\"a\": 1}", "{\"a\": {\"dtype\": []}}", " {}"})
    void aHeaderThatIsNoHeader(String text) throws Exception {
        writeHeader(text.getBytes(StandardCharsets.UTF_8));
        refusal();
    }

    @Test
    void aHeaderThatIsNotUtf8() throws Exception {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(weights()));
        int length = (int) all.order(ByteOrder.LITTLE_ENDIAN).getLong();
        String text = new String(all.array(), 8, length, StandardCharsets.UTF_8);
        writeHeader(text.getBytes(StandardCharsets.UTF_16LE));
        assertEquals("A weight file is damaged", refusal().what());
        writeHeader("{\"é\": 1}".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("a header in UTF-8", refusal().expected());
    }

    @Test
    void aHeaderNestedDeeply() throws Exception {
        String text = "{\"__metadata__\": " + "[".repeat(5000) + "]".repeat(5000) + "}";
        writeHeader(text.getBytes(StandardCharsets.UTF_8));
        assertEquals("A weight file is damaged", refusal().what());
    }

    @Test
    void anUnknownDtype() throws Exception {
        tensor(NORM, entry -> entry.put("dtype", "Q4_K"));
        assertEquals("\"Q4_K\"", refusal().found());
    }

    @Test
    void aDtypeThatIsNoWeight() throws Exception {
        tensor(NORM, entry -> entry.put("dtype", "I16"));
        WorkbenchException.Report report = refusal();
        assertEquals("i16", report.found());
        assertTrue(report.where().endsWith(NORM), report::text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[33]",
                "[]",
                "[-32]",
                "[32.5]",
                "[\"32\"]",
                "[4294967296, 4294967296]",
                "[9223372036854775807, 2]",
                "[99999999999999999999]",
                "[1,1,1,1,1,1,1,1,32]"
            })
    void aShapeThatDoesNotFitTheBytes(String shape) throws Exception {
        tensor(NORM, entry -> entry.set("shape", json(shape)));
        WorkbenchException.Report report = refusal();
        assertEquals("A weight file is damaged", report.what());
        assertTrue(report.where().endsWith(NORM), report::text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[0, 64, 128]", "[64]", "[64, 0]", "[-64, 0]", "[0, 9223372036854775807]"})
    void offsetsThatCannotBe(String offsets) throws Exception {
        tensor(NORM, entry -> entry.set("data_offsets", json(offsets)));
        assertTrue(refusal().where().endsWith(NORM));
    }

    @Test
    void tooManyTensorsInAllShards() throws Exception {
        ObjectNode index = new ObjectMapper().createObjectNode();
        ObjectNode places = index.putObject("weight_map");
        int each = SafetensorsFolder.TENSOR_LIMIT / 3 + 1;
        for (int shard = 0; shard < 3; shard++) {
            StringBuilder header = new StringBuilder("{");
            for (int i = 0; i < each; i++) {
                header.append(i == 0 ? "" : ",")
                        .append("\"%d.%d\":".formatted(shard, i))
                        .append("{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
            }
            byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
            ByteBuffer file = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
            String name = "shard-" + shard + ".safetensors";
            Files.write(folder.resolve(name), file.putLong(json.length).put(json).array());
            places.put(shard + ".0", name);
        }
        Files.delete(weights());
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
        WorkbenchException.Report report = refusal();
        assertEquals("The checkpoint has too many tensors", report.what());
        assertTrue(report.found().startsWith(3 * each + " up to "), report::text);
    }

    @Test
    void overlappingTensors() throws Exception {
        tensor(
                "model.layers.1.input_layernorm.weight",
                entry -> entry.set("data_offsets", json("[0, 64]")));
        assertTrue(refusal().found().contains("an overlap"));
    }

    @Test
    void aHoleBetweenTensors() throws Exception {
        header(root -> root.remove("model.layers.0.input_layernorm.weight"));
        assertTrue(refusal().found().contains("a hole"), refusal()::text);
    }

    @Test
    void oneNameTwice() throws Exception {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(weights()));
        int length = (int) all.order(ByteOrder.LITTLE_ENDIAN).getLong();
        String text = new String(all.array(), 8, length, StandardCharsets.UTF_8);
        String again = text.replace("model.layers.0.input_layernorm.weight", NORM);
        writeHeader(again.getBytes(StandardCharsets.UTF_8));
        assertEquals("two", refusal().found());
    }

    @Test
    void aMissingTensorIsNamed() throws Exception {
        header(root -> root.set("other", root.remove(Q)));
        assertTrue(refusal().expected().startsWith(Q));
    }

    @Test
    void aTensorOfAnotherShapeIsNamed() throws Exception {
        tensor(Q, entry -> entry.set("shape", json("[16, 64]")));
        WorkbenchException.Report report = refusal();
        assertEquals("[32, 32]", report.expected());
        assertEquals("[16, 64]", report.found());
    }

    @Test
    void aTensorTheArchitectureDoesNotHave() throws Exception {
        config(root -> root.put("num_hidden_layers", 1).remove("layer_types"));
        WorkbenchException.Report report = refusal();
        assertTrue(report.where().contains("model.layers.1."), report::text);
    }

    @Test
    void anUntiedModelWithoutAHead() throws Exception {
        config(root -> root.put("tie_word_embeddings", false));
        assertTrue(refusal().expected().startsWith("lm_head.weight"));
    }

    // ---- shards

    @Test
    void aMissingShard() throws Exception {
        sharded();
        Files.delete(folder.resolve("model-00002-of-00004.safetensors"));
        assertTrue(refusal().expected().startsWith("model-00002-of-00004.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.safetensors", "/etc/passwd", "", "a\u0000b"})
    void anIndexThatLeadsOutOfTheFolder(String name) throws Exception {
        sharded();
        index(map -> map.put("lm_head.weight", name));
        WorkbenchException.Report report = refusal();
        assertTrue(report.what().contains("outside"), report::text);
    }

    @Test
    void anIndexThatNamesTheWrongShard() throws Exception {
        sharded();
        index(map -> map.put(NORM, "model-00001-of-00004.safetensors"));
        assertEquals("A weight file does not hold what the index says", refusal().what());
    }

    @Test
    void aTensorInTwoShards() throws Exception {
        sharded();
        Files.copy(
                folder.resolve("model-00001-of-00004.safetensors"),
                folder.resolve("again.safetensors"));
        index(map -> map.put("more", "again.safetensors"));
        assertEquals("A tensor is there twice", refusal().what());
    }

    @Test
    void anIndexWithoutAMap() throws Exception {
        sharded();
        Files.writeString(folder.resolve(SafetensorsFolder.INDEX), "{\"weight_map\": []}");
        assertTrue(refusal().where().endsWith("field weight_map"));
    }

    // ---- options

    @Test
    void optionsThatDoNotGoTogether() {
        assertRefused(ImportOptions.of(Precision.FP16, "t").on(ImportDevice.CPU), "fp16 for cpu");
        assertRefused(ImportOptions.of(Precision.FP32, "t").on(ImportDevice.CUDA), "fp32 for cuda");
        assertRefused(
                ImportOptions.of(Precision.INT4, "t").withHead(Precision.FP16), "head fp16 with");
    }

    @Test
    void everySizeThatBlocksDoNotFillWithTheBlocksThatFit() throws Exception {
        config(root -> root.put("intermediate_size", 80));
        ImportOptions options = ImportOptions.of(Precision.INT4, "test");
        assertBlocksRefused(options, "intermediate_size 80", "Import it in fp32.");
        config(root -> root.put("intermediate_size", 64));
        assertBlocksRefused(
                options.withBlock(128),
                "hidden_size 32, num_attention_heads * head_dim 32, intermediate_size 64",
                "Import it in blocks of 32.");
        // A float table over the vocabulary does not make the layers fit.
        assertBlocksRefused(
                options.withBlock(64).withHead(Precision.FP32),
                "hidden_size 32, num_attention_heads * head_dim 32",
                "Import it in blocks of 32.");
    }

    @Test
    void blocksThatOnnxRuntimeDoesNotMultiplyBy() {
        for (int block : new int[] {0, 16, 48, 512, -32}) {
            assertRefused(
                    ImportOptions.of(Precision.INT4, "t").withBlock(block), "blocks of " + block);
        }
    }

    private void assertBlocksRefused(ImportOptions options, String found, String remedy) {
        ModelException refusal =
                assertThrows(ModelException.class, () -> ModelImport.plan(folder, options));
        assertEquals(found, refusal.report().found());
        assertEquals(remedy, refusal.report().remedy());
    }

    private void assertRefused(ImportOptions options, String where) {
        ModelException refusal =
                assertThrows(ModelException.class, () -> ModelImport.plan(folder, options));
        assertTrue(refusal.report().where().contains(where), refusal.report()::text);
    }

    private WorkbenchException.Report refusal() {
        WorkbenchException.Report report =
                assertThrows(
                                ModelException.class,
                                () ->
                                        ModelImport.plan(
                                                folder, ImportOptions.of(Precision.FP32, "test")))
                        .report();
        assertFalse(report.what().isEmpty());
        assertFalse(report.remedy().isEmpty(), "every refusal says what to do");
        return report;
    }

    private Path weights() {
        return folder.resolve("model.safetensors");
    }

    private void sharded() throws Exception {
        folder = Checkpoints.copy("qwen2-untied-sharded", temporary.resolve("sharded"));
    }

    private void index(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve(SafetensorsFolder.INDEX);
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(file.toFile());
        change.accept((ObjectNode) root.get("weight_map"));
        mapper.writeValue(file.toFile(), root);
    }

    private void config(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(file.toFile());
        change.accept(root);
        mapper.writeValue(file.toFile(), root);
    }

    private void tensor(String name, Consumer<ObjectNode> change) throws IOException {
        header(root -> change.accept((ObjectNode) root.get(name)));
    }

    private void header(Consumer<ObjectNode> change) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(weights()));
        int length = (int) all.order(ByteOrder.LITTLE_ENDIAN).getLong();
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(all.array(), 8, length);
        change.accept(root);
        writeHeader(mapper.writeValueAsBytes(root));
    }

    /// Puts another header before the values.
    private void writeHeader(byte[] header) throws IOException {
        ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(weights()));
        int length = (int) old.order(ByteOrder.LITTLE_ENDIAN).getLong();
        ByteBuffer all =
                ByteBuffer.allocate(old.capacity() - length + header.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(header.length).put(header).put(old.position(8 + length));
        Files.write(weights(), all.array());
    }

    private static JsonNode json(String text) {
        try {
            ArrayNode list = (ArrayNode) new ObjectMapper().readTree("[" + text + "]");
            return list.get(0);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
