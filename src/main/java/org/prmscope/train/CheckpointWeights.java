package org.prmscope.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.WorkbenchException;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.WeightSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A checkpoint's weights by their Hugging Face names; needs no libtorch.
public final class CheckpointWeights implements WeightSource {
    private final Qwen2Config config;
    private final Path file;
    private final Safetensors saved;

    private CheckpointWeights(Qwen2Config config, Path file, Safetensors saved) {
        this.config = config;
        this.file = file;
        this.saved = saved;
    }

    /// Opens the checkpoint of a training's folder.
    ///
    /// @throws WorkbenchException if there is none or it is damaged
    public static CheckpointWeights open(Path folder, Qwen2Config config)
            throws WorkbenchException {
        Path file = folder.resolve(Checkpoint.FILE);
        return new CheckpointWeights(config, file, Safetensors.read(file));
    }

    /// Optimizer steps that the weights have had.
    public int steps() {
        return Integer.parseInt(saved.metadata().getOrDefault("step", "0"));
    }

    @Override
    public float[] tensor(String name) throws WorkbenchException {
        return entry(name).values();
    }

    /// Writes `config.json` and `model.safetensors` as Hugging Face's transformers reads them.
    ///
    /// @param endId id of the control token that ends a turn
    public void writeHuggingFace(Path folder, int beginId, int endId)
            throws WorkbenchException, IOException {
        Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
        for (String name : names()) {
            tensors.put(name, entry(name));
        }
        new Safetensors(tensors, Map.of("format", "pt")).write(folder.resolve("model.safetensors"));
        ObjectNode json = new JsonMapper().createObjectNode();
        json.putArray("architectures").add("Qwen2ForCausalLM");
        json.put("model_type", "qwen2");
        json.put("vocab_size", config.vocabularySize());
        json.put("hidden_size", config.hiddenSize());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("num_key_value_heads", config.kvHeads());
        json.put("head_dim", config.headDim());
        json.put("intermediate_size", config.intermediateSize());
        json.put("max_position_embeddings", config.contextLength());
        json.put("rope_theta", config.ropeTheta());
        json.put("rms_norm_eps", config.rmsNormEpsilon());
        json.put("tie_word_embeddings", config.tiedEmbeddings());
        json.put("hidden_act", "silu");
        json.put("use_sliding_window", false);
        json.put("attention_dropout", 0.0);
        json.put("initializer_range", 0.02);
        json.put("torch_dtype", "float32");
        json.put("bos_token_id", beginId);
        json.put("eos_token_id", endId);
        Files.writeString(folder.resolve("config.json"), json.toPrettyString() + "\n");
    }

    /// The names of all tensors, as Hugging Face orders a Qwen2 checkpoint.
    List<String> names() {
        List<String> names = new ArrayList<>();
        names.add("model.embed_tokens.weight");
        for (int layer = 0; layer < config.layers(); layer++) {
            String at = "model.layers." + layer + ".";
            for (String part :
                    List.of(
                            "input_layernorm.weight",
                            "self_attn.q_proj.weight",
                            "self_attn.q_proj.bias",
                            "self_attn.k_proj.weight",
                            "self_attn.k_proj.bias",
                            "self_attn.v_proj.weight",
                            "self_attn.v_proj.bias",
                            "self_attn.o_proj.weight",
                            "post_attention_layernorm.weight",
                            "mlp.gate_proj.weight",
                            "mlp.up_proj.weight",
                            "mlp.down_proj.weight")) {
                names.add(at + part);
            }
        }
        names.add("model.norm.weight");
        return names;
    }

    private Safetensors.Entry entry(String name) throws WorkbenchException {
        int heads = config.heads() * config.headDim();
        int kv = config.kvHeads() * config.headDim();
        int gate = config.intermediateSize();
        if (name.equals("model.embed_tokens.weight") || name.equals("lm_head.weight")) {
            return own("embed", name);
        }
        if (name.equals("model.norm.weight")) {
            return own("norm", name);
        }
        String[] parts = name.split("\\.", 4);
        if (parts.length < 4 || !parts[0].equals("model") || !parts[1].equals("layers")) {
            throw missing(name);
        }
        String at = "layers." + parts[2] + ".";
        return switch (parts[3]) {
            case "input_layernorm.weight" -> own(at + "input_norm", name);
            case "post_attention_layernorm.weight" -> own(at + "post_norm", name);
            case "self_attn.q_proj.weight" -> rows(own(at + "qkv.weight", name), 0, heads);
            case "self_attn.q_proj.bias" -> rows(own(at + "qkv.bias", name), 0, heads);
            case "self_attn.k_proj.weight" -> rows(own(at + "qkv.weight", name), heads, kv);
            case "self_attn.k_proj.bias" -> rows(own(at + "qkv.bias", name), heads, kv);
            case "self_attn.v_proj.weight" -> rows(own(at + "qkv.weight", name), heads + kv, kv);
            case "self_attn.v_proj.bias" -> rows(own(at + "qkv.bias", name), heads + kv, kv);
            case "self_attn.o_proj.weight" -> own(at + "o.weight", name);
            case "mlp.gate_proj.weight" -> rows(own(at + "gate_up.weight", name), 0, gate);
            case "mlp.up_proj.weight" -> rows(own(at + "gate_up.weight", name), gate, gate);
            case "mlp.down_proj.weight" -> own(at + "down.weight", name);
            default -> throw missing(name);
        };
    }

    private Safetensors.Entry own(String ownName, String name) throws WorkbenchException {
        Safetensors.Entry entry = saved.tensors().get(ownName);
        if (entry == null) {
            throw missing(name);
        }
        return entry;
    }

    private static Safetensors.Entry rows(Safetensors.Entry entry, int from, int count) {
        long[] shape = entry.shape().clone();
        int columns = shape.length == 1 ? 1 : (int) shape[1];
        shape[0] = count;
        return new Safetensors.Entry(
                shape,
                Arrays.copyOfRange(entry.values(), from * columns, (from + count) * columns));
    }

    private WorkbenchException missing(String name) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "A checkpoint has no such tensor",
                        file.toString(),
                        name,
                        saved.tensors().size() + " tensors",
                        "Train with the same plan."));
    }
}
