package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A Hugging Face checkpoint that can be trained further: the same folders, with the same checks,
/// as [ModelImport] takes.
public final class TrainableCheckpoint implements AutoCloseable {
    private static final int SAMPLED = 256;

    private final Path folder;
    private final DecoderConfig config;
    private final SafetensorsFolder weights;
    private final Map<String, Path> files;

    private TrainableCheckpoint(
            Path folder, DecoderConfig config, SafetensorsFolder weights, Map<String, Path> files) {
        this.folder = folder;
        this.config = config;
        this.weights = weights;
        this.files = Collections.unmodifiableMap(files);
    }

    /// One tensor by its Hugging Face name.
    ///
    /// @param columns 0 for a vector
    public record Weight(String name, int rows, int columns) {
        /// How many values it has.
        public long values() {
            return (long) rows * Math.max(1, columns);
        }

        /// `[rows]` or `[rows, columns]`.
        public List<Long> shape() {
            return columns == 0 ? List.of((long) rows) : List.of((long) rows, (long) columns);
        }
    }

    /// Takes the values of a tensor piece by piece.
    public interface Sink {
        /// Takes some values.
        ///
        /// @param from index of the first of `count` values, row-major; the array is used again
        void values(long from, float[] values, int count);
    }

    /// Opens a folder; reads headers only.
    ///
    /// @throws ModelException as [ModelImport#plan] throws it, and if a weight is missing or of
    ///   another shape
    public static TrainableCheckpoint open(Path folder) throws ModelException {
        FolderFiles found = FolderFiles.openCheckpoint(folder);
        Path configFile = found.file(found.folder(), CheckpointConfigReader.FILE, "the layout");
        FileStamps stamps = new FileStamps();
        DecoderConfig config = CheckpointConfigReader.read(configFile);
        SafetensorsFolder weights = SafetensorsFolder.open(found, stamps);
        Map<String, Path> files = new LinkedHashMap<>();
        files.put(CheckpointConfigReader.FILE, configFile);
        files.put(ModelFolderWriter.TOKENIZER_FILE, ModelImport.tokenizer(found, config, stamps));
        for (String companion : ModelImport.COMPANIONS) {
            if (found.has(companion)) {
                files.put(companion, ModelImport.companion(found, companion));
            }
        }
        TrainableCheckpoint checkpoint =
                new TrainableCheckpoint(found.folder(), config, weights, files);
        for (Weight weight : checkpoint.weights()) {
            checkpoint.rows(weight);
        }
        ModelImport.refuseOthers(config, weights);
        return checkpoint;
    }

    /// The folder without links.
    public Path folder() {
        return folder;
    }

    public TrainableShape shape() {
        return TrainableShape.of(config);
    }

    /// `config.json`, `tokenizer.json` and what else belongs beside the weights, by name.
    public Map<String, Path> files() {
        return files;
    }

    /// The tensors in the order of Hugging Face's checkpoints; a tied output projection is left
    /// out.
    public List<Weight> weights() {
        List<Weight> all = new ArrayList<>();
        int hidden = config.hiddenSize();
        all.add(new Weight("model.embed_tokens.weight", config.vocabularySize(), hidden));
        for (int layer = 0; layer < config.layers(); layer++) {
            addLayer(all, "model.layers." + layer + ".");
        }
        all.add(new Weight("model.norm.weight", hidden, 0));
        if (!config.tiedEmbeddings()) {
            all.add(new Weight("lm_head.weight", config.vocabularySize(), hidden));
        }
        return all;
    }

    private void addLayer(List<Weight> all, String at) {
        int hidden = config.hiddenSize();
        int dim = config.headDim();
        int queries = config.heads() * dim;
        int keys = config.kvHeads() * dim;
        int inner = config.intermediateSize();
        DecoderConfig.Parts parts = config.parts();
        all.add(new Weight(at + "input_layernorm.weight", hidden, 0));
        String attention = at + "self_attn.";
        linear(all, attention + "q_proj", queries, hidden, parts.queryKeyValueBias());
        linear(all, attention + "k_proj", keys, hidden, parts.queryKeyValueBias());
        linear(all, attention + "v_proj", keys, hidden, parts.queryKeyValueBias());
        if (parts.headNorms()) {
            all.add(new Weight(attention + "q_norm.weight", dim, 0));
            all.add(new Weight(attention + "k_norm.weight", dim, 0));
        }
        linear(all, attention + "o_proj", hidden, queries, parts.outputBias());
        all.add(new Weight(at + "post_attention_layernorm.weight", hidden, 0));
        linear(all, at + "mlp.gate_proj", inner, hidden, parts.feedForwardBias());
        linear(all, at + "mlp.up_proj", inner, hidden, parts.feedForwardBias());
        linear(all, at + "mlp.down_proj", hidden, inner, parts.feedForwardBias());
    }

    private static void linear(List<Weight> all, String name, int rows, int columns, boolean bias) {
        all.add(new Weight(name + ".weight", rows, columns));
        if (bias) {
            all.add(new Weight(name + ".bias", rows, 0));
        }
    }

    /// Reads a tensor as float32.
    ///
    /// @throws WorkbenchException if a value is not a finite number or the file cannot be read
    public void read(Weight weight, Sink sink) throws WorkbenchException {
        RowSource source = rows(weight);
        int columns = source.columns();
        int step = ChunkBuffers.rows(source.rows(), columns);
        ChunkBuffers buffers = new ChunkBuffers(step * columns);
        try {
            for (int row = 0; row < source.rows(); row += step) {
                int count = Math.min(step, source.rows() - row);
                source.read(row, count, buffers.values(), 0, buffers);
                sink.values((long) row * columns, buffers.values(), count * columns);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Reads some values of a tensor as float32: whole rows at its beginning, in its middle and at
    /// its end, about 256 values each. Tells one model's weights from another's without reading
    /// gigabytes.
    ///
    /// @throws WorkbenchException as [#read]
    public void sample(Weight weight, Sink sink) throws WorkbenchException {
        RowSource source = rows(weight);
        int columns = source.columns();
        int count = Math.min(source.rows(), Math.max(1, SAMPLED / columns));
        ChunkBuffers buffers = new ChunkBuffers(count * columns);
        int last = source.rows() - count;
        try {
            for (int row : new int[] {0, last / 2, last}) {
                source.read(row, count, buffers.values(), 0, buffers);
                sink.values((long) row * columns, buffers.values(), count * columns);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ModelException unreadable(IOException e) {
        return ModelException.io(
                "A file of the model cannot be read", folder, e, "Check its permissions.");
    }

    /// The cosines or sines `[positions, headDim / 2]` of the rotary embedding, row-major.
    public float[] rotary(int positions, boolean sine) throws WorkbenchException {
        RowSource table = config.rotary().table(positions, sine);
        float[] values = new float[positions * table.columns()];
        try {
            table.read(0, positions, values, 0, new ChunkBuffers(1));
        } catch (IOException e) {
            throw new IllegalStateException("computed, not read", e);
        }
        return values;
    }

    private RowSource rows(Weight weight) throws ModelException {
        return weight.columns() == 0
                ? weights.vector(weight.name(), weight.rows())
                : weights.matrix(weight.name(), weight.rows(), weight.columns());
    }

    /// Closes the weight files.
    @Override
    public void close() throws ModelException {
        try {
            weights.channels().close();
        } catch (IOException e) {
            throw ModelException.io(
                    "A file of the model cannot be closed", folder, e, "Check the disk.");
        }
    }
}
