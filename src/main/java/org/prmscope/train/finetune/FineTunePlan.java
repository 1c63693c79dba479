package org.prmscope.train.finetune;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that decides how a fine-tuning goes. The same plan on the same machine gives the same
/// bits, in one piece or in several.
///
/// @param base folder of the checkpoint to start from
/// @param chains chats as JSONL, see [ChatFile]
/// @param evaluation more chats, never trained on; their loss is a curve of its own
/// @param folder where checkpoints and curves are kept
public record FineTunePlan(
        Path base,
        Path chains,
        Optional<Path> evaluation,
        Path folder,
        Method method,
        Place place,
        Schedule schedule,
        Sizes sizes,
        long seed) {
    /// Which weights are trained.
    public sealed interface Method {
        /// All of them.
        record Full() implements Method {}

        /// Low-rank adapters beside the matrices of the layers (Hu et al. 2021, LoRA); the matrices
        /// stand still.
        ///
        /// @param rank columns between the two matrices of an adapter
        /// @param alpha the adapter's product counts `alpha / rank`
        /// @param targets names of matrices, such as `q_proj`
        record Lora(int rank, double alpha, List<String> targets) implements Method {
            /// Every matrix of a layer.
            public static final List<String> ALL =
                    List.of(
                            "q_proj",
                            "k_proj",
                            "v_proj",
                            "o_proj",
                            "gate_proj",
                            "up_proj",
                            "down_proj");

            public Lora {
                targets = List.copyOf(targets);
                if (rank < 1 || targets.isEmpty() || !ALL.containsAll(targets)) {
                    throw new IllegalArgumentException("rank of at least 1, targets of " + ALL);
                }
            }
        }
    }

    /// Where it is computed; never chosen by itself.
    public enum Place {
        /// In float32.
        CPU,
        /// In bfloat16, with float32 weights where they are trained.
        CUDA
    }

    /// How many steps are taken, and how large they are.
    ///
    /// @param steps optimizer steps in all
    /// @param warmup steps over which the rate rises to its peak; then it falls along a cosine to a
    ///   tenth
    /// @param weightDecay decoupled, on matrices only
    /// @param clip the largest norm of the whole gradient
    public record Schedule(
            int steps, int warmup, double peakRate, double weightDecay, double clip) {
        private static final double LAST = 0.1;

        /// The learning rate of a step, counted from 1.
        public double rate(int step) {
            if (step <= warmup) {
                return peakRate * step / Math.max(1, warmup);
            }
            double done = (double) (step - warmup) / Math.max(1, steps - warmup);
            double cosine = (1 + Math.cos(Math.PI * Math.min(1, done))) / 2;
            return peakRate * (LAST + (1 - LAST) * cosine);
        }
    }

    /// How much is computed at a time, and how often it is kept.
    ///
    /// @param batch chats in an optimizer step
    /// @param pack tokens computed at a time; gradients of packs add up, so this changes memory and
    ///   time and not the step
    /// @param longest tokens of a chat; longer ones are left out and counted
    /// @param checkpointEvery steps between checkpoints
    /// @param evaluateEvery steps between evaluations
    /// @param threads on the CPU, each with a share of the step's chats and gradients of its own
    public record Sizes(
            int batch, int pack, int longest, int checkpointEvery, int evaluateEvery, int threads) {
        public Sizes {
            if (batch < 1
                    || pack < 1
                    || longest < 2
                    || checkpointEvery < 1
                    || evaluateEvery < 1
                    || threads < 1) {
                throw new IllegalArgumentException("sizes must be positive");
            }
        }
    }

    /// What must not change between the pieces of one training, by a name for a person, the most
    /// telling first. What only one of two plans has, such as a rank, follows from the method.
    Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        switch (method) {
            case Method.Full() -> identity.put("method", "full");
            case Method.Lora(int rank, double alpha, List<String> targets) -> {
                identity.put("method", "LoRA");
                identity.put("rank", String.valueOf(rank));
                identity.put("alpha", String.valueOf(alpha));
                identity.put("targets", String.join(", ", targets));
            }
        }
        identity.put("device", place.name());
        identity.put("steps", String.valueOf(schedule.steps()));
        identity.put("warm-up steps", String.valueOf(schedule.warmup()));
        identity.put("learning rate", String.valueOf(schedule.peakRate()));
        identity.put("weight decay", String.valueOf(schedule.weightDecay()));
        identity.put("largest gradient norm", String.valueOf(schedule.clip()));
        identity.put("chats in a step", String.valueOf(sizes.batch()));
        identity.put("tokens in a pack", String.valueOf(sizes.pack()));
        identity.put("tokens of the longest chat", String.valueOf(sizes.longest()));
        identity.put("threads", String.valueOf(sizes.threads()));
        identity.put("seed", String.valueOf(seed));
        return Collections.unmodifiableMap(identity);
    }
}
