package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.TensorProto;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/// Folders whose files or configuration are wrong.
class ModelFolderRefusalTest {
    @TempDir Path temporary;
    private TinyFolder folder;

    @BeforeEach
    void writeFolder() throws WorkbenchException, IOException {
        folder = new TinyFolder(temporary.resolve("model"));
    }

    @Test
    void nothingThere() {
        assertEquals("nothing there", TinyFolder.refusal(temporary.resolve("none")).found());
    }

    @Test
    void aFileInsteadOfAFolder() {
        assertEquals("a file", TinyFolder.refusal(folder.file("tokenizer.json")).found());
    }

    @Test
    void noConfiguration() throws Exception {
        Files.delete(folder.file("genai_config.json"));
        assertTrue(folder.refusal().expected().startsWith("genai_config.json"));
    }

    @Test
    void aGraphWithoutAnyConfiguration() throws Exception {
        Files.delete(folder.file("genai_config.json"));
        WorkbenchException.Report report = folder.refusal();
        assertEquals("neither configuration, model.onnx", report.found());
    }

    @Test
    void aCheckpointIsToBeImported() throws Exception {
        Path checkpoint = Files.createDirectory(temporary.resolve("checkpoint"));
        Files.writeString(checkpoint.resolve("config.json"), "{}");
        Files.writeString(checkpoint.resolve("model.safetensors"), "x");
        assertTrue(ModelFolder.isCheckpoint(checkpoint));
        WorkbenchException.Report report = TinyFolder.refusal(checkpoint);
        assertEquals("safetensors", report.found());
        assertTrue(report.remedy().contains("prmscope model import"), report::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"model\": }", "[]", "{} {}", "\u0000\u0001"})
    void aConfigurationThatIsNotAJsonObject(String text) throws Exception {
        Files.writeString(folder.file("genai_config.json"), text);
        assertTrue(folder.refusal().where().contains("genai_config.json"));
    }

    @Test
    void aConfigurationNestedToExhaustTheStack() throws Exception {
        Files.writeString(folder.file("genai_config.json"), "[".repeat(500_000));
        assertTrue(folder.refusal().where().contains("genai_config.json"));
    }

