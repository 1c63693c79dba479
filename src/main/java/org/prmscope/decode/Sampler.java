package org.prmscope.decode;

import org.prmscope.core.Sampling;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Draws the next token of one chain.
///
/// The order is that of Hugging Face's and vLLM's samplers: logits are divided by the temperature,
/// then the `topK` largest are kept, then the smallest set of those whose probability (among those)
/// reaches `topP`; the draw is from what is left. Where logits tie at a boundary, lower ids are
/// kept, so exactly `topK` remain; the references keep all that tie.
///
/// A token is drawn from the kept ones in an order: the most probable [NextToken#CANDIDATES] first,
/// the lower id first on a tie, then all others by id. With `u` the random number, it is the first
/// whose weight and those before it sum to more than `u` times the sum of all.
///
/// The same seed and the same rows give the same tokens: the generator is the JDK's
/// `L64X128MixRandom`, one number a token, none when greedy. Not thread-safe.
///
/// **Draws from candidates.** [#draw(NextToken, int, Sampling)] gives the token that the whole row
/// would give, or says that it cannot tell. Let `x_i = exp(z_i - z_0)` be the weights at
/// temperature 1, relative to the largest logit `z_0`, and `w_i = x_i^p` with `p = 1 / T` those of
/// the draw. Known are the `x_i` of the candidates, their smallest `c`, how many others there are
/// (`n`, each `0 <= x_i <= c`), and the others' sum `m = exp(LSE - z_0) - sum of the candidates`.
/// Then the others' weights sum to `t` with
///
/// - `n (m/n)^p <= t <= c^(p-1) m` if `p >= 1`: the left is Jensen's inequality for the convex
///   `x^p`; the right is `x^p = x x^(p-1) <= x c^(p-1)`, summed.
/// - `c^(p-1) m <= t <= n (m/n)^p` if `p <= 1`: the same, turned round, since `x^p` is concave and
///   `x^(p-1)` falls.
///
/// and `t <= n c^p` always. The normaliser comes out of the graph in float32; its error is bounded
/// by [#NORMALISER_ERROR], which widens `m`. So the total, with it the nucleus's mass, and with it
/// the point that `u` falls on, lie in known intervals; when the same candidate is found at both
/// ends of the last, it is the token. Otherwise the whole row decides with the same `u`.
public final class Sampler implements TokenChooser {
    /// Relative error that `exp(LSE)` of a graph may have: the sum of a vocabulary of float32
    /// exponentials in any order, and the rounding of the logarithm.
    static final double NORMALISER_ERROR = 1e-4;

    /// Relative error of a sum of doubles in another order.
    private static final double ROUNDING = 1e-11;

    private final RandomGenerator random;
    private final double[] weights = new double[NextToken.CANDIDATES];

    /// The random number of a token that the candidates did not decide.
    private double number;

    private boolean pending;

