package org.prmscope.model;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The weights of a Hugging Face checkpoint: `model.safetensors`, or the shards that
/// `model.safetensors.index.json` names. Opening reads the headers only.
final class SafetensorsFolder implements DecoderWeights {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final int INDEX_LIMIT = 16 << 20;
    private static final int SHARD_LIMIT = 1000;

    /// Over all shards. A decoder with 126 layers has about 1,200 tensors, one with 128 experts in
    /// each of 94 layers about 37,000.
    static final int TENSOR_LIMIT = 200_000;

    private final Path folder;
    private final Map<String, StoredTensor> tensors;
    private final Map<String, Path> shards;
    private final ShardChannels channels = new ShardChannels();
    private final Set<String> used = new HashSet<>();

    private SafetensorsFolder(
            Path folder, Map<String, StoredTensor> tensors, Map<String, Path> shards) {
        this.folder = folder;
        this.tensors = tensors;
        this.shards = Collections.unmodifiableMap(shards);
    }

    /// @param stamps notes every file of weights before it is read
    /// @throws ModelException if there are no such files, or one is missing, outside the folder,
    ///   cut off or damaged
    static SafetensorsFolder open(FolderFiles files, FileStamps stamps) throws ModelException {
        if (files.has(SINGLE)) {
            Path file = files.file(files.folder(), SINGLE, "the layout");
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            stamps.add(file);
            addAll(tensors, SafetensorsHeader.read(file));
            return new SafetensorsFolder(files.folder(), tensors, Map.of(SINGLE, file));
        }
        if (!files.has(INDEX)) {
            throw otherWeights(files);
        }
        return sharded(files, files.file(files.folder(), INDEX, "the layout"), stamps);
    }

    private static SafetensorsFolder sharded(FolderFiles files, Path index, FileStamps stamps)
            throws ModelException {
        JsonFields places =
                JsonFields.read(index, INDEX_LIMIT, "Hugging Face's transformers")
                        .object("weight_map");
        Map<String, Path> shards = new LinkedHashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> place : places.node().properties()) {
            if (!place.getValue().isTextual()) {
                throw places.wrong(brief(place.getKey()), "the name of a file", place.getValue());
            }
            String shard = place.getValue().textValue();
            if (!shards.containsKey(shard)) {
                if (shards.size() == SHARD_LIMIT) {
                    throw places.wrong(brief(place.getKey()), "at most 1000 files", "more");
                }
                Path file = files.file(files.folder(), shard, INDEX);
                shards.put(shard, file);
                stamps.add(file);
                addAll(tensors, SafetensorsHeader.read(file));
                if (tensors.size() > TENSOR_LIMIT) {
                    throw ModelException.of(
                            "The checkpoint has too many tensors",
                            index,
                            "at most " + TENSOR_LIMIT + " in all its files",
                            tensors.size() + " up to " + file,
                            "Do not use this folder; it was damaged or made to exhaust memory.");
                }
            }
        }
        for (Map.Entry<String, JsonNode> place : places.node().properties()) {
            StoredTensor tensor = tensors.get(place.getKey());
            Path shard = shards.get(place.getValue().textValue());
            if (tensor == null || !tensor.file().equals(shard)) {
                throw ModelException.of(
                        "A weight file does not hold what the index says",
                        index + ", tensor " + brief(place.getKey()),
                        "the tensor in " + place.getValue().textValue(),
                        tensor == null ? "no such tensor" : "it in " + tensor.file(),
                        "Download the folder again with all its files.");
            }
        }
        return new SafetensorsFolder(files.folder(), tensors, shards);
    }

    private static void addAll(Map<String, StoredTensor> tensors, List<StoredTensor> more)
            throws ModelException {
        for (StoredTensor tensor : more) {
            StoredTensor other = tensors.put(tensor.name(), tensor);
            if (other != null) {
                throw ModelException.of(
                        "A tensor is there twice",
                        brief(tensor.name()),
                        "one file that holds it",
                        other.file() + " and " + tensor.file(),
                        "Download the folder again into an empty place.");
            }
        }
    }

    private static ModelException otherWeights(FolderFiles files) {
        String found = "no such file";
        String remedy = "Choose the folder of a checkpoint in safetensors.";
        if (files.has("adapter_model.safetensors") || files.has("adapter_config.json")) {
            found = "an adapter (LoRA), which is not a model of its own";
            remedy = "Merge it into its base model (peft: merge_and_unload) and save that.";
        } else if (files.has("pytorch_model.bin") || files.has("pytorch_model.bin.index.json")) {
            found = "pytorch_model.bin, a pickle, which can run any code when it is read";
            remedy =
                    "Save it as safetensors on a machine you trust (transformers:"
                            + " save_pretrained(..., safe_serialization=True)).";
        }
        return ModelException.of(
                "There are no weights that can be imported",
                files.folder(),
                SINGLE + " or " + INDEX,
                found,
                remedy);
    }

    /// The files that hold the weights, by name; the paths are without links.
    Map<String, Path> shards() {
        return shards;
    }

    /// The channels that rows are read through; to be closed after the last.
    ShardChannels channels() {
        return channels;
    }

    /// The tensors that were not asked for.
    List<StoredTensor> unused() {
        return tensors.values().stream().filter(tensor -> !used.contains(tensor.name())).toList();
    }

    /// How many values the tensors asked for have.
    long usedValues() {
        return tensors.values().stream()
                .filter(tensor -> used.contains(tensor.name()))
                .mapToLong(tensor -> tensor.bytes() * 8 / tensor.type().bits())
                .sum();
    }

    /// The types of the weights asked for, such as `[bf16, f32]`.
    List<String> usedTypes() {
        return tensors.values().stream()
                .filter(tensor -> used.contains(tensor.name()))
                .map(tensor -> tensor.type().label())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public RowSource matrix(String name, int rows, int columns) throws ModelException {
        return new StoredRows(
                tensor(name, List.of((long) rows, (long) columns)), rows, columns, channels);
    }

    @Override
    public RowSource vector(String name, int size) throws ModelException {
        return new StoredRows(tensor(name, List.of((long) size)), size, 1, channels);
    }

    private StoredTensor tensor(String name, List<Long> shape) throws ModelException {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw ModelException.of(
                    "A weight is missing",
                    folder,
                    name + " " + shape,
                    "no such tensor among " + tensors.size(),
                    "Download the folder again; config.json must be that of these weights.");
        }
        if (!tensor.shape().equals(shape)) {
            throw ModelException.of(
                    "A weight does not have the shape that config.json asks for",
                    tensor.file() + ", tensor " + name,
                    shape.toString(),
                    tensor.shape().toString(),
                    "Take config.json and the weights from one checkpoint.");
        }
        if (!tensor.type().isWeight()) {
            throw ModelException.of(
                    "A weight has a type that cannot be imported",
                    tensor.file() + ", tensor " + name,
                    "bf16, f16 or f32",
                    tensor.type().label(),
                    "Take the checkpoint before its quantization, in bf16.");
        }
        used.add(name);
        return tensor;
    }

    private static String brief(String name) {
        return name.length() > 80 ? name.substring(0, 80) + "..." : name;
    }
}
