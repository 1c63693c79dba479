package org.prmscope.model;

/// Blocks of weights as ONNX Runtime documents them for `MatMulNBits`, undone value by value: the
/// judge of [BlockQuantizer], with nothing shared.
///
/// @param bits 4 or 8
/// @param columns of a row, a multiple of `block`
record PlainBlocks(int bits, int block, int columns) {
    /// @param zeros `[rows, bytes]`, or empty where the middle of the range is 0
    float[] dequantized(byte[] quantized, float[] scales, byte[] zeros) {
        float[] values = new float[scales.length * block];
        for (int i = 0; i < values.length; i++) {
            values[i] = scales[i / block] * (number(quantized, i) - zero(zeros, i));
        }
        return values;
    }

    /// The zero point of value `index`.
    int zero(byte[] zeros, int index) {
        if (zeros.length == 0) {
            return 1 << (bits - 1);
        }
        int blocks = columns / block;
        int zeroBytes = (blocks * bits + 7) / 8;
        int row = index / columns;
        return number(zeros, row * zeroBytes * 8 / bits + index % columns / block);
    }

    /// Number `index` of packed numbers, the earlier in the lower half of a byte.
    private int number(byte[] packed, int index) {
        return bits == 8 ? packed[index] & 0xff : (packed[index / 2] >> (index % 2 * 4)) & 0xf;
    }
}
