package org.prmscope.decode;

import java.util.Arrays;

/// Reads a row of logits, `[vocabulary]`: its normaliser and its largest entries.
final class Softmax {
    /// Terms this far below the largest logit add less than 1e-17 of the sum each.
    private static final double NEGLIGIBLE = -40;

    private Softmax() {}

    /// `log(sum(exp(z)))` over the whole row, in double precision; NaN if the row holds NaN or
    /// positive infinity.
    static double logSumExp(float[] logits) {
        float max = max(logits);
        if (!Float.isFinite(max)) {
            return Double.NaN;
        }
        double sum = 0;
        for (float logit : logits) {
            double below = (double) logit - max;
            if (below > NEGLIGIBLE) {
                sum += Math.exp(below);
            }
        }
        return max + Math.log(sum);
    }

    /// The largest logit; NaN if there is one.
    static float max(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        return max;
    }

    /// The id of the largest logit, the lowest on a tie.
    static int argmax(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                best = id;
            }
        }
        return best;
    }

    /// The ids of the `count` largest logits, largest first, lower ids first on a tie.
    static int[] top(float[] logits, int count) {
        int size = Math.min(count, logits.length);
        if (size == 0) {
            return new int[0];
        }
        long[] heap = new long[size];
        for (int id = 0; id < size; id++) {
            heap[id] = key(logits[id], id);
        }
        Arrays.sort(heap);
        for (int id = size; id < logits.length; id++) {
            long key = key(logits[id], id);
            if (key > heap[0]) {
                heap[0] = key;
                sink(heap);
            }
        }
        Arrays.sort(heap);
        return descendingIds(heap);
    }

    /// The ids whose logits are at least `threshold`, largest first, lower ids first on a tie.
    static int[] atLeast(float[] logits, double threshold) {
        long[] keys = new long[64];
        int size = 0;
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] >= threshold) {
                if (size == keys.length) {
                    keys = Arrays.copyOf(keys, size * 2);
                }
                keys[size++] = key(logits[id], id);
            }
        }
        keys = Arrays.copyOf(keys, size);
        Arrays.sort(keys);
        return descendingIds(keys);
    }

    private static int[] descendingIds(long[] ascending) {
        int[] ids = new int[ascending.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Integer.MAX_VALUE - (int) (ascending[ids.length - 1 - i] & 0xFFFFFFFFL);
        }
        return ids;
    }

    /// Orders by logit, then by descending id.
    private static long key(float logit, int id) {
        int bits = Float.floatToIntBits(logit + 0f);
        int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return ((long) ordered << 32) | (Integer.MAX_VALUE - id);
    }

    private static void sink(long[] heap) {
        int parent = 0;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= heap.length) {
                return;
            }
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[parent] <= heap[child]) {
                return;
            }
            long swapped = heap[parent];
            heap[parent] = heap[child];
            heap[child] = swapped;
            parent = child;
        }
    }
}