    @Test
    void aConfigurationOfTwoMebibytes() throws Exception {
        Files.writeString(folder.file("genai_config.json"), " ".repeat(2 << 20));
        assertEquals("at most 1.00 MiB", folder.refusal().expected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "vocab_size", "context_length", "eos_token_id", "bos_token_id"})
    void aMissingFieldIsNamed(String name) throws Exception {
        folder.editConfig(model -> model.remove(name));
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.where().endsWith("field model." + name), report::text);
        assertEquals("no such field", report.found());
    }

    @ParameterizedTest
    @CsvSource({
        "num_hidden_layers, '\"two\"'",
        "num_hidden_layers, 2.5",
        "num_hidden_layers, 0",
        "num_hidden_layers, 99999999999",
        "head_size, -16",
        "num_key_value_heads, 3",
        "num_attention_heads, '{}'",
        "filename, 7",
        "inputs, '[]'"
    })
    void aFieldOfTheWrongTypeOrRangeIsNamed(String name, String value) throws Exception {
        ObjectNode parsed = (ObjectNode) new ObjectMapper().readTree("{\"v\": " + value + "}");
        editDecoder(decoder -> decoder.set(name, parsed.get("v")));
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.where().endsWith("field model.decoder." + name), report::text);
        assertEquals(value.replace("'", ""), report.found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"past.key", "past.%d.%d.key", "past.%d.%s.key", "%99999999d"})
    void aCacheNameWithoutExactlyOneLayer(String name) throws Exception {
        editDecoder(decoder -> ((ObjectNode) decoder.get("inputs")).put("past_key_names", name));
        assertTrue(folder.refusal().where().endsWith("model.decoder.inputs.past_key_names"));
    }

    /// As `exclude_embeds`, `use_paged_attention` and `exclude_lm_head` of the builder (0.18.0)
    /// write it.
    @ParameterizedTest
    @CsvSource({
        "inputs, input_ids, inputs_embeds, exclude_embeds",
        "inputs, attention_mask, block_table, use_paged_attention",
        "outputs, logits, none, exclude_lm_head"
    })
    void aGraphThatIsOnePartOfAProgramIsNamedWithTheOptionThatMadeIt(
            String side, String missing, String found, String option) throws Exception {
        editDecoder(decoder -> {
            ObjectNode names = (ObjectNode) decoder.get(side);
            names.remove(missing);
            names.put(found, found);
        });
        WorkbenchException.Report report = folder.refusal();
        assertEquals(found, report.found());
        assertTrue(report.remedy().contains(option), report::text);
    }

    @Test
    void anEndIdOutsideTheVocabulary() throws Exception {
        folder.editConfig(model -> model.put("eos_token_id", 288));
        assertEquals("288", folder.refusal().found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.onnx", "/etc/passwd", "a/../../b.onnx", "", "a\u0000b"})
    void aGraphOutsideTheFolder(String name) throws Exception {
        Files.copy(folder.file("model.onnx"), temporary.resolve("secret.onnx"));
        editDecoder(decoder -> decoder.put("filename", name));
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.what().contains("outside"), report::text);
        assertTrue(report.where().endsWith("model.decoder.filename"), report::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.onnx", "/etc/passwd", "", "a\u0000b", "none.onnx", "q4"})
    void aGraphThatIsAskedForAndNotThereIsNoFaultOfTheModel(String name) throws Exception {
        Files.copy(folder.file("model.onnx"), temporary.resolve("secret.onnx"));
        WorkbenchException.Report report =
                assertThrows(
                                ModelException.class,
                                () -> ModelFolder.open(folder.path, Optional.of(name)))
                        .report();
        assertEquals("There is no such graph in the folder", report.what());
        assertEquals("one of model.onnx", report.expected());
        assertEquals(name.isEmpty() ? "an empty name" : name, report.found());
        ModelFolder.open(folder.path, Optional.of("model.onnx"));
    }

    @Test
    void aTokenizerThatIsTooLargeIsNotAWeightFile() throws Exception {
        try (FileChannel channel =
                FileChannel.open(folder.file("tokenizer.json"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), 65L << 20);
        }
        WorkbenchException.Report report = folder.refusal();
        assertEquals("at most 64.0 MiB", report.expected());
        assertTrue(report.remedy().startsWith("Download the file again"), report::text);
    }

    @Test
    void aGraphThatIsALinkToOutside() throws Exception {
        Path outside = temporary.resolve("outside.onnx");
        Files.move(folder.file("model.onnx"), outside);
        Files.createSymbolicLink(folder.file("model.onnx"), outside);
        assertTrue(folder.refusal().found().startsWith("a link to "));
    }

    @Test
    void noGraph() throws Exception {
        Files.delete(folder.file("model.onnx"));
        assertTrue(folder.refusal().expected().startsWith("model.onnx"));
    }

    @Test
    void aFolderInPlaceOfTheGraph() throws Exception {
        Files.delete(folder.file("model.onnx"));
        Files.createDirectory(folder.file("model.onnx"));
        assertEquals("something else", folder.refusal().found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "model.onnx.data", "tokenizer.json"})
    void aGitLfsPointer(String name) throws Exception {
        Files.writeString(
                folder.file(name),
                "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1234\n");
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.where().endsWith(name), report::text);
        assertTrue(report.found().startsWith("a Git LFS pointer"), report::text);
    }

    @Test
    void noWeights() throws Exception {
        Files.delete(folder.file("model.onnx.data"));
        assertTrue(folder.refusal().expected().startsWith("model.onnx.data"));
    }

    @Test
    void weightsThatWereCutOff() throws Exception {
        long size = Files.size(folder.file("model.onnx.data"));
        try (FileChannel channel =
                FileChannel.open(folder.file("model.onnx.data"), StandardOpenOption.WRITE)) {
            channel.truncate(size - 1);
        }
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.expected().startsWith("at least " + size + " bytes"), report::text);
        assertEquals(size - 1 + " bytes", report.found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../outside.data", "sub/../../outside.data", ""})
    void weightsOutsideTheFolder(String location) throws Exception {
        Files.copy(folder.file("model.onnx.data"), temporary.resolve("outside.data"));
        folder.editExternal("location", location);
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.what().contains("outside"), report::text);
        assertTrue(report.found().contains(location), report::text);
    }

    @Test
    void weightsThatAreALinkToOutside() throws Exception {
        Path outside = temporary.resolve("outside.data");
        Files.move(folder.file("model.onnx.data"), outside);
        Files.createSymbolicLink(folder.file("model.onnx.data"), outside);
        assertEquals("a link to " + outside.toRealPath(), folder.refusal().found());
    }

    @Test
    void weightsBehindALinkedFolder() throws Exception {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.copy(folder.file("model.onnx.data"), outside.resolve("w"));
        Files.createSymbolicLink(folder.file("sub"), outside);
        folder.editExternal("location", "sub/w");
        assertTrue(folder.refusal().found().startsWith("a link to "));
    }

    @ParameterizedTest
    @CsvSource({
        "offset, -64",
        "offset, 99999999999999999999",
        "offset, 999999999999999999",
        "length, 12",
        "length, twelve"
    })
    void aWeightWithAnImpossiblePlace(String key, String value) throws Exception {
        folder.editExternal(key, value);
        folder.refusal();
    }

    @Test
    void weightsThatAreClaimedAgainAndAgain() throws Exception {
        folder.editGraph(graph -> {
            TensorProto largest =
                    graph.getInitializerList().stream()
                            .filter(ExternalPlace::isExternal)
                            .max(
                                    Comparator.comparingLong(tensor ->
                                            Long.parseLong(ExternalPlace.value(tensor, "length"))))
                            .orElseThrow();
            for (int i = 0; i < 500; i++) {
                graph.addInitializer(largest.toBuilder().setName("again." + i));
            }
        });
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.what().contains("again and again"), report::text);
        assertTrue(report.where().contains("tensor again."), report::text);
    }

    @Test
    void noTokenizer() throws Exception {
        Files.delete(folder.file("tokenizer.json"));
        assertTrue(folder.refusal().expected().startsWith("tokenizer.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"model\": {\"vocab\": {\"a\": 1}", "not json"})
    void aTokenizerThatIsNone(String text) throws Exception {
        Files.writeString(folder.file("tokenizer.json"), text);
        assertEquals("The tokenizer cannot be read", folder.refusal().what());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\": {\"vocab\": {\"a\": 0, \"b\": 288}}}",
                "{\"added_tokens\": [{\"content\": \"x\", \"id\": 288}], \"model\": {}}"
            })
    void aTokenizerWithIdsBeyondTheVocabulary(String text) throws Exception {
        Files.writeString(folder.file("tokenizer.json"), text);
        WorkbenchException.Report report = folder.refusal();
        assertEquals("token ids below 288", report.expected());
        assertEquals("id 288", report.found());
    }

    private void editDecoder(Consumer<ObjectNode> change) throws IOException {
        folder.editConfig(model -> change.accept((ObjectNode) model.get("decoder")));
    }
}
