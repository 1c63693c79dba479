package org.prmscope.model;

/// The angles by which the rotary embedding turns pairs of query and key elements: the position
/// times `theta^(-2i / headDim)` (RoFormer, section 3.2.2), with the frequencies scaled for long
/// contexts where a checkpoint asks for it.
///
/// @param singlePrecision whether frequencies and angles are rounded to float32, as Hugging Face's
///   transformers computes them; far into a long context the rounding is seen in the logits
record RotaryEmbedding(int headDim, double theta, Scaling scaling, boolean singlePrecision) {
    /// How `rope_scaling` changes the frequencies.
    sealed interface Scaling {
        /// Not at all.
        record None() implements Scaling {}

        /// Every position counts as `1 / factor` of one.
        record Linear(double factor) implements Scaling {}

        /// Low frequencies are divided by `factor`, high ones kept, those between blended; the
        /// bounds are in turns over `originalContext` (transformers, `modeling_rope_utils.py`,
        /// `_compute_llama3_parameters`).
        record Llama3(double factor, double lowTurns, double highTurns, int originalContext)
                implements Scaling {}
    }

    /// The cosines or sines `[positions, headDim / 2]`.
    RowSource table(int positions, boolean sine) {
        return new Table(this, frequencies(), positions, sine);
    }

    private double[] frequencies() {
        double[] frequencies = new double[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double plain = Math.pow(theta, -2.0 * i / headDim);
            frequencies[i] = rounded(scaled(rounded(plain)));
        }
        return frequencies;
    }

    private double scaled(double frequency) {
        return switch (scaling) {
            case Scaling.None _ -> frequency;
            case Scaling.Linear linear -> frequency / linear.factor();
            case Scaling.Llama3 llama3 -> {
                double turns = llama3.originalContext() * frequency / (2 * Math.PI);
                double kept =
                        (turns - llama3.lowTurns()) / (llama3.highTurns() - llama3.lowTurns());
                double share = Math.clamp(kept, 0.0, 1.0);
                yield (1 - share) * frequency / llama3.factor() + share * frequency;
            }
        };
    }

    private double rounded(double value) {
        return singlePrecision ? (float) value : value;
    }

    private static final class Table implements RowSource {
        private final RotaryEmbedding rotary;
        private final double[] frequencies;
        private final int positions;
        private final boolean sine;

        Table(RotaryEmbedding rotary, double[] frequencies, int positions, boolean sine) {
            this.rotary = rotary;
            this.frequencies = frequencies;
            this.positions = positions;
            this.sine = sine;
        }

        @Override
        public int rows() {
            return positions;
        }

        @Override
        public int columns() {
            return frequencies.length;
        }

        @Override
        public void read(int first, int count, float[] into, int at, ChunkBuffers buffers) {
            int next = at;
            for (int position = first; position < first + count; position++) {
                for (double frequency : frequencies) {
                    double angle = rotary.rounded(position * frequency);
                    into[next++] = (float) (sine ? Math.sin(angle) : Math.cos(angle));
                }
            }
        }
    }
}
