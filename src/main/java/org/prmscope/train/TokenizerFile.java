package org.prmscope.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.Sha256;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.Comparator;
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

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel");
        node.put("add_prefix_space", false);
        node.put("trim_offsets", false);
        node.put("use_regex", false);
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws WorkbenchException if the text is not such a file
    public static BytePairVocabulary read(String text) throws WorkbenchException {
        try {
            JsonNode root = new JsonMapper().readTree(text);
            List<BytePairVocabulary.Merge> merges = new ArrayList<>();
            for (JsonNode merge : root.path("model").path("merges")) {
                merges.add(
                        new BytePairVocabulary.Merge(
                                merge.path(0).asText(), merge.path(1).asText()));
            }
            List<String> controls = new ArrayList<>();
            root.path("added_tokens").forEach(t -> controls.add(t.path("content").asText()));
            return new BytePairVocabulary(merges, controls);
        } catch (JsonProcessingException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "A vocabulary cannot be read",
                            "tokenizer.json",
                            "JSON",
                            String.valueOf(e.getOriginalMessage()),
                            "Train again in an empty folder."),
                    e);
        }
    }
}
