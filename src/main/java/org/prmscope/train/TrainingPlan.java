package org.prmscope.train;

import org.prmscope.model.Qwen2Config;

/// Everything that decides how a training goes; with the same plan, source and number of threads,
/// training gives the same weights on the same machine.
///
/// @param batchTokens tokens in a batch
/// @param steps optimizer steps in all
/// @param warmupSteps steps over which the rate rises from 0 to its peak
/// @param decaySteps steps at the end over which the rate falls linearly to a twentieth
/// @param weightDecay decoupled, on matrices only
/// @param clip the largest gradient norm
/// @param checkpointEvery steps between checkpoints
public record TrainingPlan(
        Qwen2Config network,
        int batchTokens,
        int steps,
        int warmupSteps,
        int decaySteps,
        double peakRate,
        double weightDecay,
        double clip,
        int checkpointEvery,
        long seed) {
    /// Tokens that a thread computes at a time: few enough that its activations stay in the caches.
    static final int PACK = 512;

    private static final long PROGRAM = 512L << 20;

    /// The plan of the built-in verifier: 2.94 million parameters, batches of 4,096 tokens.
    ///
    /// @param steps optimizer steps in all; a resumed training may be given more
    /// @param decaySteps the last of them, over which the learning rate falls
    public static TrainingPlan builtin(int vocabularySize, int steps, int decaySteps) {
        Qwen2Config network =
                new Qwen2Config(vocabularySize, 192, 6, 6, 6, 32, 480, 2_048, 10_000, 1e-6, true);
        return new TrainingPlan(network, 4_096, steps, 200, decaySteps, 2e-3, 0.05, 1, 100, 7);
    }

    /// Values of the network's weights; a tied table counts once.
    public long weights() {
        long hidden = network.hiddenSize();
        long layer =
                2 * hidden
                        + projections() * (hidden + 1)
                        + hidden * network.heads() * network.headDim()
                        + 3 * hidden * network.intermediateSize();
        return network.vocabularySize() * hidden + network.layers() * layer + hidden;
    }

    /// Memory that training takes, an estimate: what [TrainingRun] allocates (weights, their folded
    /// copy, Adam's two moments; in every thread the gradients, the embedding's once more, and
    /// everything a pack of the longest length needs between its passes), and 512 MiB for the
    /// program, libtorch and the examples. Measured with two threads: 1.0 GiB resident.
    public long bytes(int threads) {
        long hidden = network.hiddenSize();
        long inner = network.intermediateSize();
        long heads = (long) network.heads() * network.headDim();
        long vocabulary = network.vocabularySize();
        long tokens = Math.max(PACK, network.contextLength());
        long scratch =
                3 * hidden
                        + Math.max(hidden, heads)
                        + Math.max(2 * inner, projections())
                        + inner
                        + 2 * vocabulary;
        // Norms, projections, attention's output twice; norms, gate and up, their product.
        long layer = 2 * (hidden + 1) + projections() + 2 * heads + 4 * inner;
        long thread =
                weights()
                        + vocabulary * hidden
                        + tokens * (scratch + network.layers() * layer + hidden + 1);
        return Float.BYTES * (4 * weights() + threads * thread) + PROGRAM;
    }

    private long projections() {
        return (network.heads() + 2L * network.kvHeads()) * network.headDim();
    }

    /// The learning rate of a step, counted from 1: warm-up, a plateau, a linear decay, so that the
    /// end can be put off without changing what came before.
    public double rate(int step) {
        double rise = Math.min(1, (double) step / Math.max(1, warmupSteps));
        int decayFrom = steps - decaySteps;
        double fall =
                step <= decayFrom
                        ? 1
                        : 1 - 0.95 * Math.min(1, (double) (step - decayFrom) / decaySteps);
        return peakRate * rise * fall;
    }
}