    public Sampler(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// The id drawn from the candidates, all finite or negative infinity, as the whole row would
    /// give it.
    ///
    /// @param vocabulary how many tokens there are
    /// @return the id, or [#UNDECIDED]: then the next draw must be from the whole row, and takes
    ///   the same random number
    @Override
    public int draw(NextToken next, int vocabulary, Sampling sampling) {
        if (sampling.temperature() == 0) {
            return next.id(0);
        }
        int known = Math.min(next.candidates(), weights.length);
        double sum = 0;
        for (int k = 0; k < known; k++) {
            weights[k] = Math.exp((next.logit(k) - next.logit(0)) / sampling.temperature());
            sum += weights[k];
        }
        double u = take();
        int rank;
        if (sampling.topK() > 0 && sampling.topK() <= known && sampling.topK() < vocabulary) {
            int kept = sampling.topK();
            double keptSum = 0;
            for (int k = 0; k < kept; k++) {
                keptSum += weights[k];
            }
            rank = rank(kept, sampling.topP() * keptSum, u);
        } else if (sampling.topK() > 0 && sampling.topK() < vocabulary) {
            double most = (double) (sampling.topK() - known) * weights[known - 1];
            rank = rank(known, sum, sum + most, sampling.topP(), u);
        } else {
            double rest = vocabulary - known;
            double p = 1 / sampling.temperature();
            double least = Math.exp((double) next.logit(known - 1) - next.logit(0));
            double ones = 0;
            for (int k = 0; k < known; k++) {
                ones += Math.exp((double) next.logit(k) - next.logit(0));
            }
            double all = Math.exp(next.logSumExp() - next.logit(0));
            double lowest = Math.clamp(all * (1 - NORMALISER_ERROR) - ones, 0, rest * least);
            double highest = Math.clamp(all * (1 + NORMALISER_ERROR) - ones, 0, rest * least);
            double low = Math.min(even(rest, lowest, p), steep(least, lowest, p));
            double high = Math.max(even(rest, highest, p), steep(least, highest, p));
            double bound = rest * weights[known - 1];
            rank =
                    rank(
                            known,
                            sum + Math.min(low, bound),
                            sum + Math.min(high, bound),
                            sampling.topP(),
                            u);
        }
        if (rank < 0) {
            number = u;
            pending = true;
            return UNDECIDED;
        }
        return next.id(rank);
    }

    /// `n (m/n)^p`: the others' weights if all are equal.
    private static double even(double rest, double mass, double p) {
        return rest == 0 ? 0 : rest * Math.pow(mass / rest, p);
    }

    /// `c^(p-1) m`: the others' weights if each is as large as can be, or nothing.
    private static double steep(double least, double mass, double p) {
        return mass == 0 ? 0 : Math.pow(least, p - 1) * mass;
    }

    /// The rank that `u` falls on, where the sum of all weights lies between two bounds; -1 if they
    /// do not tell.
    private int rank(int known, double low, double high, double topP, double u) {
        double fewest = low * (1 - ROUNDING) * topP;
        double most = high * (1 + ROUNDING) * topP;
        if (topP == 1) {
            return same(known, u * fewest, u * most);
        }
        // The nucleus is the first ranks whose sum reaches the mass: its own sum may be anything
        // from that of the first rank that may reach it to that of the first that must.
        double sum = 0;
        double lowest = -1;
        for (int k = 0; k < known; k++) {
            sum += weights[k];
            if (lowest < 0 && sum >= fewest) {
                lowest = sum;
            }
            if (sum >= most) {
                return same(k + 1, u * lowest, u * sum);
            }
        }
        lowest = lowest < 0 ? Math.max(fewest, sum) : lowest;
        return same(known, u * lowest, u * (most + weights[known - 1]));
    }

    /// The rank that both points fall on, or -1.
    private int same(int known, double low, double high) {
        double sum = 0;
        for (int k = 0; k < known; k++) {
            sum += weights[k];
            if (low * (1 - ROUNDING) < sum) {
                boolean both = high * (1 + ROUNDING) < sum;
                boolean after = k == 0 || low * (1 - ROUNDING) >= sum - weights[k];
                return both && after ? k : -1;
            }
        }
        return -1;
    }

    private double take() {
        double taken = pending ? number : random.nextDouble();
        pending = false;
        return taken;
    }

    /// The id drawn from a row of raw logits, `[vocabulary]`, all finite or negative infinity.
    @Override
    public int draw(float[] logits, Sampling sampling) {
        double temperature = sampling.temperature();
        if (temperature == 0) {
            return Softmax.argmax(logits);
        }
        double u = take();
        float max = Softmax.max(logits);
        if (sampling.topK() > 0 && sampling.topK() < logits.length) {
            int[] ids = Softmax.top(logits, sampling.topK());
            double[] kept = weights(logits, ids, max, temperature);
            return ids[rank(kept, ids.length, sampling.topP() * sum(kept), u)];
        }
        double total = 0;
        for (float logit : logits) {
            total += Math.exp((logit - max) / temperature);
        }
        if (sampling.topP() == 1) {
            return drawFromAll(logits, max, temperature, u * total);
        }
        // Tokens less probable than (1 - topP) / vocabulary hold less than 1 - topP together, so
        // the kept set never reaches down to them and they need not be sorted.
        double least = Math.log((1 - sampling.topP()) / logits.length * total);
        int[] ids = Softmax.atLeast(logits, max + temperature * least);
        double[] kept = weights(logits, ids, max, temperature);
        return ids[rank(kept, ids.length, sampling.topP() * total, u)];
    }

    private int rank(int known, double mass, double u) {
        return rank(weights, known, mass, u);
    }

    /// The rank drawn among the first whose weights together reach `mass`.
    private static int rank(double[] weights, int known, double mass, double u) {
        int kept = 0;
        double keptMass = 0;
        while (kept < known && (kept == 0 || keptMass < mass)) {
            keptMass += weights[kept++];
        }
        double target = u * keptMass;
        for (int i = 0; i < kept - 1; i++) {
            target -= weights[i];
            if (target < 0) {
                return i;
            }
        }
        return kept - 1;
    }

    private static int drawFromAll(float[] logits, float max, double temperature, double target) {
        int[] first = Softmax.top(logits, NextToken.CANDIDATES);
        double left = target;
        int last = first[0];
        for (int id : first) {
            double weight = Math.exp((logits[id] - max) / temperature);
            if (weight > 0) {
                left -= weight;
                last = id;
                if (left < 0) {
                    return id;
                }
            }
        }
        Arrays.sort(first);
        for (int id = 0; id < logits.length; id++) {
            double weight = Math.exp((logits[id] - max) / temperature);
            if (weight > 0 && Arrays.binarySearch(first, id) < 0) {
                left -= weight;
                last = id;
                if (left < 0) {
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
