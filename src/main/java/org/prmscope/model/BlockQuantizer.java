package org.prmscope.model;

/// Rounds weights to whole numbers in blocks along a row that share a scale: `value = scale * (q -
/// zero)`, in the storage of ONNX Runtime's `MatMulNBits` (docs/ContribOperators.md).
///
/// Symmetric: the zero point is the middle of the range and the scale is chosen so that the value
/// of the largest magnitude, with its sign, is the least number of the range, as in MLAS. With zero
/// points: the range spans the block's values and 0. With 4 bits, [ScaleSearch] then looks for a
/// better one.
///
/// @param bits 4 or 8
/// @param block weights that share a scale, an even number
/// @param half whether the scales are stored as float16; values are then rounded with the stored
///   one
record BlockQuantizer(int bits, int block, boolean symmetric, boolean half) {
    /// With 8 bits there is little left to gain.
    private static final int SEARCHED_BITS = 4;

    int blockBytes() {
        return block * bits / 8;
    }

    /// Bytes of the zero points of a row with `blocks` blocks.
    int zeroBytes(int blocks) {
        return Math.ceilDiv(blocks * bits, 8);
    }

    /// Quantizes rows of `columns` values, a multiple of the block.
    ///
    /// @param quantized `[rows, columns / block, blockBytes]`; with 4 bits the earlier value is in
    ///   the lower half of a byte
    /// @param scales `[rows, columns / block]`
    /// @param zeros `[rows, zeroBytes]`; empty if symmetric
    void quantize(
            float[] values, int rows, int columns, byte[] quantized, float[] scales, byte[] zeros) {
        int blocks = columns / block;
        int[] levels = new int[block];
        for (int row = 0; row < rows; row++) {
            for (int at = 0; at < blocks; at++) {
                int index = row * blocks + at;
                int from = index * block;
                ScaleSearch.Choice choice = choice(values, from);
                int zero = choice.zero();
                scales[index] = choice.scale();
                round(values, from, scales[index], zero, levels);
                pack(levels, quantized, index * blockBytes());
                if (!symmetric) {
                    putZero(zeros, row * zeroBytes(blocks), at, zero);
                }
            }
        }
    }

    private ScaleSearch.Choice choice(float[] values, int from) {
        ScaleSearch.Choice plain =
                symmetric ? symmetricScale(values, from) : spanningScale(values, from);
        return bits == SEARCHED_BITS
                ? new ScaleSearch(block, symmetric, half).search(values, from, plain)
                : plain;
    }

    private ScaleSearch.Choice symmetricScale(float[] values, int from) {
        float least = values[from];
        float most = values[from];
        for (int i = from + 1; i < from + block; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        int middle = 1 << (bits - 1);
        float extreme = -least > most ? least : most;
        return new ScaleSearch.Choice(stored(extreme / -middle), middle);
    }

    private ScaleSearch.Choice spanningScale(float[] values, int from) {
        float least = 0;
        float most = 0;
        for (int i = from; i < from + block; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        int top = (1 << bits) - 1;
        // Each divided by itself: the span of two large values can overflow.
        float scale = stored(most / top - least / top);
        int zero = scale == 0 ? 0 : Math.clamp(Math.round(-least / scale), 0, top);
        return new ScaleSearch.Choice(scale, zero);
    }

    private float stored(float scale) {
        return half ? Float.float16ToFloat(Float.floatToFloat16(scale)) : scale;
    }

    private void round(float[] values, int from, float scale, int zero, int[] levels) {
        // A block of zeros, or one too small for the scale's type, is all zero points.
        float inverse = ScaleSearch.inverse(scale);
        float top = (1 << bits) - 1;
        float shift = zero + 0.5f;
        for (int i = 0; i < block; i++) {
            float level = values[from + i] * inverse + shift;
            levels[i] = (int) Math.max(0, Math.min(top, level));
        }
    }

    private void pack(int[] levels, byte[] quantized, int at) {
        if (bits == 8) {
            for (int i = 0; i < block; i++) {
                quantized[at + i] = (byte) levels[i];
            }
        } else {
            for (int i = 0; i < block / 2; i++) {
                quantized[at + i] = (byte) (levels[2 * i] | (levels[2 * i + 1] << 4));
            }
        }
    }

    private void putZero(byte[] zeros, int row, int at, int zero) {
        if (bits == 8) {
            zeros[row + at] = (byte) zero;
        } else if (at % 2 == 0) {
            zeros[row + at / 2] = (byte) zero;
        } else {
            zeros[row + at / 2] |= (byte) (zero << 4);
        }
    }
}
