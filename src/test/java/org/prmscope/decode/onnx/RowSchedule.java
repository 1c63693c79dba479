package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.prmscope.core.Cancellation;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.NextToken;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Random work on the rows of a model, in which every answer is compared with the judge's.
final class RowSchedule {
    private static final Cancellation NEVER = new Cancellation();
    private static final int MAX_ROWS = 5;
    private static final int MAX_CAPACITY = 96;

    private final CausalLm lm;
    private final PlainDecoder judge;
    private final float tolerance;
    private final Random random;
    private final List<List<Integer>> rows = new ArrayList<>();
    private int answers;

    RowSchedule(CausalLm lm, PlainDecoder judge, float tolerance, long seed) {
        this.lm = lm;
        this.judge = judge;
        this.tolerance = tolerance;
        random = new Random(seed);
    }

    /// How many answers were compared.
    int answers() {
        return answers;
    }

    void run(int operations) throws Exception {
        while (rows.size() < lm.rows().rows()) {
            rows.add(new ArrayList<>());
        }
        resize();
        for (int i = 0; i < operations; i++) {
            if (random.nextInt(6) == 0) {
                cancelled();
            }
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> forward();
                case 3, 4, 5, 6 -> step();
                case 7 -> copy();
                case 8 -> swap();
                case 9 -> resize();
                case 10 -> rewind();
                default -> row();
            }
        }
    }

    private void forward() throws Exception {
        int row = random.nextInt(rows.size());
        List<Integer> held = rows.get(row);
        int room = Math.min(lm.chunk(), lm.rows().capacity() - held.size());
        if (room < 1) {
            return;
        }
        int[] tokens = tokens(1 + random.nextInt(Math.min(room, 24)));
        int[] wanted =
                random.ints(random.nextInt(4), 0, tokens.length).sorted().distinct().toArray();
        int[] labels = tokens(random.nextInt(20));
        NextToken[] next = lm.forward(row, held.size(), tokens, wanted, labels, NEVER);
        assertEquals(wanted.length, next.length);
        for (int i = 0; i < wanted.length; i++) {
            List<Integer> before = new ArrayList<>(held);
            for (int t = 0; t <= wanted[i]; t++) {
                before.add(tokens[t]);
            }
            compare(before, next[i], labels);
        }
        for (int token : tokens) {
            held.add(token);
        }
    }

    private void step() throws Exception {
        int count = 1 + random.nextInt(rows.size());
        int[] labels = tokens(random.nextInt(3));
        for (int again = random.nextInt(6); again >= 0; again--) {
            int[] tokens = tokens(count);
            int[] held = lengths();
            if (Arrays.stream(held).limit(count).max().orElseThrow() >= lm.rows().capacity()) {
                return;
            }
            NextToken[] next = lm.step(held, tokens, labels, NEVER);
            assertEquals(count, next.length);
            for (int row = 0; row < count; row++) {
                rows.get(row).add(tokens[row]);
                compare(rows.get(row), next[row], labels);
            }
        }
    }

    private void row() throws Exception {
        int row = random.nextInt(rows.size());
        List<Integer> held = rows.get(row);
        if (held.size() >= lm.rows().capacity()) {
            return;
        }
        int token = tokens(1)[0];
        float[] logits = lm.row(row, held.size(), token, NEVER);
        held.add(token);
        float[] expected = judge.logits(ints(held));
        for (int id = 0; id < expected.length; id++) {
            assertEquals(expected[id], logits[id], tolerance);
        }
        answers++;
    }

    /// A run that is cancelled leaves what the rows held before it.
    private void cancelled() throws Exception {
        Cancellation cancellation = new Cancellation();
        Thread canceller = Thread.ofPlatform().unstarted(cancellation::cancel);
        if (random.nextBoolean()) {
            cancellation.cancel();
        }
        int[] held = lengths();
        try {
            int row = random.nextInt(rows.size());
            int room = Math.min(lm.chunk(), lm.rows().capacity() - held[row]);
            boolean fit = Arrays.stream(held).max().orElseThrow() < lm.rows().capacity();
            canceller.start();
            if (fit && random.nextBoolean()) {
                lm.step(held, tokens(held.length), new int[0], cancellation);
            } else if (room > 0) {
                lm.forward(row, held[row], tokens(room), new int[0], new int[0], cancellation);
            }
        } catch (CancelledException e) {
            // As it was asked to.
        } finally {
            canceller.join();
        }
    }

    private void copy() {
        int from = random.nextInt(rows.size());
        int to = random.nextInt(rows.size());
        int tokens = random.nextInt(rows.get(from).size() + 1);
        lm.rows().copy(from, to, tokens);
        rows.set(to, new ArrayList<>(rows.get(from).subList(0, tokens)));
    }

    private void swap() {
        int one = random.nextInt(rows.size());
        int other = random.nextInt(rows.size());
        lm.rows().swap(one, other, Math.max(rows.get(one).size(), rows.get(other).size()));
        Collections.swap(rows, one, other);
    }

    private void resize() throws Exception {
        int[] held = lengths();
        int count = 1 + random.nextInt(MAX_ROWS);
        int longest = Arrays.stream(held).limit(count).max().orElse(0);
        int capacity = Math.max(1, longest + random.nextInt(MAX_CAPACITY - longest + 1));
        lm.rows().resize(count, capacity, held);
        assertEquals(count, lm.rows().rows());
        assertEquals(capacity, lm.rows().capacity());
        while (rows.size() > count) {
            rows.removeLast();
        }
        while (rows.size() < count) {
            rows.add(new ArrayList<>());
        }
    }

    private void rewind() {
        List<Integer> held = rows.get(random.nextInt(rows.size()));
        held.subList(random.nextInt(held.size() + 1), held.size()).clear();
    }

    private void compare(List<Integer> tokens, NextToken next, int[] labels) throws Exception {
        float[] expected = judge.logits(ints(tokens));
        int best = 0;
        double sum = 0;
        for (int id = 0; id < expected.length; id++) {
            best = expected[id] > expected[best] ? id : best;
            sum += Math.exp(expected[id]);
        }
        assertEquals(best, next.id(0), "the greedy token");
        float last = Float.POSITIVE_INFINITY;
        for (int rank = 0; rank < next.candidates(); rank++) {
            assertEquals(expected[next.id(rank)], next.logit(rank), tolerance);
            assertTrue(next.logit(rank) <= last);
            last = next.logit(rank);
        }
        float worst = last;
        int better = 0;
        for (float logit : expected) {
            better += logit > worst + tolerance ? 1 : 0;
        }
        assertTrue(better <= next.candidates(), "no better token was left out");
        assertEquals(Math.log(sum), next.logSumExp(), tolerance);
        for (int label : labels) {
            assertEquals(expected[label], next.logitOf(label), tolerance);
        }
        answers++;
    }

    private int[] lengths() {
        return rows.stream().mapToInt(List::size).toArray();
    }

    private int[] tokens(int count) {
        return random.ints(count, 0, lm.shape().vocabularySize()).toArray();
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
