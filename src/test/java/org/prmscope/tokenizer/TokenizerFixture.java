package org.prmscope.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes small byte-level BPE tokenizers in Qwen2's layout (NFC, its pre-tokenizer pattern).
public final class TokenizerFixture {
    public static final List<String> DEEPSEEK =
            List.of(
                    "<｜begin▁of▁sentence｜>",
                    "<｜end▁of▁sentence｜>",
                    "<｜User｜>",
                    "<｜Assistant｜>",
                    "<think>",
                    "</think>");
    public static final List<String> CHATML =
            List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

    /// Pairs in the byte-level alphabet; ids from 256 on. Parts come before what joins them.
    private static final List<String> MERGES =
            List.of(
                    "e s", "Y es", "N o", "h e", "Ġ t", "Ġt he", "} $", "Ċ Ċ", "> Ċ", "e r", "u s",
                    "us er");

    private static final String QWEN2_PATTERN =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|"
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private TokenizerFixture() {}

    /// Below the build folder, so that the library is unpacked once for all tests.
    public static Path nativeCache() {
        return Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
    }

    public static TokenizerFile open(Path folder, List<String> controls) throws Exception {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json(controls).toString());
        return TokenizerFile.open(file, nativeCache());
    }

    public static Path write(Path folder, ObjectNode json) throws IOException {
        return Files.writeString(folder.resolve("tokenizer.json"), json.toString());
    }

    public static int firstControl() {
        return 256 + MERGES.size();
    }

    public static ObjectNode json(List<String> controls) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("version", "1.0");
        root.putObject("truncation")
                .put("direction", "Right")
                .put("max_length", 8)
                .put("strategy", "LongestFirst")
                .put("stride", 0);
        ArrayNode added = root.putArray("added_tokens");
        for (int i = 0; i < controls.size(); i++) {
            added.addObject()
                    .put("id", firstControl() + i)
                    .put("content", controls.get(i))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", !controls.get(i).contains("think"));
        }
        root.putObject("normalizer").put("type", "NFC");
        ObjectNode pre = root.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode steps = pre.putArray("pretokenizers");
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", QWEN2_PATTERN);
        split.put("behavior", "Isolated").put("invert", false);
        steps.addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
        root.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        ByteLevelAlphabet alphabet = new ByteLevelAlphabet();
        for (int value = 0; value < 256; value++) {
            vocabulary.put(String.valueOf(alphabet.character(value)), value);
        }
        for (int i = 0; i < MERGES.size(); i++) {
            vocabulary.put(MERGES.get(i).replace(" ", ""), 256 + i);
        }
        ArrayNode list = model.putArray("merges");
        MERGES.forEach(list::add);
        return root;
    }
}
