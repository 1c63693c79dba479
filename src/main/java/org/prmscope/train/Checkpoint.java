package org.prmscope.train;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where a training is: weights, the optimizer's moments, and the place in the examples.
///
/// @param step optimizer steps taken
/// @param shard the shard in use
/// @param batch batches of that shard already trained on
record Checkpoint(int step, int shard, int batch) {
    /// The file's name in a training's folder.
    static final String FILE = "checkpoint.safetensors";

    private static final String VOCABULARY = "vocabulary";
    private static final String MEAN = "adam.mean.";
    private static final String SQUARE = "adam.square.";

    /// @param vocabulary what the ids mean, see [ExampleSource#vocabulary]
    void write(Path folder, Qwen2Network network, AdamW optimizer, String vocabulary)
            throws IOException {
        Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
        network.parameters().forEach((name, tensor) -> tensors.put(name, entry(tensor)));
        optimizer.means().forEach((name, tensor) -> tensors.put(MEAN + name, entry(tensor)));
        optimizer.squares().forEach((name, tensor) -> tensors.put(SQUARE + name, entry(tensor)));
        Map<String, String> metadata =
                Map.of(
                        "step",
                        String.valueOf(step),
                        "shard",
                        String.valueOf(shard),
                        "batch",
                        String.valueOf(batch),
                        VOCABULARY,
                        vocabulary);
        new Safetensors(tensors, metadata).write(folder.resolve(FILE));
    }

    /// Puts a saved training into a network and an optimizer of the same shape.
    ///
    /// @param vocabulary of the examples to come
    static Checkpoint restore(Path folder, Qwen2Network network, AdamW optimizer, String vocabulary)
            throws WorkbenchException {
        Path file = folder.resolve(FILE);
        Safetensors saved = Safetensors.read(file);
        String before = saved.metadata().getOrDefault(VOCABULARY, "");
        if (!before.isEmpty() && !vocabulary.isEmpty() && !before.equals(vocabulary)) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The checkpoint was trained with another tokenizer",
                            file.toString(),
                            before,
                            vocabulary,
                            "Put back the tokenizer.json it was trained with, or train in another"
                                    + " folder."));
        }
        fill(file, saved, "", network.parameters());
        fill(file, saved, MEAN, optimizer.means());
        fill(file, saved, SQUARE, optimizer.squares());
        return new Checkpoint(
                number(file, saved, "step"),
                number(file, saved, "shard"),
                number(file, saved, "batch"));
    }

    /// Puts saved weights into a network, to use it.
    static void restoreWeights(Path folder, Qwen2Network network) throws WorkbenchException {
        Path file = folder.resolve(FILE);
        fill(file, Safetensors.read(file), "", network.parameters());
    }

    private static int number(Path file, Safetensors saved, String name) throws WorkbenchException {
        String text = saved.metadata().getOrDefault(name, "");
        if (!text.matches("\\d{1,9}")) {
            throw mismatch(file, "a number " + name, text);
        }
        return Integer.parseInt(text);
    }

    private static void fill(Path file, Safetensors saved, String prefix, NamedTensors targets)
            throws WorkbenchException {
        for (String name : targets.names()) {
            Safetensors.Entry entry = saved.tensors().get(prefix + name);
            Tensor tensor = targets.get(name);
            if (entry == null || entry.values().length != tensor.numel()) {
                throw mismatch(
                        file,
                        prefix + name + " with " + tensor.numel() + " values",
                        entry == null ? "nothing" : entry.values().length + " values");
            }
            try (NoGradGuard guard = new NoGradGuard();
                    Tensor values = Tensor.create(entry.values(), entry.shape())) {
                assert guard != null;
                tensor.copy_(values);
            }
        }
    }

    private static WorkbenchException mismatch(Path file, String expected, String found) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "A checkpoint does not fit the training plan",
                        file.toString(),
                        expected,
                        found,
                        "Train in another folder, or delete the checkpoint."));
    }

    private static Safetensors.Entry entry(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        try (NoGradGuard guard = new NoGradGuard();
                Tensor whole = tensor.detach().contiguous()) {
            assert guard != null;
            FloatBuffer buffer = whole.createBuffer();
            buffer.get(values);
        }
        long[] shape = new long[(int) tensor.dim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = tensor.size(i);
        }
        return new Safetensors.Entry(shape, values);
    }
}
