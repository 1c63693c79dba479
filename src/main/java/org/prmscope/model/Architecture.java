package org.prmscope.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The architectures that can be imported, by the class that `config.json` names.
enum Architecture {
    QWEN2("Qwen2ForCausalLM", "qwen2"),
    QWEN3("Qwen3ForCausalLM", "qwen3"),
    LLAMA("LlamaForCausalLM", "llama"),
    /// The same layers as Llama; only checkpoints without a sliding window.
    MISTRAL("MistralForCausalLM", "mistral");

    private final String className;
    private final String type;

    Architecture(String className, String type) {
        this.className = className;
        this.type = type;
    }

    /// As `genai_config.json` and `model_type` name it.
    String type() {
        return type;
    }

    static Optional<Architecture> of(String className) {
        return Arrays.stream(values()).filter(one -> one.className.equals(className)).findFirst();
    }

    /// Every class name, for messages.
    static String all() {
        return Arrays.stream(values()).map(one -> one.className).collect(Collectors.joining(", "));
    }
}
