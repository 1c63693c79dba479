package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A model over rows whose logits are a function of the tokens that a row really holds: what was
/// never written, was written by a cancelled run, or lies behind what was moved, is another token
/// each time it is looked at, so that whoever counts rows or tokens wrongly gets other answers.
///
/// It counts what it computes, and its time is a clock of its own that only runs while it computes.
final class RowsLm implements CausalLm {
    private static final int BYTES_PER_TOKEN = 100;

    private final DecoderShape shape;
    private final Script script;
    private final ComputeMode mode;
    private final int chunk;
    private final float[] logits;
    private int[][] kv = new int[1][16];
    private long junk = 1;
    private int[] context = {};

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong runtime = new AtomicLong();
    private final AtomicInteger computed = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean closed;

    /// Nanoseconds of a run over so many tokens.
    Cost cost = tokens -> 1_000_000L + 100_000L * tokens;

    /// Nanoseconds that every run takes before and after the runtime computes.
    volatile long around;

    /// Bytes that there is memory for, whatever the budget.
    volatile long memory = Long.MAX_VALUE;

    volatile boolean sound = true;

    /// Where given, the next change of the rows throws this and loses what they hold.
    volatile @Nullable Throwable loss;

    /// Blocks in the call of this number until cancelled; counted from 1.
    volatile int blockingCall = Integer.MAX_VALUE;

    /// Blocks in the first step of so many rows until cancelled.
    volatile int blockingStep = Integer.MAX_VALUE;

    /// Blocks in the first run over so many tokens of one row until cancelled.
    volatile int blockingLength = Integer.MAX_VALUE;

    final CountDownLatch blocked = new CountDownLatch(1);

    /// Where given, every run takes a permit first.
    volatile Semaphore permits = new Semaphore(1 << 30);

    /// Runs of a context that ends so fail.
    volatile Failure failure = _ -> null;

    /// Gives the logits of the token after a context.
    interface Script {
        void row(int[] context, float[] row);
    }

    interface Cost {
        long nanos(int tokens);
    }

    interface Failure {
        @Nullable Throwable of(int[] context);
    }

    RowsLm(int vocabulary, int contextLength, Script script) {
        this(vocabulary, contextLength, 32, ComputeMode.FAST, script);
    }

    RowsLm(int vocabulary, int contextLength, int chunk, ComputeMode mode, Script script) {
        shape = new DecoderShape(1, 1, 1, 1, 1, vocabulary, contextLength, 4);
        this.chunk = chunk;
        this.mode = mode;
        this.script = script;
        logits = new float[vocabulary];
    }

