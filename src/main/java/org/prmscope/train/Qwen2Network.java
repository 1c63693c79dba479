package org.prmscope.train;

import org.bytedeco.pytorch.Tensor;
import org.prmscope.model.Qwen2Config;

import java.util.Random;

/// A Qwen2 decoder in libtorch: RMSNorm, rotary positions by half (`rotate_half`), QKV bias, gated
/// feed-forward, tied embeddings; as Hugging Face's `modeling_qwen2.py` computes it.
///
/// Query, key and value projections are one tensor here, gate and up projections another, because a
/// small network on a CPU loses most to the number of operations. [CheckpointWeights] gives them by
/// their Hugging Face names.
final class Qwen2Network {
    private final Qwen2Config config;
    private final NamedTensors parameters = new NamedTensors();

    /// A network with random weights.
    Qwen2Network(Qwen2Config config, long seed) {
        this.config = config;
        Random random = new Random(seed);
        int hidden = config.hiddenSize();
        int heads = config.heads() * config.headDim();
        int kv = config.kvHeads() * config.headDim();
        double out = 0.02 / Math.sqrt(2.0 * config.layers());
        weight("embed", random, 0.02, config.vocabularySize(), hidden);
        for (int layer = 0; layer < config.layers(); layer++) {
            String at = "layers." + layer + ".";
            constant(at + "input_norm", 1, hidden);
            weight(at + "qkv.weight", random, 0.03, heads + 2 * kv, hidden);
            constant(at + "qkv.bias", 0, heads + 2 * kv);
            weight(at + "o.weight", random, out, hidden, heads);
            constant(at + "post_norm", 1, hidden);
            weight(at + "gate_up.weight", random, 0.03, 2 * config.intermediateSize(), hidden);
            weight(at + "down.weight", random, out, hidden, config.intermediateSize());
        }
        constant("norm", 1, hidden);
    }

    private void weight(String name, Random random, double deviation, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        parameters.put(name, Tensor.create(values, rows, columns));
    }

    private void constant(String name, float value, int size) {
        float[] values = new float[size];
        java.util.Arrays.fill(values, value);
        parameters.put(name, Tensor.create(values, size));
    }

    Qwen2Config config() {
        return config;
    }

    /// The trained tensors by the network's own names, in a fixed order.
    NamedTensors parameters() {
        return parameters;
    }
}
