package org.prmscope.model;

import static org.prmscope.model.GenAiConfigReader.MOST_CONTEXT;
import static org.prmscope.model.GenAiConfigReader.MOST_HEADS;
import static org.prmscope.model.GenAiConfigReader.MOST_IDS;
import static org.prmscope.model.GenAiConfigReader.MOST_LAYERS;
import static org.prmscope.model.GenAiConfigReader.MOST_WIDTH;

import org.prmscope.core.DecoderShape;

import java.nio.file.Path;

/// Reads `config.json` and `generation_config.json`, as Hugging Face's transformers writes them
/// beside a checkpoint or an export of it.
final class HubConfigReader {
    static final String FILE = CheckpointConfigReader.FILE;

    private static final int SIZE_LIMIT = 1 << 20;

    private HubConfigReader() {}

    /// What the configuration says; sizes it leaves out are 0.
    ///
    /// @throws ModelException if it is wrong or describes no decoder
    static FolderConfig read(FolderFiles files) throws ModelException {
        Path file = files.file(files.folder(), FILE, "the layout");
        JsonFields config = JsonFields.read(file, SIZE_LIMIT, CheckpointConfigReader.WRITER);
        if (config.node().path("is_encoder_decoder").asBoolean(false)) {
            throw ModelException.of(
                    "This model has an encoder, which a verifier has not",
                    file + ", field is_encoder_decoder",
                    "false: a decoder alone",
                    "true",
                    "Choose a causal language model.");
        }
        int heads = config.integer("num_attention_heads", 1, MOST_HEADS, 0);
        int hidden = config.integer("hidden_size", 1, MOST_WIDTH, 0);
        DecoderShape shape =
                new DecoderShape(
                        config.integer("num_hidden_layers", 1, MOST_LAYERS, 0),
                        heads,
                        config.integer("num_key_value_heads", 1, MOST_HEADS, heads),
                        config.integer("head_dim", 1, MOST_HEADS, heads == 0 ? 0 : hidden / heads),
                        hidden,
                        config.integer("vocab_size", 1, MOST_IDS, 0),
                        config.integer("max_position_embeddings", 1, MOST_CONTEXT),
                        Float.BYTES);
        String type = config.text("model_type");
        int layers = shape.layers() == 0 ? Integer.MAX_VALUE : shape.layers();
        new SlidingWindow(config, type, layers).refuse(shape.contextLength());
        return new FolderConfig(
                file,
                type,
                shape,
                false,
                CheckpointConfigReader.ids(files, file, MOST_IDS + 1),
                null);
    }
}