    /// A model that says these tokens after a prompt of `promptLength` tokens, then the last one
    /// for ever. What it says depends on the position alone.
    static RowsLm saying(int vocabulary, int contextLength, int promptLength, int... said) {
        return new RowsLm(
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
        return computed.get();
    }

    int calls() {
        return calls.get();
    }

    /// What the last run had before it and in it.
    int[] context() {
        return context.clone();
    }

    Script script() {
        return script;
    }

    boolean isClosed() {
        return closed;
    }

    long nanoTime() {
        return clock.get();
    }

    @Override
    public DecoderShape shape() {
        return shape;
    }

    @Override
    public Computation computation() {
        return new Computation("script", 1, mode, 8, "none");
    }

    @Override
    public boolean isSound() {
        return sound;
    }

    @Override
    public int chunk() {
        return chunk;
    }

    @Override
    public NextToken[] forward(
            int row, int held, int[] tokens, int[] wanted, int[] labels, Cancellation cancellation)
            throws CancelledException, WorkbenchException {
        if (tokens.length < 1 || tokens.length > chunk || held + tokens.length > kv[row].length) {
            throw new AssertionError(
                    "%d after %d of %d".formatted(tokens.length, held, kv[row].length));
        }
        begin(tokens.length, row, held, cancellation);
        write(row, held, tokens);
        NextToken[] answers = new NextToken[wanted.length];
        for (int k = 0; k < wanted.length; k++) {
            answers[k] = answer(row, held + wanted[k] + 1, labels);
        }
        computed.addAndGet(tokens.length);
        return answers;
    }

    @Override
    public NextToken[] step(int[] held, int[] tokens, int[] labels, Cancellation cancellation)
            throws CancelledException, WorkbenchException {
        int count = tokens.length;
        if (held.length != count || count < 1 || count > kv.length) {
            throw new AssertionError(held.length + " and " + count + " of " + kv.length);
        }
        boolean wanted = count >= blockingStep;
        if (wanted) {
            blockingStep = Integer.MAX_VALUE;
        }
        block(calls.incrementAndGet() == blockingCall || wanted, cancellation);
        tick(count);
        NextToken[] answers = new NextToken[count];
        for (int row = 0; row < count; row++) {
            if (held[row] >= kv[row].length) {
                throw new AssertionError(held[row] + " of " + kv[row].length);
            }
            write(row, held[row], new int[] {tokens[row]});
            fail(row, held[row] + 1);
        }
        for (int row = 0; row < count; row++) {
            answers[row] = answer(row, held[row] + 1, labels);
        }
        computed.addAndGet(count);
        return answers;
    }

    @Override
    public float[] row(int row, int held, int token, Cancellation cancellation)
            throws CancelledException, WorkbenchException {
        begin(1, row, held, cancellation);
        write(row, held, new int[] {token});
        script.row(Arrays.copyOf(kv[row], held + 1), logits);
        return logits;
    }

    /// Its clock is its own.
    @Override
    public void timeBy(LongSupplier nanoTime) {}

    @Override
    public long runtimeNanos() {
        return runtime.get();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void begin(int tokens, int row, int held, Cancellation cancellation)
            throws CancelledException, WorkbenchException {
        boolean wanted = calls.incrementAndGet() == blockingCall || tokens >= blockingLength;
        if (wanted) {
            blockingLength = Integer.MAX_VALUE;
        }
        try {
            block(wanted, cancellation);
            fail(row, held);
        } catch (CancelledException | WorkbenchException e) {
            spoil(row, held, kv[row].length);
            throw e;
        }
        tick(tokens);
    }

    private void tick(int tokens) {
        clock.addAndGet(cost.nanos(tokens) + around);
        runtime.addAndGet(cost.nanos(tokens));
    }

    private void block(boolean wanted, Cancellation cancellation) throws CancelledException {
        try {
            if (wanted) {
                CountDownLatch cancelled = new CountDownLatch(1);
                try (var _ = cancellation.onCancel(cancelled::countDown)) {
                    blocked.countDown();
                    cancelled.await();
                }
            }
            permits.acquire();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
    }

    private void fail(int row, int held) throws WorkbenchException {
        Throwable thrown = failure.of(Arrays.copyOf(kv[row], held));
        if (thrown != null) {
            throwAs(thrown);
        }
    }

    private static void throwAs(Throwable thrown) throws WorkbenchException {
        switch (thrown) {
            case WorkbenchException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown);
        }
    }

    private void write(int row, int held, int[] tokens) {
        System.arraycopy(tokens, 0, kv[row], held, tokens.length);
        spoil(row, held + tokens.length, kv[row].length);
        context = Arrays.copyOf(kv[row], held + tokens.length);
    }

    private void spoil(int row, int from, int to) {
        for (int at = from; at < to; at++) {
            kv[row][at] = (int) -(junk++ % 1_000_000) - 1;
        }
    }

    private NextToken answer(int row, int length, int[] labels) {
        script.row(Arrays.copyOf(kv[row], length), logits);
        return of(logits, labels);
    }

    /// What a graph would say of a row of logits.
    static NextToken of(float[] logits, int[] labels) {
        int[] ids = Softmax.top(logits, NextToken.CANDIDATES);
        float[] top = new float[ids.length];
        for (int k = 0; k < ids.length; k++) {
            top[k] = logits[ids[k]];
        }
        float[] labelled = new float[labels.length];
        for (int k = 0; k < labels.length; k++) {
            labelled[k] = logits[labels[k]];
        }
        return new NextToken(ids, top, Softmax.logSumExp(logits), labels.clone(), labelled);
    }

    @Override
    public KvRows rows() {
        return rows;
    }

    private final KvRows rows =
            new KvRows() {
                @Override
                public int rows() {
                    return kv.length;
                }

                @Override
                public int capacity() {
                    return kv.length == 0 ? 0 : kv[0].length;
                }

                @Override
                public long bytes() {
                    return bytes(kv.length, capacity());
                }

                @Override
                public long bytes(int rows, int capacity) {
                    return (long) rows * capacity * BYTES_PER_TOKEN;
                }

                @Override
                public void resize(int rows, int capacity, int[] held) throws WorkbenchException {
                    Throwable thrown = loss;
                    if (thrown != null) {
                        loss = null;
                        kv = new int[0][];
                        throwAs(thrown);
                    }
                    if (held.length != kv.length && kv.length > 0) {
                        throw new AssertionError("one count for each row");
                    }
                    if (bytes(rows, capacity) > memory) {
                        throw new WorkbenchException(
                                new WorkbenchException.Report(
                                        "No memory", "rows", "" + memory, "", ""));
                    }
                    int[][] resized = new int[rows][capacity];
                    int[][] before = kv;
                    kv = resized;
                    for (int row = 0; row < rows; row++) {
                        int kept = row < before.length && row < held.length ? held[row] : 0;
                        if (kept > 0) {
                            System.arraycopy(before[row], 0, resized[row], 0, kept);
                        }
                        spoil(row, kept, capacity);
                    }
                    for (int row = rows; row < before.length; row++) {
                        if (held[row] > 0) {
                            throw new AssertionError("a row that holds tokens is dropped");
                        }
                    }
                }

                @Override
                public void copy(int from, int to, int tokens) {
                    System.arraycopy(kv[from], 0, kv[to], 0, tokens);
                    spoil(to, tokens, kv[to].length);
                }

                @Override
                public void swap(int one, int other, int tokens) {
                    int[] kept = Arrays.copyOf(kv[one], tokens);
                    System.arraycopy(kv[other], 0, kv[one], 0, tokens);
                    System.arraycopy(kept, 0, kv[other], 0, tokens);
                    spoil(one, tokens, kv[one].length);
                    spoil(other, tokens, kv[other].length);
                }
            };
}
