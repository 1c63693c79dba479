package org.prmscope.model;

/// Looks for the scale of a block of 4-bit weights with the least squared error.
///
/// Rounding with the scale that spans the block leaves most of 16 levels to a few outliers. Here
/// the span is shrunk and widened a little, in a symmetric block with either sign, as its range has
/// a level more on one side; the levels that a span gives are kept, and the scale that fits them
/// best is their least-squares one, `sum(v * q) / sum(q * q)` (as in llama.cpp's `make_qx_quants`,
/// without its weights). The best of these is taken only if it is better than the plain one.
///
/// @param block weights that share a scale
/// @param half whether the scale is stored as float16; errors are those of the stored one
record ScaleSearch(int block, boolean symmetric, boolean half) {
    private static final float[] SPANS = {0.75f, 0.8f, 0.85f, 0.9f, 0.95f, 1, 1.05f};
    private static final int TOP = 15;
    private static final int MIDDLE = 8;

    /// A scale and the level that means 0.
    record Choice(float scale, int zero) {}

    /// The scale with the least squared error, of those tried.
    ///
    /// @param plain what rounding without a search takes
    /// @return one with which the block's squared error is at most that of `plain`
    Choice search(float[] values, int from, Choice plain) {
        float least = 0;
        float most = 0;
        for (int i = from; i < from + block; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        Fit best = new Fit();
        for (float span : SPANS) {
            if (symmetric) {
                float extreme = -least > most ? least : most;
                fit(values, from, extreme / -MIDDLE * span, MIDDLE, best);
                fit(values, from, extreme / (MIDDLE - 1) * span, MIDDLE, best);
            } else {
                float scale = (most / TOP - least / TOP) * span;
                float begin = least * (1 + span) / 2;
                int zero = scale == 0 ? 0 : Math.clamp(Math.round(-begin / scale), 0, TOP);
                fit(values, from, scale, zero, best);
            }
        }
        Choice found = new Choice(stored(best.scale), best.zero);
        double error = squaredError(values, from, found);
        return error < squaredError(values, from, plain) ? found : plain;
    }

    /// The best so far.
    private static final class Fit {
        private double explained;
        private float scale;
        private int zero;
    }

    /// Fits a scale to the levels that `scale` gives. What is left of the squares after it is
    /// `sum(v * v) - sum(v * q)^2 / sum(q * q)`, so the subtrahend tells which is best.
    private void fit(float[] values, int from, float scale, int zero, Fit best) {
        float inverse = inverse(scale);
        float shift = zero + 0.5f;
        // In units of the scale, in which a float has room for any block.
        float products = 0;
        int squares = 0;
        for (int i = from; i < from + block; i++) {
            float value = values[i] * inverse;
            int level = level(value + shift) - zero;
            products += value * level;
            squares += level * level;
        }
        double product = (double) scale * products;
        double explained = squares == 0 ? 0 : product * product / squares;
        if (explained > best.explained) {
            best.explained = explained;
            best.scale = (float) (product / squares);
            best.zero = zero;
        }
    }

    private double squaredError(float[] values, int from, Choice choice) {
        float inverse = inverse(choice.scale());
        float shift = choice.zero() + 0.5f;
        double sum = 0;
        for (int i = from; i < from + block; i++) {
            int level = level(values[i] * inverse + shift);
            double error = (double) values[i] - choice.scale() * (level - choice.zero());
            sum += error * error;
        }
        return sum;
    }

    /// Rounds down into the range; what is below 0 is cut off anyway, so towards 0 will do.
    private static int level(float value) {
        return Math.max(0, Math.min(TOP, (int) value));
    }

    private float stored(float scale) {
        return half ? Float.float16ToFloat(Float.floatToFloat16(scale)) : scale;
    }

    /// What values are multiplied by; 0 where a scale is too small to divide by.
    static float inverse(float scale) {
        float inverse = scale == 0 ? 0 : 1 / scale;
        return Float.isInfinite(inverse) ? 0 : inverse;
    }
}
