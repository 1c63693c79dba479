package org.prmscope.decode;

import org.prmscope.core.Sampling;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Draws the next token of one chain.
///
/// The order is that of Hugging Face's and vLLM's samplers: logits are divided by the temperature,
/// then the `topK` largest are kept, then the smallest set of those whose probability (among those)
/// reaches `topP`; the draw is from what is left. Where logits tie at a boundary, lower ids are
/// kept, so exactly `topK` remain; the references keep all that tie.
///
/// The same seed and the same rows give the same tokens: the generator is the JDK's
/// `L64X128MixRandom`, one draw a token, none when greedy. Not thread-safe.
public final class Sampler {
    private final RandomGenerator random;

    public Sampler(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// The id drawn from a row of raw logits, `[vocabulary]`, all finite or negative infinity.
    public int draw(float[] logits, Sampling sampling) {
        double temperature = sampling.temperature();
        if (temperature == 0) {
            return Softmax.argmax(logits);
        }
        float max = Softmax.max(logits);
        if (sampling.topK() > 0 && sampling.topK() < logits.length) {
            int[] ids = Softmax.top(logits, sampling.topK());
            double[] weights = weights(logits, ids, max, temperature);
            return draw(ids, weights, sampling.topP() * sum(weights));
        }
        double total = 0;
        for (float logit : logits) {
            total += Math.exp((logit - max) / temperature);
        }
        if (sampling.topP() == 1) {
            return drawFromAll(logits, max, temperature, total);
        }
        // Tokens less probable than (1 - topP) / vocabulary hold less than 1 - topP together, so
        // the kept set never reaches down to them and they need not be sorted.
        double least = Math.log((1 - sampling.topP()) / logits.length * total);
        int[] ids = Softmax.atLeast(logits, max + temperature * least);
        return draw(ids, weights(logits, ids, max, temperature), sampling.topP() * total);
    }

    /// Draws among the first ids whose weights together reach `mass`; ids are most probable first.
    private int draw(int[] ids, double[] weights, double mass) {
        int kept = 0;
        double keptMass = 0;
        while (kept < ids.length && (kept == 0 || keptMass < mass)) {
            keptMass += weights[kept++];
        }
        double target = random.nextDouble() * keptMass;
        for (int i = 0; i < kept - 1; i++) {
            target -= weights[i];
            if (target < 0) {
                return ids[i];
            }
        }
        return ids[kept - 1];
    }

    private int drawFromAll(float[] logits, float max, double temperature, double total) {
        double target = random.nextDouble() * total;
        int last = 0;
        for (int id = 0; id < logits.length; id++) {
            double weight = Math.exp((logits[id] - max) / temperature);
            if (weight > 0) {
                target -= weight;
                last = id;
                if (target < 0) {
                    return id;
                }
            }
        }
        return last;
    }

    private static double[] weights(float[] logits, int[] ids, float max, double temperature) {
        double[] weights = new double[ids.length];
        for (int i = 0; i < ids.length; i++) {
            weights[i] = Math.exp((logits[ids[i]] - max) / temperature);
        }
        return weights;
    }

    private static double sum(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }
}
