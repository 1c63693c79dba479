package org.prmscope.model;

/// What wrote a model folder.
public enum FolderLayout {
    /// ONNX Runtime GenAI's builder, or an import by PRMScope: `genai_config.json`.
    GENAI("ONNX Runtime GenAI"),

    /// Hugging Face Optimum: `config.json` and graphs beside it.
    OPTIMUM("Optimum"),

    /// The conversion for transformers.js: `config.json`, and graphs in several precisions in the
    /// folder `onnx`.
    TRANSFORMERS_JS("transformers.js");

    private final String text;

    FolderLayout(String text) {
        this.text = text;
    }

    /// What a person calls it.
    public String text() {
        return text;
    }
}
