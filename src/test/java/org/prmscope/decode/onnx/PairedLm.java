package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.prmscope.core.Cancellation;
import org.prmscope.core.Computation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.KvRows;
import org.prmscope.decode.NextToken;

import java.util.function.LongSupplier;

/// Two models that are asked the same and must answer the same, bit for bit.
record PairedLm(CausalLm one, CausalLm other) implements CausalLm {
    @Override
    public DecoderShape shape() {
        return one.shape();
    }

    @Override
    public Computation computation() {
        return one.computation();
    }

    @Override
    public KvRows rows() {
        return new PairedRows(one.rows(), other.rows());
    }

    @Override
    public int chunk() {
        return one.chunk();
    }

    @Override
    public NextToken[] forward(
            int row, int held, int[] tokens, int[] wanted, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        return same(
                one.forward(row, held, tokens, wanted, labels, cancellation),
                other.forward(row, held, tokens, wanted, labels, cancellation),
                labels);
    }

    @Override
    public NextToken[] step(int[] held, int[] tokens, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        return same(
                one.step(held, tokens, labels, cancellation),
                other.step(held, tokens, labels, cancellation),
                labels);
    }

    @Override
    public float[] row(int row, int held, int token, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        float[] logits = one.row(row, held, token, cancellation);
        assertArrayEquals(logits, other.row(row, held, token, cancellation));
        return logits;
    }

    @Override
    public void timeBy(LongSupplier nanoTime) {
        one.timeBy(nanoTime);
        other.timeBy(nanoTime);
    }

    @Override
    public long runtimeNanos() {
        return one.runtimeNanos() + other.runtimeNanos();
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }

    private static NextToken[] same(NextToken[] one, NextToken[] other, int[] labels) {
        assertEquals(one.length, other.length);
        for (int i = 0; i < one.length; i++) {
            assertEquals(one[i].logSumExp(), other[i].logSumExp());
            assertEquals(one[i].candidates(), other[i].candidates());
            for (int rank = 0; rank < one[i].candidates(); rank++) {
                assertEquals(one[i].id(rank), other[i].id(rank));
                assertEquals(one[i].logit(rank), other[i].logit(rank));
            }
            for (int label : labels) {
                assertEquals(one[i].logitOf(label), other[i].logitOf(label));
            }
        }
        return one;
    }

    private record PairedRows(KvRows one, KvRows other) implements KvRows {
        @Override
        public int rows() {
            return one.rows();
        }

        @Override
        public int capacity() {
            return one.capacity();
        }

        @Override
        public long bytes() {
            return one.bytes();
        }

        @Override
        public long bytes(int rows, int capacity) {
            return one.bytes(rows, capacity);
        }

        @Override
        public void resize(int rows, int capacity, int[] held) throws WorkbenchException {
            one.resize(rows, capacity, held);
            other.resize(rows, capacity, held);
        }

        @Override
        public void copy(int from, int to, int tokens) {
            one.copy(from, to, tokens);
            other.copy(from, to, tokens);
        }

        @Override
        public void swap(int first, int second, int tokens) {
            one.swap(first, second, tokens);
            other.swap(first, second, tokens);
        }
    }
}
