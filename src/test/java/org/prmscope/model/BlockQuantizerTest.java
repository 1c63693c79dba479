package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What blocks of whole numbers keep of the weights, undone by [PlainBlocks].
class BlockQuantizerTest {
    private static final int ROWS = 6;

    static List<BlockQuantizer> quantizers() {
        List<BlockQuantizer> all = new ArrayList<>();
        for (int bits : new int[] {4, 8}) {
            for (int block : ImportOptions.BLOCKS) {
                for (boolean symmetric : new boolean[] {true, false}) {
                    for (boolean half : new boolean[] {true, false}) {
                        all.add(new BlockQuantizer(bits, block, symmetric, half));
                    }
                }
            }
        }
        return all;
    }

    /// Half a step is what rounding loses; what lies beyond the range is cut off to its end.
    @ParameterizedTest
    @MethodSource("quantizers")
    void whatIsNotCutOffIsWithinHalfAStepOfWhatItWas(BlockQuantizer quantizer) {
        for (int seed = 0; seed < 40; seed++) {
            // An odd number of blocks in a row leaves half a byte of zero points.
            float[] values = values(seed, ROWS * 3 * quantizer.block());
            Blocks found = Blocks.of(quantizer, values);
            for (int i = 0; i < values.length; i++) {
                double step = found.step(i);
                double kept = Math.clamp(values[i], found.least(i), found.most(i));
                double error = Math.abs(kept - found.back[i]);
                assertTrue(
                        error <= step / 2 * 1.0001 + 1e-30, quantizer + " at " + i + ": " + error);
                if (quantizer.bits() == 8) {
                    // Its range ends a step before the largest value, or is moved by half a step.
                    assertTrue(Math.abs(values[i] - kept) <= step * 1.0001 + 1e-30);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("quantizers")
    void noBlockOf4BitsLosesMoreThanByPlainRounding(BlockQuantizer quantizer) {
        double searched = 0;
        double plain = 0;
        for (int seed = 0; seed < 40; seed++) {
            float[] values = values(seed, ROWS * 3 * quantizer.block());
            Blocks found = Blocks.of(quantizer, values);
            for (int from = 0; from < values.length; from += quantizer.block()) {
                double rounded = plainError(quantizer, values, from);
                double error = 0;
                for (int i = from; i < from + quantizer.block(); i++) {
                    error += Math.pow(values[i] - found.back[i], 2);
                }
                double squares = 1e-30;
                for (int i = from; i < from + quantizer.block(); i++) {
                    squares += Math.pow(values[i], 2);
                }
                if (quantizer.bits() == 4) {
                    // A value half way between two levels may be rounded to either.
                    double bound = rounded * (1 + 1e-4) + 1e-12 * squares;
                    assertTrue(error <= bound, error + " of " + rounded);
                }
                searched += error / squares;
                plain += rounded / squares;
            }
        }
        double share = searched / plain;
        if (quantizer.bits() == 4) {
            // Without a search it would be 1.
            assertTrue(share < 0.95, quantizer + ": " + share);
        } else {
            assertEquals(1, share, 0.01, quantizer.toString());
        }
    }

    /// The squared error of rounding with the scale that spans a block.
    private static double plainError(BlockQuantizer quantizer, float[] values, int from) {
        float least = 0;
        float most = 0;
        for (int i = from; i < from + quantizer.block(); i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        int top = (1 << quantizer.bits()) - 1;
        float scale =
                quantizer.symmetric()
                        ? (-least > most ? least : most) / -((top + 1) / 2)
                        : most / top - least / top;
        if (quantizer.half()) {
            scale = Float.float16ToFloat(Float.floatToFloat16(scale));
        }
        double zero = quantizer.symmetric() ? (top + 1) / 2 : Math.round(-least / scale);
        double error = 0;
        for (int i = from; i < from + quantizer.block(); i++) {
            double level = scale == 0 ? zero : Math.floor(values[i] / scale + zero + 0.5);
            error += Math.pow(values[i] - scale * (Math.clamp(level, 0, top) - zero), 2);
        }
        return error;
    }

    @ParameterizedTest
    @MethodSource("quantizers")
    void aBlockOfZerosStaysZeroAndOneOfEqualValuesStaysEqual(BlockQuantizer quantizer) {
        float[] values = new float[quantizer.block() * 4];
        Arrays.fill(values, quantizer.block(), 2 * quantizer.block(), 3);
        Arrays.fill(values, 2 * quantizer.block(), 3 * quantizer.block(), -0.25f);
        Blocks found = Blocks.of(quantizer, values, values.length);
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], found.back[i], Math.abs(values[i]) * 2e-3, quantizer + " " + i);
        }
    }

    @Test
    void valuesAtTheEndsOfFloat32StayFinite() {
        for (BlockQuantizer quantizer : quantizers()) {
            if (!quantizer.half()) {
                float[] values = new float[quantizer.block()];
                values[0] = Float.MAX_VALUE;
                values[1] = -Float.MAX_VALUE;
                values[2] = Float.MIN_VALUE;
                Blocks found = Blocks.of(quantizer, values, values.length);
                for (float value : found.back) {
                    assertTrue(Float.isFinite(value), quantizer::toString);
                }
                assertEquals(1, found.back[1] / values[1], 0.15, quantizer.toString());
                assertEquals(1, found.back[0] / values[0], 0.15, quantizer.toString());
            }
        }
    }

    @Test
    void aBlockIsQuantizedAloneWhateverIsBesideIt() {
        for (BlockQuantizer quantizer : quantizers()) {
            int block = quantizer.block();
            float[] values = values(3, 4 * block);
            Blocks together = Blocks.of(quantizer, values, values.length);
            for (int at = 0; at < 4; at++) {
                float[] alone = Arrays.copyOfRange(values, at * block, (at + 1) * block);
                assertArrayEquals(
                        Blocks.of(quantizer, alone, block).back,
                        Arrays.copyOfRange(together.back, at * block, (at + 1) * block));
            }
        }
    }

    /// Blocks of normal, heavy-tailed, one-sided and nearly constant values, from small to large.
    static float[] values(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        int kind = 0;
        double size = 1;
        for (int i = 0; i < count; i++) {
            if (i % 32 == 0) {
                kind = random.nextInt(5);
                size = Math.pow(10, random.nextInt(4) - 2);
            }
            double draw = random.nextGaussian();
            values[i] =
                    (float)
                            (size
                                    * switch (kind) {
                                        case 0 -> draw;
                                        case 1 -> draw * draw * draw;
                                        case 2 -> Math.abs(draw);
                                        case 3 -> -1 + 1e-3 * draw;
                                        default -> random.nextInt(8) == 0 ? draw : 0;
                                    });
        }
        return values;
    }

    /// Quantized values and what they mean.
    static final class Blocks {
        private final BlockQuantizer quantizer;
        private final PlainBlocks plain;
        private final float[] scales;
        private final byte[] zeros;
        final float[] back;

        private Blocks(BlockQuantizer quantizer, float[] values, int columns) {
            this.quantizer = quantizer;
            int rows = values.length / columns;
            int blocks = columns / quantizer.block();
            byte[] quantized = new byte[rows * blocks * quantizer.blockBytes()];
            scales = new float[rows * blocks];
            byte[] points = new byte[rows * quantizer.zeroBytes(blocks)];
            quantizer.quantize(values, rows, columns, quantized, scales, points);
            zeros = quantizer.symmetric() ? new byte[0] : points;
            plain = new PlainBlocks(quantizer.bits(), quantizer.block(), columns);
            back = plain.dequantized(quantized, scales, zeros);
        }

        static Blocks of(BlockQuantizer quantizer, float[] values) {
            return new Blocks(quantizer, values, values.length / ROWS);
        }

        static Blocks of(BlockQuantizer quantizer, float[] values, int columns) {
            return new Blocks(quantizer, values, columns);
        }

        double step(int index) {
            return Math.abs(scales[index / quantizer.block()]);
        }

        /// The least value that the numbers of a block can say.
        double least(int index) {
            return Math.min(end(index, 0), end(index, (1 << quantizer.bits()) - 1));
        }

        double most(int index) {
            return Math.max(end(index, 0), end(index, (1 << quantizer.bits()) - 1));
        }

        private double end(int index, int number) {
            return (double) scales[index / quantizer.block()] * (number - plain.zero(zeros, index));
        }
    }
}
