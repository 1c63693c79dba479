package org.prmscope.decode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.DecoderShape;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/// A model whose logits are a function of the context, and which counts what it computes.
final class ScriptedLm implements SingleLm {
    private final DecoderShape shape;
    private final Script script;
    private final float[] row;
    private int computed;
    private int calls;
    private int[] context = new int[0];

    /// Blocks in the call of this number until cancelled; counted from 1.
    int blockingCall = Integer.MAX_VALUE;

    final CountDownLatch blocked = new CountDownLatch(1);

    /// Gives the logits of the token after a context.
    interface Script {
        void row(int[] context, float[] row);
    }

    ScriptedLm(int vocabulary, int contextLength, Script script) {
        shape = new DecoderShape(1, 1, 1, 1, 1, vocabulary, contextLength, 4);
        this.script = script;
        row = new float[vocabulary];
    }

    /// A model that says these tokens after a prompt of `promptLength` tokens, then the last one
    /// for ever. What it says depends on the position alone.
    static ScriptedLm saying(int vocabulary, int contextLength, int promptLength, int... said) {
        return new ScriptedLm(
                vocabulary,
                contextLength,
                (context, row) -> {
                    Arrays.fill(row, 0);
                    int next = Math.max(0, context.length - promptLength);
                    row[said[Math.min(next, said.length - 1)]] = 12;
                });
    }

    /// Tokens computed so far, each time they were.
    int computed() {
        return computed;
    }

    /// What the last call had before it and in it.
    int[] context() {
        return context.clone();
    }

    int calls() {
        return calls;
    }

    @Override
    public DecoderShape shape() {
        return shape;
    }

    @Override
    public String device() {
        return "script";
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public SingleKvCache newCache(int capacity) {
        return new Cache(capacity);
    }

    @Override
    public float[] forward(SingleKvCache cache, int[] tokens, Cancellation cancellation)
            throws CancelledException {
        calls++;
        if (calls == blockingCall) {
            CountDownLatch cancelled = new CountDownLatch(1);
            try (var _ = cancellation.onCancel(cancelled::countDown)) {
                blocked.countDown();
                cancelled.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
        Cache held = (Cache) cache;
        if (held.length + tokens.length > held.capacity()) {
            throw new IllegalStateException("the loop must not overfill the cache");
        }
        System.arraycopy(tokens, 0, held.tokens, held.length, tokens.length);
        held.length += tokens.length;
        computed += tokens.length;
        context = Arrays.copyOf(held.tokens, held.length);
        script.row(context, row);
        return row;
    }

    @Override
    public void close() {}

    private static final class Cache implements SingleKvCache {
        final int[] tokens;
        int length;

        Cache(int capacity) {
            tokens = new int[capacity];
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public int capacity() {
            return tokens.length;
        }

        @Override
        public void rewind(int newLength) {
            if (newLength < 0 || newLength > length) {
                throw new IllegalArgumentException(length + " to " + newLength);
            }
            length = newLength;
        }

        @Override
        public void close() {}
    }
}
