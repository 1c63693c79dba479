package org.prmscope.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Qwen2 checkpoints in float32 with the random weights of [TinyModels], in whatever sizes a test
/// needs.
public final class TinyCheckpoint {
    private TinyCheckpoint() {}

    /// Writes `config.json`, `model.safetensors` and `tokenizer.json`.
    ///
    /// @param folder new or empty
    /// @param config with tied embeddings
    /// @return `folder`
    public static Path write(Path folder, long seed, Qwen2Config config)
            throws IOException, WorkbenchException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("tokenizer.json"), TinyModels.tokenizerJson());
        Files.writeString(folder.resolve("config.json"), configJson(config));
        WeightSource weights = TinyModels.weights(seed, config);
        ObjectNode header = new ObjectMapper().createObjectNode();
        List<float[]> values = new ArrayList<>();
        int end = 0;
        for (Map.Entry<String, List<Integer>> tensor : tensors(config).entrySet()) {
            float[] content = weights.tensor(tensor.getKey());
            values.add(content);
            ObjectNode entry = header.putObject(tensor.getKey());
            entry.put("dtype", "F32");
            ArrayNode shape = entry.putArray("shape");
            tensor.getValue().forEach(shape::add);
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

    private static String configJson(Qwen2Config config) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.putArray("architectures").add("Qwen2ForCausalLM");
        root.put("model_type", "qwen2");
        root.put("vocab_size", config.vocabularySize());
        root.put("hidden_size", config.hiddenSize());
        root.put("num_hidden_layers", config.layers());
        root.put("num_attention_heads", config.heads());
        root.put("num_key_value_heads", config.kvHeads());
        root.put("intermediate_size", config.intermediateSize());
        root.put("max_position_embeddings", config.contextLength());
        root.put("rope_theta", config.ropeTheta());
        root.put("rms_norm_eps", config.rmsNormEpsilon());
        root.put("hidden_act", "silu");
        root.put("tie_word_embeddings", true);
        root.put("torch_dtype", "float32");
        root.put("bos_token_id", 266);
        root.put("eos_token_id", 267);
        return root.toString();
    }

    private static Map<String, List<Integer>> tensors(Qwen2Config config) {
        int hidden = config.hiddenSize();
        int query = config.heads() * config.headDim();
        int key = config.kvHeads() * config.headDim();
        int inner = config.intermediateSize();
        Map<String, List<Integer>> tensors = new LinkedHashMap<>();
        tensors.put("model.embed_tokens.weight", List.of(config.vocabularySize(), hidden));
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            tensors.put(name + "input_layernorm.weight", List.of(hidden));
            tensors.put(name + "post_attention_layernorm.weight", List.of(hidden));
            tensors.put(name + "self_attn.q_proj.weight", List.of(query, hidden));
            tensors.put(name + "self_attn.q_proj.bias", List.of(query));
            tensors.put(name + "self_attn.k_proj.weight", List.of(key, hidden));
            tensors.put(name + "self_attn.k_proj.bias", List.of(key));
            tensors.put(name + "self_attn.v_proj.weight", List.of(key, hidden));
            tensors.put(name + "self_attn.v_proj.bias", List.of(key));
            tensors.put(name + "self_attn.o_proj.weight", List.of(hidden, query));
            tensors.put(name + "mlp.gate_proj.weight", List.of(inner, hidden));
            tensors.put(name + "mlp.up_proj.weight", List.of(inner, hidden));
            tensors.put(name + "mlp.down_proj.weight", List.of(hidden, inner));
        }
        tensors.put("model.norm.weight", List.of(hidden));
        return tensors;
    }
}
