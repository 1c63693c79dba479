package org.prmscope.train;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.rsqrt;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.silu;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.prmscope.model.Qwen2Config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// A Qwen2 decoder in libtorch: RMSNorm, rotary positions by half (`rotate_half`), QKV bias, gated
/// feed-forward, tied embeddings; as Hugging Face's `modeling_qwen2.py` computes it.
///
/// Query, key and value projections are one tensor here, gate and up projections another, because a
/// small network on a CPU loses most to the number of operations. [Checkpoint] gives them by their
/// Hugging Face names.
final class Qwen2Network {
    private final Qwen2Config config;
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Tensor cosines;
    private final Tensor sines;

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
        float[] cos = new float[config.contextLength() * config.headDim()];
        float[] sin = new float[cos.length];
        rotations(cos, sin);
        cosines = Tensor.create(cos, config.contextLength(), config.headDim());
        sines = Tensor.create(sin, config.contextLength(), config.headDim());
    }

    private void rotations(float[] cos, float[] sin) {
        int half = config.headDim() / 2;
        for (int position = 0; position < config.contextLength(); position++) {
            for (int i = 0; i < half; i++) {
                double angle = position * Math.pow(config.ropeTheta(), -(double) i / half);
                int at = position * config.headDim() + i;
                cos[at] = (float) Math.cos(angle);
                cos[at + half] = cos[at];
                sin[at] = (float) Math.sin(angle);
                sin[at + half] = sin[at];
            }
        }
    }

    private void weight(String name, Random random, double deviation, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        parameters.put(name, Tensor.create(values, rows, columns).set_requires_grad(true));
    }

    private void constant(String name, float value, int size) {
        float[] values = new float[size];
        java.util.Arrays.fill(values, value);
        parameters.put(name, Tensor.create(values, size).set_requires_grad(true));
    }

    Qwen2Config config() {
        return config;
    }

    /// The trained tensors by the network's own names, in a fixed order.
    Map<String, Tensor> parameters() {
        return parameters;
    }

    private Tensor parameter(String name) {
        Tensor tensor = parameters.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no parameter " + name);
        }
        return tensor;
    }

    /// Mean cross-entropy in nats over the chosen positions.
    ///
    /// @param ids `[rows, width]`, int64
    /// @param positions indices into the flattened rows, int64
    /// @param targets the ids that follow those positions, int64
    Tensor loss(Tensor ids, Tensor positions, Tensor targets) {
        Tensor hidden = hidden(ids).reshape(-1, config.hiddenSize()).index_select(0, positions);
        Tensor logits = linear(hidden, parameter("embed"));
        return cross_entropy_loss(logits, targets);
    }

    /// The logits after the last position of each row, `[rows, vocabulary]`.
    Tensor lastLogits(Tensor ids) {
        Tensor hidden = hidden(ids);
        return linear(hidden.select(1, hidden.size(1) - 1), parameter("embed"));
    }

    private Tensor hidden(Tensor ids) {
        long rows = ids.size(0);
        long width = ids.size(1);
        Tensor cos = cosines.narrow(0, 0, width);
        Tensor sin = sines.narrow(0, 0, width);
        Tensor x = embedding(parameter("embed"), ids);
        for (int layer = 0; layer < config.layers(); layer++) {
            String at = "layers." + layer + ".";
            x = x.add(attention(at, normed(x, at + "input_norm"), rows, width, cos, sin));
            Tensor gateUp = linear(normed(x, at + "post_norm"), parameter(at + "gate_up.weight"));
            long size = config.intermediateSize();
            Tensor gated = silu(gateUp.narrow(-1, 0, size)).mul(gateUp.narrow(-1, size, size));
            x = x.add(linear(gated, parameter(at + "down.weight")));
        }
        return normed(x, "norm");
    }

    private Tensor attention(String at, Tensor x, long rows, long width, Tensor cos, Tensor sin) {
        long dim = config.headDim();
        long heads = config.heads();
        long kv = config.kvHeads();
        Tensor qkv =
                linear(x, parameter(at + "qkv.weight"), optional(parameter(at + "qkv.bias")))
                        .view(rows, width, heads + 2 * kv, dim)
                        .transpose(1, 2);
        Tensor qk = qkv.narrow(1, 0, heads + kv);
        Tensor low = qk.narrow(-1, 0, dim / 2);
        Tensor high = qk.narrow(-1, dim / 2, dim / 2);
        TensorVector turned = new TensorVector(high.neg(), low);
        Tensor rotated = qk.mul(cos).add(cat(turned, -1).mul(sin));
        Tensor mixed =
                scaled_dot_product_attention(
                        rotated.narrow(1, 0, heads),
                        rotated.narrow(1, heads, kv),
                        qkv.narrow(1, heads + kv, kv),
                        new TensorOptional(),
                        0.0,
                        true,
                        new DoubleOptional(),
                        heads != kv);
        Tensor joined = mixed.transpose(1, 2).reshape(rows, width, heads * dim);
        return linear(joined, parameter(at + "o.weight"));
    }

    private static TensorOptional optional(Tensor tensor) {
        return new TensorOptional(tensor);
    }

    private Tensor normed(Tensor x, String weight) {
        Tensor mean = x.square().mean(new long[] {-1}, true, new ScalarTypeOptional());
        return x.mul(rsqrt(mean.add(new Scalar(config.rmsNormEpsilon())))).mul(parameter(weight));
    }
}
