package org.prmscope.train;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.WeightSource;

import java.util.ArrayList;
import java.util.List;

/// A Qwen2 decoder in plain Java with a key-value cache, one token at a time: an independent
/// statement of the architecture to hold other implementations against.
final class ReferenceDecoder {
    private final Qwen2Config config;
    private final float[] embedding;
    private final float[] lastNorm;
    private final List<Layer> layers = new ArrayList<>();
    private final float[] embeddingTransposed;
    private int position;

    private static final class Layer {
        float[] inputNorm = {};
        float[] postNorm = {};
        float[] q = {};
        float[] k = {};
        float[] v = {};
        float[] qBias = {};
        float[] kBias = {};
        float[] vBias = {};
        float[] o = {};
        float[] gate = {};
        float[] up = {};
        float[] down = {};
        float[] keys = {};
        float[] values = {};
    }

    ReferenceDecoder(Qwen2Config config, WeightSource weights) throws WorkbenchException {
        this.config = config;
        int d = config.hiddenSize();
        int heads = config.heads() * config.headDim();
        int kv = config.kvHeads() * config.headDim();
        int f = config.intermediateSize();
        embedding = weights.tensor("model.embed_tokens.weight");
        embeddingTransposed = transposed(embedding, config.vocabularySize(), d);
        lastNorm = weights.tensor("model.norm.weight");
        for (int i = 0; i < config.layers(); i++) {
            String at = "model.layers." + i + ".";
            Layer layer = new Layer();
            layer.inputNorm = weights.tensor(at + "input_layernorm.weight");
            layer.postNorm = weights.tensor(at + "post_attention_layernorm.weight");
            layer.q = transposed(weights.tensor(at + "self_attn.q_proj.weight"), heads, d);
            layer.k = transposed(weights.tensor(at + "self_attn.k_proj.weight"), kv, d);
            layer.v = transposed(weights.tensor(at + "self_attn.v_proj.weight"), kv, d);
            layer.qBias = weights.tensor(at + "self_attn.q_proj.bias");
            layer.kBias = weights.tensor(at + "self_attn.k_proj.bias");
            layer.vBias = weights.tensor(at + "self_attn.v_proj.bias");
            layer.o = transposed(weights.tensor(at + "self_attn.o_proj.weight"), d, heads);
            layer.gate = transposed(weights.tensor(at + "mlp.gate_proj.weight"), f, d);
            layer.up = transposed(weights.tensor(at + "mlp.up_proj.weight"), f, d);
            layer.down = transposed(weights.tensor(at + "mlp.down_proj.weight"), d, f);
            layer.keys = new float[config.contextLength() * kv];
            layer.values = new float[config.contextLength() * kv];
            layers.add(layer);
        }
    }

    void reset() {
        position = 0;
    }

    int position() {
        return position;
    }

    /// The logits after one more token.
    float[] next(int token) {
        int d = config.hiddenSize();
        float[] x = java.util.Arrays.copyOfRange(embedding, token * d, (token + 1) * d);
        for (Layer layer : layers) {
            add(x, attention(layer, normed(x, layer.inputNorm)));
            float[] h = normed(x, layer.postNorm);
            float[] gate = times(h, layer.gate, config.intermediateSize(), null);
            float[] up = times(h, layer.up, config.intermediateSize(), null);
            for (int i = 0; i < gate.length; i++) {
                gate[i] = (float) (gate[i] / (1 + Math.exp(-gate[i]))) * up[i];
            }
            add(x, times(gate, layer.down, d, null));
        }
        position++;
        return times(normed(x, lastNorm), embeddingTransposed, config.vocabularySize(), null);
    }

    private float[] attention(Layer layer, float[] x) {
        int dim = config.headDim();
        int kv = config.kvHeads() * dim;
        float[] q = times(x, layer.q, config.heads() * dim, layer.qBias);
        float[] k = times(x, layer.k, kv, layer.kBias);
        float[] v = times(x, layer.v, kv, layer.vBias);
        rotate(q);
        rotate(k);
        System.arraycopy(k, 0, layer.keys, position * kv, kv);
        System.arraycopy(v, 0, layer.values, position * kv, kv);
        float[] mixed = new float[q.length];
        int group = config.heads() / config.kvHeads();
        for (int head = 0; head < config.heads(); head++) {
            int from = head / group * dim;
            double[] scores = new double[position + 1];
            double max = Double.NEGATIVE_INFINITY;
            for (int t = 0; t <= position; t++) {
                double dot = 0;
                for (int i = 0; i < dim; i++) {
                    dot += q[head * dim + i] * layer.keys[t * kv + from + i];
                }
                scores[t] = dot / Math.sqrt(dim);
                max = Math.max(max, scores[t]);
            }
            double sum = 0;
            for (int t = 0; t <= position; t++) {
                scores[t] = Math.exp(scores[t] - max);
                sum += scores[t];
            }
            for (int t = 0; t <= position; t++) {
                float share = (float) (scores[t] / sum);
                for (int i = 0; i < dim; i++) {
                    mixed[head * dim + i] += share * layer.values[t * kv + from + i];
                }
            }
        }
        return times(mixed, layer.o, config.hiddenSize(), null);
    }

    private void rotate(float[] x) {
        int dim = config.headDim();
        int half = dim / 2;
        for (int i = 0; i < half; i++) {
            double angle = position * Math.pow(config.ropeTheta(), -(double) i / half);
            float cos = (float) Math.cos(angle);
            float sin = (float) Math.sin(angle);
            for (int head = 0; head < x.length; head += dim) {
                float a = x[head + i];
                float b = x[head + i + half];
                x[head + i] = a * cos - b * sin;
                x[head + i + half] = b * cos + a * sin;
            }
        }
    }

    private float[] normed(float[] x, float[] weight) {
        double sum = 0;
        for (float value : x) {
            sum += value * value;
        }
        float scale = (float) (1 / Math.sqrt(sum / x.length + config.rmsNormEpsilon()));
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * scale * weight[i];
        }
        return y;
    }

    private static void add(float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i];
        }
    }

    /// `x` times a transposed weight `[x.length, columns]`.
    private static float[] times(float[] x, float[] weight, int columns, float @Nullable [] bias) {
        float[] y = bias == null ? new float[columns] : bias.clone();
        for (int row = 0; row < x.length; row++) {
            float value = x[row];
            int at = row * columns;
            for (int i = 0; i < columns; i++) {
                y[i] += value * weight[at + i];
            }
        }
        return y;
    }

    private static float[] transposed(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = matrix[row * columns + column];
            }
        }
        return result;
    }
}
