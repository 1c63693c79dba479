package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Complete small model folders with random weights, for tests that need a model which loads.
public final class TinyModels {
    /// Byte pairs that the tokenizer merges, in order; their ids are 256, 257 ...
    private static final List<String> MERGES =
            List.of("Ġ t", "h e", "i n", "Ġ a", "r e", "Ġt he", "e s", "Y es", "N o", "o n");

    private static final List<String> CONTROLS =
            List.of("<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>");

    private static final int FIRST_CONTROL = 256 + MERGES.size();

    private TinyModels() {}

    /// 2 layers, 4 heads over 2 key-value heads, tied embeddings, 512 tokens of context.
    public static Qwen2Config config() {
        return new Qwen2Config(288, 64, 2, 4, 2, 16, 96, 512, 10_000, 1e-6, true);
    }

    /// Writes a model folder: graph, weights, configuration and tokenizer.
    ///
    /// @param folder new or empty
    /// @param config with a vocabulary of at least [#tokens()]
    /// @return `folder`
    public static Path qwen2(Path folder, long seed, Qwen2Config config)
            throws WorkbenchException, IOException {
        if (config.vocabularySize() < tokens()) {
            throw new IllegalArgumentException("the vocabulary needs " + tokens() + " ids");
        }
        Path tokenizer = Files.createTempFile("tokenizer", ".json");
        try {
            Files.writeString(tokenizer, tokenizerJson());
            ControlIds ids =
                    new ControlIds(FIRST_CONTROL, List.of(FIRST_CONTROL + 1), FIRST_CONTROL + 1);
            Qwen2GraphWriter.write(config, weights(seed, config), ids, tokenizer, folder);
        } finally {
            Files.delete(tokenizer);
        }
        return folder;
    }

    /// Makes the last norm's weights NaN, so that every logit becomes NaN; the folder still opens.
    public static void spoilWeights(Path folder) throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(folder.resolve("model.onnx")));
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (tensor.getName().equals("model.norm.weight")) {
                try (RandomAccessFile weights =
                        new RandomAccessFile(folder.resolve("model.onnx.data").toFile(), "rw")) {
                    weights.seek(Long.parseLong(tensor.getExternalData(1).getValue()));
                    for (long i = 0; i < tensor.getDims(0); i++) {
                        // Little-endian, as ONNX stores numbers.
                        weights.writeInt(Integer.reverseBytes(Float.floatToIntBits(Float.NaN)));
                    }
                }
            }
        }
    }

    /// How many ids the tokenizer has.
    public static int tokens() {
        return FIRST_CONTROL + CONTROLS.size();
    }

    /// Random weights; the same for the same seed, name by name.
    public static WeightSource weights(long seed, Qwen2Config config) {
        return name -> {
            Random random = new Random(seed * 31 + name.hashCode());
            float[] values = new float[size(name, config)];
            boolean norm = name.endsWith("norm.weight");
            for (int i = 0; i < values.length; i++) {
                double draw = random.nextGaussian();
                values[i] = (float) (norm ? 1 + 0.2 * draw : 0.15 * draw);
            }
            return values;
        };
    }

    private static int size(String name, Qwen2Config config) {
        int hidden = config.hiddenSize();
        int query = config.heads() * config.headDim();
        int key = config.kvHeads() * config.headDim();
        String kind = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
        return switch (kind) {
            case "embed_tokens.weight", "lm_head.weight" -> config.vocabularySize() * hidden;
            case "q_proj.weight", "o_proj.weight" -> query * hidden;
            case "k_proj.weight", "v_proj.weight" -> key * hidden;
            case "q_proj.bias" -> query;
            case "k_proj.bias", "v_proj.bias" -> key;
            case "gate_proj.weight", "up_proj.weight", "down_proj.weight" ->
                    config.intermediateSize() * hidden;
            case "input_layernorm.weight", "post_attention_layernorm.weight", "norm.weight" ->
                    hidden;
            default -> throw new IllegalArgumentException("no such weight: " + name);
        };
    }

    /// A byte-level BPE tokenizer: the 256 bytes, a few merges, four control tokens.
    public static String tokenizerJson() {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int i = 0; i < CONTROLS.size(); i++) {
            ObjectNode token = added.addObject();
            token.put("id", FIRST_CONTROL + i).put("content", CONTROLS.get(i));
            token.put("single_word", false).put("lstrip", false).put("rstrip", false);
            token.put("normalized", false).put("special", true);
        }
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"));
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"));
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode vocabulary = model.putObject("vocab");
        List<String> pieces = bytes();
        MERGES.forEach(merge -> pieces.add(merge.replace(" ", "")));
        for (int id = 0; id < pieces.size(); id++) {
            vocabulary.put(pieces.get(id), id);
        }
        MERGES.forEach(model.putArray("merges")::add);
        return root.toPrettyString();
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel").put("add_prefix_space", false);
        node.put("trim_offsets", false).put("use_regex", true);
    }

    /// The printable stand-ins of the bytes 0 to 255, in the order of the bytes: GPT-2's table maps
    /// a byte that does not print to 256 and up.
    private static List<String> bytes() {
        List<String> pieces = new ArrayList<>();
        int next = 256;
        for (int value = 0; value < 256; value++) {
            boolean prints =
                    (value >= '!' && value <= '~')
                            || (value >= 0xA1 && value <= 0xAC)
                            || value >= 0xAE;
            pieces.add(Character.toString(prints ? value : next++));
        }
        return pieces;
    }
}
