package org.prmscope.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes `genai_config.json`, the description that ONNX Runtime GenAI keeps beside a graph.
final class GenAiConfigWriter {
    static final String FILE = "genai_config.json";

    private GenAiConfigWriter() {}

    static void write(DecoderConfig config, ControlIds ids, Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        ObjectNode model = root.putObject("model");
        model.put("bos_token_id", ids.begin());
        model.put("context_length", config.contextLength());
        decoder(config, model.putObject("decoder"));
        if (ids.end().size() == 1) {
            model.put("eos_token_id", ids.end().getFirst());
        } else {
            ids.end().forEach(model.putArray("eos_token_id")::add);
        }
        model.put("pad_token_id", ids.pad());
        model.put("type", config.type());
        model.put("vocab_size", config.vocabularySize());
        search(config, root.putObject("search"));
        Files.writeString(
                folder.resolve(FILE),
                json.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    private static void decoder(DecoderConfig config, ObjectNode decoder) {
        decoder.putObject("session_options")
                .put("log_id", "onnxruntime-genai")
                .putArray("provider_options");
        decoder.put("filename", ModelFolderWriter.GRAPH_FILE);
        decoder.put("head_size", config.headDim());
        decoder.put("hidden_size", config.hiddenSize());
        decoder.putObject("inputs")
                .put("input_ids", "input_ids")
                .put("attention_mask", "attention_mask")
                .put("past_key_names", "past_key_values.%d.key")
                .put("past_value_names", "past_key_values.%d.value");
        decoder.putObject("outputs")
                .put("logits", "logits")
                .put("present_key_names", "present.%d.key")
                .put("present_value_names", "present.%d.value");
        decoder.put("num_attention_heads", config.heads());
        decoder.put("num_hidden_layers", config.layers());
        decoder.put("num_key_value_heads", config.kvHeads());
    }

    private static void search(DecoderConfig config, ObjectNode search) {
        search.put("do_sample", false);
        search.put("max_length", config.contextLength());
        search.put("min_length", 0);
        search.put("num_beams", 1);
        search.put("num_return_sequences", 1);
        search.put("past_present_share_buffer", true);
        search.put("repetition_penalty", 1.0);
        search.put("temperature", 1.0);
        search.put("top_k", 50);
        search.put("top_p", 1.0);
    }
}
