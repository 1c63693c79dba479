package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.prmscope.tokenizer.TokenizerException;
import org.prmscope.tokenizer.TokenizerFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Makes a model folder in the layout of ONNX Runtime GenAI's builder from a Hugging Face
/// checkpoint: a folder with `config.json`, weights in safetensors and `tokenizer.json`.
public final class ModelImport {
    /// Copied as they are where a checkpoint has them.
    static final List<String> COMPANIONS =
            List.of(
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "added_tokens.json",
                    CheckpointConfigReader.GENERATION_FILE,
                    "chat_template.jinja",
                    "chat_template.json");

    private static final long COMPANION_LIMIT = 16L << 20;

    /// Buffers that old checkpoints hold besides their weights; they follow from the configuration.
    private static final Pattern BUFFER =
            Pattern.compile(".*\\.(rotary_emb\\.inv_freq|attn\\.bias|attn\\.masked_bias)");

    private ModelImport() {}

    /// Checks everything about an import that can be checked without reading weights.
    ///
    /// @param source the checkpoint's folder
    /// @throws ModelException naming what is missing, damaged, contradictory or not supported
    public static ImportPlan plan(Path source, ImportOptions options) throws ModelException {
        options.check();
        FolderFiles files = FolderFiles.openCheckpoint(source);
        Path configFile = files.file(files.folder(), CheckpointConfigReader.FILE, "the layout");
        FileStamps stamps = new FileStamps();
        stamps.add(configFile);
        DecoderConfig config = CheckpointConfigReader.read(configFile);
        SafetensorsFolder weights = SafetensorsFolder.open(files, stamps);
        checkBlocks(config, options, configFile);
        WeightLayout layout = new WeightLayout(ModelFolderWriter.WEIGHTS_FILE);
        ModelProto graph =
                new DecoderGraph(
                                config,
                                weights,
                                new GraphWeights.Storage(
                                        options.precision(),
                                        options.head(),
                                        options.block(),
                                        options.symmetric(),
                                        options.device()),
                                layout)
                        .assemble();
        refuseOthers(config, weights);
        Map<String, Path> copies = new LinkedHashMap<>();
        Path tokenizer = tokenizer(files, config, stamps);
        checkTokenizer(tokenizer);
        copies.put(ModelFolderWriter.TOKENIZER_FILE, tokenizer);
        for (String companion : COMPANIONS) {
            if (files.has(companion)) {
                Path file = companion(files, companion);
                stamps.add(file);
                copies.put(companion, file);
            }
        }
        ControlIds ids = CheckpointConfigReader.ids(files, configFile, config.vocabularySize());
        Map<String, Path> sources = new LinkedHashMap<>();
        sources.put(CheckpointConfigReader.FILE, configFile);
        sources.putAll(weights.shards());
        return new ImportPlan(
                files.folder(),
                new ImportPlan.Made(config, ids, graph, layout),
                options,
                weights,
                copies,
                sources,
                stamps);
    }

    /// Blocks must fill every row of a matrix that is quantized.
    private static void checkBlocks(DecoderConfig config, ImportOptions options, Path file)
            throws ModelException {
        Map<String, Integer> rows = new LinkedHashMap<>();
        if (options.quantizes()) {
            rows.put("hidden_size", config.hiddenSize());
        }
        if (options.precision().isQuantized()) {
            rows.put("num_attention_heads * head_dim", config.heads() * config.headDim());
            rows.put("intermediate_size", config.intermediateSize());
        }
        List<String> misfits = new ArrayList<>();
        rows.forEach((name, size) -> {
            if (size % options.block() != 0) {
                misfits.add(name + " " + size);
            }
        });
        if (!misfits.isEmpty()) {
            throw ModelException.of(
                    "This model's matrices cannot be quantized in blocks of " + options.block(),
                    file,
                    "multiples of " + options.block(),
                    String.join(", ", misfits),
                    remedy(rows.values(), options));
        }
    }

    /// The blocks that fill all rows, or the precision that needs none.
    private static String remedy(Collection<Integer> rows, ImportOptions options) {
        List<String> fitting =
                ImportOptions.BLOCKS.stream()
                        .filter(block -> rows.stream().allMatch(size -> size % block == 0))
                        .map(String::valueOf)
                        .toList();
        return fitting.isEmpty()
                ? "Import it in " + options.device().floats().label() + "."
                : "Import it in blocks of " + String.join(" or ", fitting) + ".";
    }

    /// A tensor that the graph has no place for means that the checkpoint computes something else.
    static void refuseOthers(DecoderConfig config, SafetensorsFolder weights)
            throws ModelException {
        for (StoredTensor tensor : weights.unused()) {
            boolean known =
                    BUFFER.matcher(tensor.name()).matches()
                            || (config.tiedEmbeddings() && tensor.name().equals("lm_head.weight"));
            if (!known) {
                throw ModelException.of(
                        "The checkpoint has a tensor that its architecture does not",
                        tensor.file() + ", tensor " + tensor.name(),
                        "only the weights of " + config.type() + " as config.json describes it",
                        tensor.type().label() + " " + tensor.shape(),
                        "config.json must be that of these weights; a further head or an adapter"
                                + " cannot be imported.");
            }
        }
    }

    static Path tokenizer(FolderFiles files, DecoderConfig config, FileStamps stamps)
            throws ModelException {
        if (!files.has(ModelFolderWriter.TOKENIZER_FILE)) {
            boolean slow = files.has("tokenizer.model") || files.has("vocab.json");
            throw ModelException.of(
                    "The checkpoint has no tokenizer that can be used",
                    files.folder(),
                    ModelFolderWriter.TOKENIZER_FILE,
                    slow ? "a tokenizer in an older form" : "no such file",
                    "Download tokenizer.json too, or write it with transformers"
                            + " (AutoTokenizer.from_pretrained(...).save_pretrained(...)).");
        }
        Path tokenizer = files.file(files.folder(), ModelFolderWriter.TOKENIZER_FILE, "the layout");
        stamps.add(tokenizer);
        long largest = TokenizerIds.largest(tokenizer);
        if (largest >= config.vocabularySize()) {
            throw ModelException.of(
                    "The tokenizer is not the one of this model",
                    tokenizer,
                    "token ids below " + config.vocabularySize() + " (vocab_size)",
                    "id " + largest,
                    "Take tokenizer.json and the weights from one checkpoint.");
        }
        return tokenizer;
    }

    /// A model whose tokenizer cannot be used could be computed, but never be asked anything.
    static void checkTokenizer(Path tokenizer) throws ModelException {
        try {
            TokenizerFile.check(tokenizer);
        } catch (TokenizerException e) {
            throw new ModelException(e.report(), e);
        }
    }

    static Path companion(FolderFiles files, String name) throws ModelException {
        Path file = files.file(files.folder(), name, "the layout");
        try {
            long size = Files.size(file);
            if (size > COMPANION_LIMIT) {
                throw ModelException.of(
                        "A file of the model is too large",
                        file,
                        "at most " + new ByteSize(COMPANION_LIMIT),
                        new ByteSize(size).text(),
                        "Download the file again; it is not what it should be.");
            }
            return file;
        } catch (IOException e) {
            throw ModelException.io(
                    "A file of the model cannot be read", file, e, "Check its permissions.");
        }
    }
}
