package org.prmscope.decode.onnx;

import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.GraphSession.ElementType;
import org.prmscope.decode.onnx.GraphSession.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;

/// Rows that `GroupQueryAttention` reads and writes where they lie.
///
/// Only the sum of a row's mask and the mask's width count, so the mask of a batch is kept from
/// step to step and one element a row is set.
final class InPlaceAttention implements RowAttention {
    /// The mask's width is a multiple of it, so that its tensor lasts for so many steps.
    private static final int WIDTH_STEP = 256;

    private final OnnxDecoderNames names;
    private final OnnxKvRows rows;
    private final boolean fixedWidth;
    private final HostTensor batchMask;
    private final HostTensor rowMask;
    private final List<String> past;
    private final List<String> present;

    /// Ones in each row of the batch mask.
    private int[] ones = {};

    private int width;
    private int rowOnes;

    /// @param fixedWidth whether the mask is always as wide as the rows: the shapes of a batch size
    ///   then never change
    InPlaceAttention(
            GraphSession session,
            OnnxDecoderNames names,
            int layers,
            OnnxKvRows rows,
            boolean fixedWidth) {
        this.names = names;
        this.rows = rows;
        this.fixedWidth = fixedWidth;
        batchMask = new HostTensor(session, ElementType.INT64);
        rowMask = new HostTensor(session, ElementType.INT64);
        past = names.pasts(layers);
        present = names.presents(layers);
    }

    @Override
    public void bind(
            int first,
            int count,
            int[] held,
            int tokens,
            Map<String, Tensor> inputs,
            Map<String, Tensor> outputs)
            throws WorkbenchException {
        boolean batch = tokens == 1 && first == 0 && (count > 1 || fixedWidth);
        inputs.put(
                names.attentionMask(), batch ? batchMask(count, held) : rowMask(held[0] + tokens));
        List<Tensor> view = rows.view(first, count);
        for (int i = 0; i < view.size(); i++) {
            inputs.put(past.get(i), view.get(i));
            outputs.put(present.get(i), view.get(i));
        }
    }

    @Override
    public void keep(int first, int count, int[] held, int tokens) {
        // The run wrote into the rows.
    }

    @Override
    public void close() {
        batchMask.close();
        rowMask.close();
    }

    /// `[1, sum]` of ones: "the first tokens of a chain" is what a mask as wide as the input means.
    private Tensor rowMask(int sum) throws WorkbenchException {
        if (sum > rowOnes) {
            rowOnes = Math.ceilDiv(sum, WIDTH_STEP) * WIDTH_STEP;
            MemorySegment mask = rowMask.reserve(rowOnes);
            for (int i = 0; i < rowOnes; i++) {
                mask.setAtIndex(ValueLayout.JAVA_LONG, i, 1);
            }
        }
        return rowMask.tensor(1, sum);
    }

    /// `[count, width]`, ones at the front of each row.
    private Tensor batchMask(int count, int[] held) throws WorkbenchException {
        int longest = 0;
        for (int row = 0; row < count; row++) {
            longest = Math.max(longest, held[row] + 1);
        }
        int wanted =
                fixedWidth
                        ? rows.capacity()
                        : Math.min(rows.capacity(), Math.ceilDiv(longest, WIDTH_STEP) * WIDTH_STEP);
        if (wanted != width || count > ones.length) {
            int reserved = Math.max(count, rows.rows());
            batchMask.reserve((long) reserved * wanted).fill((byte) 0);
            ones = new int[reserved];
            width = wanted;
        }
        MemorySegment mask = batchMask.reserve((long) count * width);
        for (int row = 0; row < count; row++) {
            int sum = held[row] + 1;
            long start = (long) row * width;
            for (int i = ones[row]; i < sum; i++) {
                mask.setAtIndex(ValueLayout.JAVA_LONG, start + i, 1);
            }
            for (int i = sum; i < ones[row]; i++) {
                mask.setAtIndex(ValueLayout.JAVA_LONG, start + i, 0);
            }
            ones[row] = sum;
        }
        return batchMask.tensor(count, width);
    }
}
