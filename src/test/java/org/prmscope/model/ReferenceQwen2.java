package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

/// The Qwen2 forward pass written down plainly in double precision, as the judge of the graph.
///
/// Follows the published architecture: RMSNorm before each block, biased query, key and value
/// projections, rotary embedding on halves, grouped-query causal attention, SwiGLU feed-forward.
final class ReferenceQwen2 {
    private final Qwen2Config config;
    private final WeightSource weights;

    ReferenceQwen2(Qwen2Config config, WeightSource weights) {
        this.config = config;
        this.weights = weights;
    }

    /// The logits of every position, `[tokens][vocabulary]`.
    double[][] logits(int... tokens) throws WorkbenchException {
        float[] embedding = weights.tensor("model.embed_tokens.weight");
        int hidden = config.hiddenSize();
        double[][] x = new double[tokens.length][hidden];
        for (int t = 0; t < tokens.length; t++) {
            for (int i = 0; i < hidden; i++) {
                x[t][i] = embedding[tokens[t] * hidden + i];
            }
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            add(x, attention(prefix + "self_attn.", norm(x, prefix + "input_layernorm.weight")));
            add(
                    x,
                    feedForward(
                            prefix + "mlp.", norm(x, prefix + "post_attention_layernorm.weight")));
        }
        return linear(
                norm(x, "model.norm.weight"),
                config.tiedEmbeddings() ? embedding : weights.tensor("lm_head.weight"),
                new float[config.vocabularySize()]);
    }

    private double[][] attention(String prefix, double[][] x) throws WorkbenchException {
        int dim = config.headDim();
        double[][] query = rotated(biased(prefix + "q_proj", x));
        double[][] key = rotated(biased(prefix + "k_proj", x));
        double[][] value = biased(prefix + "v_proj", x);
        double[][] mixed = new double[x.length][config.heads() * dim];
        for (int head = 0; head < config.heads(); head++) {
            int kvHead = head / (config.heads() / config.kvHeads());
            for (int t = 0; t < x.length; t++) {
                double[] weight = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double dot = 0;
                    for (int i = 0; i < dim; i++) {
                        dot += query[t][head * dim + i] * key[s][kvHead * dim + i];
                    }
                    weight[s] = Math.exp(dot / Math.sqrt(dim));
                    sum += weight[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < dim; i++) {
                        mixed[t][head * dim + i] += weight[s] / sum * value[s][kvHead * dim + i];
                    }
                }
            }
        }
        return linear(
                mixed, weights.tensor(prefix + "o_proj.weight"), new float[config.hiddenSize()]);
    }

    /// Rotates each head's vector: `x * cos + rotate_half(x) * sin`.
    private double[][] rotated(double[][] x) {
        int dim = config.headDim();
        int half = dim / 2;
        double[][] out = new double[x.length][x[0].length];
        for (int t = 0; t < x.length; t++) {
            for (int base = 0; base < x[t].length; base += dim) {
                for (int i = 0; i < half; i++) {
                    double angle = t / Math.pow(config.ropeTheta(), 2.0 * i / dim);
                    double first = x[t][base + i];
                    double second = x[t][base + half + i];
                    out[t][base + i] = first * Math.cos(angle) - second * Math.sin(angle);
                    out[t][base + half + i] = second * Math.cos(angle) + first * Math.sin(angle);
                }
            }
        }
        return out;
    }

    private double[][] feedForward(String prefix, double[][] x) throws WorkbenchException {
        float[] none = new float[config.intermediateSize()];
        double[][] gate = linear(x, weights.tensor(prefix + "gate_proj.weight"), none);
        double[][] up = linear(x, weights.tensor(prefix + "up_proj.weight"), none);
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < gate[t].length; i++) {
                gate[t][i] = gate[t][i] / (1 + Math.exp(-gate[t][i])) * up[t][i];
            }
        }
        return linear(
                gate, weights.tensor(prefix + "down_proj.weight"), new float[config.hiddenSize()]);
    }

    private double[][] biased(String prefix, double[][] x) throws WorkbenchException {
        return linear(x, weights.tensor(prefix + ".weight"), weights.tensor(prefix + ".bias"));
    }

    private static double[][] linear(double[][] x, float[] weight, float[] bias) {
        double[][] out = new double[x.length][bias.length];
        for (int t = 0; t < x.length; t++) {
            int inputs = x[t].length;
            for (int o = 0; o < bias.length; o++) {
                double sum = bias[o];
                for (int i = 0; i < inputs; i++) {
                    sum += x[t][i] * weight[o * inputs + i];
                }
                out[t][o] = sum;
            }
        }
        return out;
    }

    private double[][] norm(double[][] x, String name) throws WorkbenchException {
        float[] weight = weights.tensor(name);
        double[][] out = new double[x.length][weight.length];
        for (int t = 0; t < x.length; t++) {
            double squares = 0;
            for (double v : x[t]) {
                squares += v * v;
            }
            double scale = 1 / Math.sqrt(squares / weight.length + config.rmsNormEpsilon());
            for (int i = 0; i < weight.length; i++) {
                out[t][i] = x[t][i] * scale * weight[i];
            }
        }
        return out;
    }

    private static void add(double[][] x, double[][] addend) {
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < x[t].length; i++) {
                x[t][i] += addend[t][i];
            }
        }
    }
}
