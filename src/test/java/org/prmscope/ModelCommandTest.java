package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.cli.Console;
import org.prmscope.cli.PrmScopeCommand;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyCheckpoint;
import org.prmscope.model.TinyModels;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void whatAModelCallsItselfDoesNothingToTheTerminal() throws Exception {
        Path model = TinyModels.qwen2(folder.resolve("tiny"), 1, TinyModels.config());
        Path config = model.resolve("genai_config.json");
        String name = "\u001b]0;pwn\u0007\u202e\u009b" + "x".repeat(100_000);
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(config.toFile());
        root.withObject("/model").put("type", name);
        mapper.writeValue(config.toFile(), root);

        assertEquals(0, run("model", "inspect", model.toString()), this::printed);
        assertTrue(printed().contains("\\u001b]0;pwn\\u0007\\u202e\\u009bxx"), this::printed);
        assertTrue(printed().length() < 20_000, () -> "length " + printed().length());
        assertTrue(
                printed().chars().allMatch(c -> c == '\n' || !Character.isISOControl(c)),
                this::printed);

        out.reset();
        assertEquals(0, run("model", "inspect", model.toString(), "--json"));
        String json = out.toString(StandardCharsets.UTF_8);
        assertEquals(name, mapper.readTree(json).get("architecture").asText());
        assertTrue(json.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c)));
    }

    @Test
    void inspectSaysThatAModelDoesNotRunWhoseTokenizerCannotBeUsed() throws Exception {
        Path model = TinyModels.qwen2(folder.resolve("tiny"), 1, TinyModels.config());
        Path tokenizer = model.resolve("tokenizer.json");
        String usable = Files.readString(tokenizer);
        Files.writeString(tokenizer, usable.replace("\"BPE\"", "\"WordPiece\""));
        assertEquals(1, run("model", "inspect", model.toString()), this::printed);
        assertTrue(printed().contains("no: The tokenizer is not byte-level BPE"), this::printed);
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(usable);
        json.putArray("added_tokens");
        Files.writeString(tokenizer, json.toString());
        assertEquals(1, run("model", "inspect", model.toString()), this::printed);
        assertTrue(printed().contains("no known chat format"), this::printed);
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
        assertEquals(4 * 100 * 512 + 100 * 128, json.get("memory").get("cacheBytes").asLong());
    }

    @Test
    void numbersOutOfRangeAndOptionsThatDoNotApplyAreUsageErrors() throws Exception {
        String model = TinyModels.qwen2(folder.resolve("t"), 1, TinyModels.config()).toString();
        assertEquals(2, run("model", "estimate", model, "--rows", "0"));
        assertEquals(2, run("model", "estimate", model, "--rows", "257"));
        assertEquals(2, run("model", "estimate", model, "--tokens", "513"));
        assertEquals(2, run("model", "estimate", model, "--precision", "int4"));
        assertEquals(2, run("model", "estimate", model, "--precision", "int5"));
        assertEquals(2, run("model", "estimate", model, "--block", "64"));
        assertEquals(2, run("model", "import", model, model, "--block", "48"));
        assertTrue(printed().contains("expected 32, 64, 128 or 256, found 48"), this::printed);
        assertEquals(2, run("model"));
    }

    @Test
    void aCheckpointIsInspectedEstimatedAndImported() throws Exception {
        Path source = TinyCheckpoint.write(folder.resolve("checkpoint"), 1, TinyModels.config());
        assertEquals(1, run("model", "inspect", source.toString()), this::printed);
        assertTrue(printed().contains("prmscope model import"), this::printed);
        assertEquals(0, run("model", "estimate", source.toString(), "--precision", "int8"));
        assertTrue(printed().contains("int8 in blocks of 32, "), this::printed);
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
    void theBlockOfAnImportIsEstimatedWrittenAndInspected() throws Exception {
        Qwen2Config config = new Qwen2Config(288, 128, 1, 4, 2, 32, 256, 512, 10_000, 1e-6, true);
        String source = TinyCheckpoint.write(folder.resolve("checkpoint"), 1, config).toString();
        String target = folder.resolve("imported").toString();
        long inSmallBlocks =
                object("model", "estimate", source, "--json").get("importBytes").asLong();
        assertEquals(0, run("model", "estimate", source, "--block", "128"), this::printed);
        assertTrue(printed().contains("int4 in blocks of 128, "), this::printed);
        assertEquals(
                128,
                object("model", "estimate", source, "--block", "128", "--json")
                        .get("block")
                        .asInt());
        long inLargeBlocks =
                object("model", "estimate", source, "--block", "128", "--json")
                        .get("importBytes")
                        .asLong();
        assertTrue(inLargeBlocks < inSmallBlocks, inLargeBlocks + " of " + inSmallBlocks);
        assertEquals(0, run("model", "import", source, target, "--block", "128"), this::printed);
        String manifest = Files.readString(Path.of(target, "prmscope-import.json"));
        assertEquals(
                128,
                new ObjectMapper().readTree(manifest).get("options").get("block_size").asInt());
        run("model", "inspect", target);
        assertTrue(printed().contains("fp32 cache; blocks of 128"), this::printed);
        assertEquals(
                "[128]",
                object("model", "inspect", target, "--json")
                        .get("precision")
                        .get("blocks")
                        .toString());
        assertEquals(3, run("model", "import", source, target + "2", "--block", "256"));
        assertTrue(printed().contains("Import it in blocks of 32 or 64 or 128"), this::printed);
    }

    @Test
    void anImportIntoAFolderWithContentLeavesItAlone() throws Exception {
        Path source = TinyCheckpoint.write(folder.resolve("checkpoint"), 1, TinyModels.config());
        Path target = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(target.resolve("thesis.tex"), "mine");
        assertEquals(3, run("model", "import", source.toString(), target.toString()));
        assertEquals("mine", Files.readString(target.resolve("thesis.tex")));
        try (Stream<Path> left = Files.list(target)) {
            assertEquals(1, left.count());
        }
    }

    /// What a command prints with `--json`.
    private JsonNode object(String... args) throws IOException {
        out.reset();
        run(args);
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
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
