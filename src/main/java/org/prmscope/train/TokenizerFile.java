package org.prmscope.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.Sha256;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.ControlTokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes and reads a byte-pair vocabulary as Hugging Face's `tokenizer.json`.
public final class TokenizerFile {
    private TokenizerFile() {}

    /// The SHA-256 of the text, hexadecimal: what ids mean.
    public static String sha256(BytePairVocabulary vocabulary) {
        return Sha256.of(write(vocabulary));
    }

    /// The text of the file.
    public static String write(BytePairVocabulary vocabulary) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (String control : vocabulary.controls()) {
            ObjectNode token = added.addObject();
            token.put("id", vocabulary.control(control));
            token.put("content", control);
            token.put("single_word", false);
            token.put("lstrip", false);
            token.put("rstrip", false);
            token.put("normalized", false);
            token.put("special", true);
        }
        root.putNull("normalizer");
        ObjectNode pre = root.putObject("pre_tokenizer");
        pre.put("type", "Sequence");
        ArrayNode sequence = pre.putArray("pretokenizers");
        ObjectNode split = sequence.addObject();
        split.put("type", "Split");
        split.putObject("pattern").put("Regex", BytePairVocabulary.SPLIT);
        split.put("behavior", "Isolated");
        split.put("invert", false);
        byteLevel(sequence.addObject());
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"));
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", false);
        ObjectNode vocab = model.putObject("vocab");
        vocabulary.ids().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .filter(e -> !vocabulary.controls().contains(e.getKey()))
                .forEach(e -> vocab.put(e.getKey(), e.getValue()));
        ArrayNode merges = model.putArray("merges");
        for (BytePairVocabulary.Merge merge : vocabulary.merges()) {
            merges.addArray().add(merge.left()).add(merge.right());
        }
        return root.toString();
    }

    /// Writes the file whole or not at all: a training refuses to start with half of one.
    ///
    /// @throws IOException if it cannot be written
    static void save(BytePairVocabulary vocabulary, Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(beside, write(vocabulary));
        Files.move(
                beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel");
        node.put("add_prefix_space", false);
        node.put("trim_offsets", false);
        node.put("use_regex", false);
    }

    /// Reads what [#write] wrote for the built-in verifier.
    ///
    /// @throws WorkbenchException if the file is no such file, such as another model's tokenizer
    /// @throws IOException if it cannot be read
    public static BytePairVocabulary read(Path file) throws WorkbenchException, IOException {
        BytePairVocabulary vocabulary = read(Files.readString(file), file.toString());
        if (!vocabulary.controls().equals(ControlTokens.ALL)) {
            throw mismatch(
                    file.toString(),
                    "the control tokens " + ControlTokens.ALL,
                    brief(vocabulary.controls().toString()));
        }
        return vocabulary;
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws WorkbenchException if the text is not such a file
    public static BytePairVocabulary read(String text) throws WorkbenchException {
        return read(text, "tokenizer.json");
    }

    private static BytePairVocabulary read(String text, String place) throws WorkbenchException {
        JsonNode root;
        try {
            root = new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new WorkbenchException(
                    mismatch(place, "JSON", String.valueOf(e.getOriginalMessage())).report(), e);
        }
        JsonNode model = root.path("model");
        List<BytePairVocabulary.Merge> merges = merges(model, place);
        List<String> controls = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            String content = token.path("content").asText();
            if (content.isEmpty() || controls.contains(content)) {
                throw mismatch(place, "control tokens with different texts", brief(token));
            }
            controls.add(content);
        }
        BytePairVocabulary vocabulary = new BytePairVocabulary(merges, controls);
        Map<String, Integer> ids = new HashMap<>();
        model.path("vocab").properties().forEach(e -> ids.put(e.getKey(), e.getValue().asInt(-1)));
        root.path("added_tokens")
                .forEach(t -> ids.put(t.path("content").asText(), t.path("id").asInt(-1)));
        if (!ids.equals(vocabulary.ids())) {
            throw mismatch(
                    place,
                    "bytes, merges and control tokens numbered in this order, "
                            + vocabulary.size()
                            + " ids",
                    ids.size() + " ids, or others");
        }
        return vocabulary;
    }

    private static List<BytePairVocabulary.Merge> merges(JsonNode model, String place)
            throws WorkbenchException {
        if (!model.path("type").asText().equals("BPE") || !model.path("merges").isArray()) {
            throw mismatch(
                    place, "a model BPE with merges", "model type " + brief(model.path("type")));
        }
        List<BytePairVocabulary.Merge> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            if (merge.size() != 2 || !merge.path(0).isTextual() || !merge.path(1).isTextual()) {
                throw mismatch(place, "merges as pairs of texts", brief(merge));
            }
            merges.add(
                    new BytePairVocabulary.Merge(
                            merge.path(0).textValue(), merge.path(1).textValue()));
        }
        return merges;
    }

    private static String brief(JsonNode node) {
        return node.isMissingNode() ? "no such field" : brief(node.toString());
    }

    private static String brief(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private static WorkbenchException mismatch(String place, String expected, String found) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The tokenizer is not the built-in verifier's",
                        place,
                        expected,
                        found,
                        "Put back the tokenizer.json of this training, or train in an empty"
                                + " folder."));
    }
}
