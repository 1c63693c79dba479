package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.cli.Console;
import org.prmscope.cli.PrmScopeCommand;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;
import org.prmscope.model.WeightSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `prmscope model ...` as a person types it.
class ModelCommandTest {
    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void inspectDescribesAModelThatRuns() throws Exception {
        Path model = TinyModels.qwen2(folder.resolve("tiny"), 1, TinyModels.config());
        assertEquals(0, run("model", "inspect", model.toString(), "--sha256"), this::printed);
        String text = printed();
        for (String part :
                List.of(
                        "ONNX Runtime GenAI",
                        "qwen2",
                        "fp32 embedding, fp32 layers, fp32 head, fp32 cache",
                        "GroupQueryAttention",
                        "logits of the wanted positions alone",
                        "sha256",
                        "yes, on the CPU")) {
            assertTrue(text.contains(part), () -> part + " in " + text);
        }
    }

    @Test
    void inspectGivesOneJsonObject() throws Exception {
        Path model = TinyModels.qwen2(folder.resolve("tiny"), 1, TinyModels.config());
        assertEquals(0, run("model", "inspect", model.toString(), "--json"), this::printed);
        JsonNode json = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertEquals("genai", json.get("layout").asText());
        assertEquals("shared", json.get("attention").asText());
        assertEquals(2, json.get("shape").get("layers").asInt());
        assertTrue(json.get("patch").get("positionsBeforeHead").asBoolean());
        assertTrue(json.get("runs").asBoolean());
        assertTrue(json.get("memory").get("neededBytes").asLong() > 0);
    }

    @Test
    void inspectRefusesWhatIsNoModel() {
        assertEquals(3, run("model", "inspect", folder.toString()));
        assertTrue(printed().contains("not in a layout"), this::printed);
        assertFalse(printed().contains("\tat "), this::printed);
    }

    @Test
    void estimateCountsChainsAndTokens() throws Exception {
        String model = TinyModels.qwen2(folder.resolve("t"), 1, TinyModels.config()).toString();
        assertEquals(
                0, run("model", "estimate", model, "--rows", "4", "--tokens", "100", "--json"));
        JsonNode json = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        // 2 (key and value) x 2 layers x 2 heads x 16 x 4 bytes = 512 bytes a token.
        assertEquals(4 * 100 * 512, json.get("memory").get("cacheBytes").asLong());
    }

    @Test
    void numbersOutOfRangeAndOptionsThatDoNotApplyAreUsageErrors() throws Exception {
        String model = TinyModels.qwen2(folder.resolve("t"), 1, TinyModels.config()).toString();
        assertEquals(2, run("model", "estimate", model, "--rows", "0"));
        assertEquals(2, run("model", "estimate", model, "--rows", "257"));
        assertEquals(2, run("model", "estimate", model, "--tokens", "513"));
        assertEquals(2, run("model", "estimate", model, "--precision", "int4"));
        assertEquals(2, run("model", "estimate", model, "--precision", "int5"));
        assertEquals(2, run("model"));
    }

    @Test
    void aCheckpointIsInspectedEstimatedAndImported() throws Exception {
        Path source = checkpoint(folder.resolve("checkpoint"));
        assertEquals(1, run("model", "inspect", source.toString()), this::printed);
        assertTrue(printed().contains("prmscope model import"), this::printed);
        assertEquals(0, run("model", "estimate", source.toString(), "--precision", "int8"));
        assertTrue(printed().contains("int8, "), this::printed);
        Path target = folder.resolve("imported");
        assertEquals(
                0,
                run("model", "import", source.toString(), target.toString(), "--head", "int4"),
                this::printed);
        ModelFolder model = ModelFolder.open(target);
        assertEquals("int4", model.parts().layers());
        assertEquals("int4", model.parts().head());
        assertTrue(printed().contains("imported"), this::printed);
    }

    @Test
    void anImportIntoAFolderWithContentLeavesItAlone() throws Exception {
        Path source = checkpoint(folder.resolve("checkpoint"));
        Path target = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(target.resolve("thesis.tex"), "mine");
        assertEquals(3, run("model", "import", source.toString(), target.toString()));
        assertEquals("mine", Files.readString(target.resolve("thesis.tex")));
        try (Stream<Path> left = Files.list(target)) {
            assertEquals(1, left.count());
        }
    }

    /// A checkpoint in float32 with the random weights of the tiny model.
    private static Path checkpoint(Path folder) throws IOException, WorkbenchException {
        Qwen2Config config = TinyModels.config();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("tokenizer.json"), TinyModels.tokenizerJson());
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2",
                 "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
                 "num_key_value_heads": 2, "intermediate_size": 96, "vocab_size": 288,
                 "max_position_embeddings": 512, "rope_theta": 10000.0, "rms_norm_eps": 1e-6,
                 "hidden_act": "silu", "tie_word_embeddings": true, "torch_dtype": "float32",
                 "bos_token_id": 266, "eos_token_id": 267}
                """);
        WeightSource weights = TinyModels.weights(1, config);
        ObjectNode header = new ObjectMapper().createObjectNode();
        List<float[]> values = new ArrayList<>();
        int end = 0;
        for (String[] tensor : tensors()) {
            float[] content = weights.tensor(tensor[0]);
            values.add(content);
            ObjectNode entry = header.putObject(tensor[0]);
            entry.put("dtype", "F32");
            ArrayNode shape = entry.putArray("shape");
            for (String size : tensor[1].split("x", -1)) {
                shape.add(Integer.parseInt(size));
            }
            entry.putArray("data_offsets").add(end).add(end + 4 * content.length);
            end += 4 * content.length;
        }
        byte[] head = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + head.length + end).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(head.length).put(head);
        values.forEach(content -> {
            for (float value : content) {
                file.putFloat(value);
            }
        });
        Files.write(folder.resolve("model.safetensors"), file.array());
        return folder;
    }

    private static List<String[]> tensors() {
        List<String[]> tensors = new ArrayList<>();
        tensors.add(new String[] {"model.embed_tokens.weight", "288x64"});
        for (int layer = 0; layer < 2; layer++) {
            String name = "model.layers." + layer + ".";
            tensors.add(new String[] {name + "input_layernorm.weight", "64"});
            tensors.add(new String[] {name + "post_attention_layernorm.weight", "64"});
            tensors.add(new String[] {name + "self_attn.q_proj.weight", "64x64"});
            tensors.add(new String[] {name + "self_attn.q_proj.bias", "64"});
            tensors.add(new String[] {name + "self_attn.k_proj.weight", "32x64"});
            tensors.add(new String[] {name + "self_attn.k_proj.bias", "32"});
            tensors.add(new String[] {name + "self_attn.v_proj.weight", "32x64"});
            tensors.add(new String[] {name + "self_attn.v_proj.bias", "32"});
            tensors.add(new String[] {name + "self_attn.o_proj.weight", "64x64"});
            tensors.add(new String[] {name + "mlp.gate_proj.weight", "96x64"});
            tensors.add(new String[] {name + "mlp.up_proj.weight", "96x64"});
            tensors.add(new String[] {name + "mlp.down_proj.weight", "64x96"});
        }
        tensors.add(new String[] {"model.norm.weight", "64"});
        return tensors;
    }

    private int run(String... args) {
        UserFolders folders =
                new UserFolders(
                        Path.of(System.getProperty("prmscope.cache", "target/test-cache")),
                        folder.resolve("state"));
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        return PrmScopeCommand.parser(new Assembly(folders), console).execute(args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }
}
