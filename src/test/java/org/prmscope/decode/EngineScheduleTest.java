package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.Sampling;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Many chains at once, in every order, must say what each says alone: random prompts with common
/// beginnings, turns, injected tokens, waits, rewinds, scores, cancellations, forks, evictions and
/// runs that fail.
class EngineScheduleTest {
    private static final int VOCABULARY = 300;
    private static final int CONTEXT = 400;
    private static final int END = 299;
    private static final Cancellation NEVER = new Cancellation();

    /// What the model says after a context, by definition.
    static void hash(int[] context, float[] row) {
        long state = Arrays.hashCode(context);
        for (int id = 0; id < row.length; id++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            row[id] = (state >>> 40) / (float) (1 << 21);
        }
    }

    /// One chain, token by token, with the whole row each time.
    private static final class Plain {
        private final Sampler sampler;
        private int[] ids = {};

        Plain(long seed) {
            sampler = new Sampler(seed);
        }

        void append(int[] more) {
            int size = ids.length;
            ids = Arrays.copyOf(ids, size + more.length);
            System.arraycopy(more, 0, ids, size, more.length);
        }

        float[] row() {
            float[] row = new float[VOCABULARY];
            hash(ids, row);
            return row;
        }

        void generate(int tokens, Sampling sampling) {
            for (int k = 0; k < tokens; k++) {
                append(new int[] {sampler.draw(row(), sampling)});
            }
        }

        void drawEnd(Sampling sampling) {
            assertEquals(END, sampler.draw(row(), sampling));
        }

        double score(int[] continuation) {
            int[] before = ids;
            double score = 0;
            for (int id : continuation) {
                float[] row = row();
                score += row[id] - Softmax.logSumExp(row);
                append(new int[] {id});
            }
            ids = before;
            return score;
        }
    }

    /// A chain that does random things and compares itself with the plain one after each.
    private static final class Walk {
        private final Random random;
        private final DecodeEngine engine;
        private final List<int[]> prompts;
        private final boolean cancels;
        private final Failing failing;
        private final Plain plain;
        private final long seed;

        Walk(
                DecodeEngine engine,
                List<int[]> prompts,
                long seed,
                boolean cancels,
                Failing failing) {
            this.failing = failing;
            this.engine = engine;
            this.prompts = prompts;
            this.seed = seed;
            this.cancels = cancels;
            random = new Random(seed);
            plain = new Plain(seed);
        }

        Void run() throws Exception {
            try (ChainDecoder chain = engine.newChain(seed)) {
                append(chain, prompts.get(random.nextInt(prompts.size())), TokenOrigin.PROMPT);
                for (int round = 0; round < 12; round++) {
                    try {
                        act(chain);
                    } catch (WorkbenchException e) {
                        // What failed changed nothing; the chain goes on from where it is.
                        assertTrue(failing.happened(), e.report().text());
                    } catch (IllegalStateException e) {
                        assertInstanceOf(StackOverflowError.class, e.getCause());
                    }
                    assertArrayEquals(plain.ids, chain.snapshot().ids());
                }
            }
            return null;
        }

        private void act(ChainDecoder chain) throws Exception {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> generate(chain, random.nextInt(25));
                case 3 -> append(chain, ids(1 + random.nextInt(20)), TokenOrigin.INJECTED);
                case 4 -> {
                    int position = 1 + random.nextInt(chain.position());
                    chain.rewind(position);
                    plain.ids = Arrays.copyOf(plain.ids, position);
                }
                case 5 -> score(chain);
                case 6 -> next(chain);
                case 7 -> {
                    // Other tokens up to the same position.
                    int replaced = Math.min(1 + random.nextInt(60), chain.position() - 1);
                    int position = chain.position() - replaced;
                    chain.rewind(position);
                    plain.ids = Arrays.copyOf(plain.ids, position);
                    append(chain, ids(replaced), TokenOrigin.INJECTED);
                }
                default -> Thread.sleep(random.nextInt(4));
            }
        }

        private void append(ChainDecoder chain, int[] ids, TokenOrigin origin) throws Exception {
            if (ids.length <= chain.room()) {
                chain.append(ids, origin);
                plain.append(ids);
            }
        }

        private void generate(ChainDecoder chain, int tokens) throws Exception {
            Sampling sampling =
                    switch (random.nextInt(5)) {
                        case 0 -> Sampling.GREEDY;
                        case 1 -> Sampling.GENPRM;
                        case 2 -> new Sampling(1, 0.9, 0);
                        case 3 -> new Sampling(0.7, 1, 0);
                        default -> new Sampling(1.2, 0.8, 100);
                    };
            List<Integer> watched =
                    random.nextBoolean() ? List.of() : List.of(random.nextInt(200), 7);
            int start = chain.position();
            Cancellation cancellation = new Cancellation();
            boolean cancel = cancels && random.nextInt(4) == 0;
            Thread canceller =
                    Thread.ofVirtual()
                            .unstarted(() -> {
                                try {
                                    Thread.sleep(0, random.nextInt(900_000));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                                cancellation.cancel();
                            });
            if (cancel) {
                canceller.start();
            }
            try {
                Generation generation =
                        chain.generate(
                                new GenerationRequest(sampling, tokens, List.of(), true, watched),
                                cancellation);
                plain.generate(generation.tokens().length(), sampling);
                if (generation.reason() == FinishReason.END_OF_TEXT) {
                    plain.drawEnd(sampling);
                } else if (generation.reason() == FinishReason.MAX_TOKENS) {
                    assertEquals(tokens, generation.tokens().length());
                } else {
                    assertEquals(FinishReason.CONTEXT_FULL, generation.reason());
                    assertEquals(CONTEXT, chain.position());
                }
            } catch (CancelledException e) {
                assertTrue(cancel);
                plain.generate(chain.position() - start, sampling);
            } catch (WorkbenchException | IllegalStateException e) {
                plain.generate(chain.position() - start, sampling);
                throw e;
            }
            if (cancel) {
                canceller.join();
            }
            for (int position = start;
                    position < chain.position() && !watched.isEmpty();
                    position++) {
                float[] row = new float[VOCABULARY];
                hash(Arrays.copyOf(plain.ids, position), row);
                assertEquals(
                        watched.stream().map(id -> row[id]).toList(),
                        chain.watched(position).orElseThrow().logits());
            }
        }

        private void score(ChainDecoder chain) throws Exception {
            int[] longest = ids(40);
            int[] other = Arrays.copyOf(longest, 2 + random.nextInt(38));
            other[random.nextInt(other.length)] = random.nextInt(250);
            List<int[]> continuations =
                    List.of(
                            ids(1),
                            ids(1 + random.nextInt(3)),
                            longest,
                            other,
                            ids(2),
                            Arrays.copyOf(longest, 3),
                            longest);
            if (chain.room() < 40) {
                return;
            }
            double[] scores = chain.score(continuations, NEVER);
            for (int k = 0; k < scores.length; k++) {
                assertEquals(plain.score(continuations.get(k)), scores[k], 1e-6);
            }
        }

        private void next(ChainDecoder chain) throws Exception {
            List<Integer> asked = List.of(random.nextInt(VOCABULARY), random.nextInt(VOCABULARY));
            float[] row = plain.row();
            assertEquals(
                    asked.stream().map(id -> row[id]).toList(), chain.next(asked, NEVER).logits());
        }

        private int[] ids(int count) {
            return random.ints(count, 0, 250).toArray();
        }
    }

    /// Lets runs of a model fail at random: with a report, by a fault that nobody expects, for lack
    /// of memory, by a fault that ends every call, or so that all rows are gone.
    private static final class Failing {
        private final Random random;
        private final RowsLm lm;
        private final AtomicInteger failed = new AtomicInteger();

        Failing(RowsLm lm, long seed) {
            this.lm = lm;
            random = new Random(seed);
        }

        /// Makes about one of so many runs fail.
        void begin(int oneOf) {
            lm.failure =
                    _ -> {
                        if (random.nextInt(oneOf) > 0) {
                            return null;
                        }
                        failed.incrementAndGet();
                        return switch (random.nextInt(5)) {
                            case 0 ->
                                    new DecodingException(
                                            new WorkbenchException.Report(
                                                    "The run failed", "device", "", "", ""));
                            case 1 -> new IllegalStateException("nobody expects this");
                            case 2 -> new OutOfMemoryError("Java heap space");
                            case 3 -> new StackOverflowError();
                            default -> {
                                lm.loss = new OutOfMemoryError("Java heap space");
                                yield null;
                            }
                        };
                    };
        }

        boolean happened() {
            return failed.get() > 0;
        }
    }

    private static List<int[]> prompts(Random random) {
        int[] base = random.ints(50, 0, 250).toArray();
        List<int[]> prompts = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            int[] prompt = Arrays.copyOf(base, 20 + random.nextInt(60));
            for (int at = 10 + random.nextInt(40); at < prompt.length; at++) {
                prompt[at] = random.nextInt(250);
            }
            prompts.add(prompt);
        }
        return prompts;
    }

    private static void walk(
            long seed,
            EngineLimits limits,
            ComputeMode mode,
            Speculation speculation,
            boolean cancels)
            throws Exception {
        assertEquals(0, walk(seed, limits, mode, speculation, cancels, 0));
    }

    /// @param oneOf one of so many runs fails; 0 for none
    /// @return how many failed
    private static int walk(
            long seed,
            EngineLimits limits,
            ComputeMode mode,
            Speculation speculation,
            boolean cancels,
            int oneOf)
            throws Exception {
        Random random = new Random(seed);
        RowsLm lm =
                new RowsLm(
                        VOCABULARY,
                        CONTEXT,
                        4 + random.nextInt(40),
                        mode,
                        EngineScheduleTest::hash);
        if (speculation == Speculation.AUTOMATIC) {
            lm.cost = _ -> 1_000_000;
        }
        List<int[]> prompts = prompts(random);
        Failing failing = new Failing(lm, seed);
        if (oneOf > 0) {
            failing.begin(oneOf);
        }
        try (DecodeEngine engine =
                        new DecodeEngine(
                                lm,
                                limits,
                                new PieceTokenizer(Collections.nCopies(43, new byte[] {1})),
                                List.of(END),
                                LoopRule.DEFAULT,
                                lm::nanoTime,
                                speculation);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> walks = new ArrayList<>();
            for (int k = 0; k < 14; k++) {
                Walk walk = new Walk(engine, prompts, seed * 100 + k % 11, cancels, failing);
                walks.add(threads.submit(walk::run));
            }
            for (Future<Void> walk : walks) {
                walk.get(30, TimeUnit.SECONDS);
            }
            EngineStatistics statistics = engine.statistics();
            assertTrue(statistics.kvBytes() <= limits.kvBytes(), statistics.toString());
            // Rows are given back a moment after a chain is closed.
            while (engine.statistics().liveRows() > 0) {
                Thread.sleep(1);
            }
        }
        assertTrue(lm.isClosed());
        return failing.failed.get();
    }

    @Test
    @Timeout(120)
    void chainsTogetherSayWhatEachSaysAlone() throws Exception {
        for (long seed = 0; seed < 12; seed++) {
            int rows = 1 + (int) seed % 5;
            EngineLimits limits = new EngineLimits(rows, (int) (seed / 2) % 4, 10_000_000);
            walk(seed, limits, ComputeMode.FAST, Speculation.OFF, true);
        }
    }

    @Test
    @Timeout(120)
    void chainsTogetherSayWhatEachSaysAloneWhereMemoryIsShort() throws Exception {
        for (long seed = 100; seed < 116; seed++) {
            // Room for one full chain and a little more.
            EngineLimits limits =
                    new EngineLimits(1 + (int) seed % 6, 4, 100L * (CONTEXT + (seed % 4) * 150));
            walk(seed, limits, ComputeMode.FAST, Speculation.OFF, true);
        }
    }

    @Test
    @Timeout(120)
    void referenceChainsSayWhatEachSaysAlone() throws Exception {
        for (long seed = 200; seed < 212; seed++) {
            EngineLimits limits = new EngineLimits(3, 3, 100L * CONTEXT * (1 + seed % 4));
            walk(seed, limits, ComputeMode.REFERENCE, Speculation.AUTOMATIC, true);
        }
    }

    @Test
    @Timeout(120)
    void speculatingChainsSayWhatEachSaysAlone() throws Exception {
        for (long seed = 300; seed < 308; seed++) {
            EngineLimits limits = new EngineLimits(1 + (int) seed % 2, 2, 10_000_000);
            walk(seed, limits, ComputeMode.FAST, Speculation.AUTOMATIC, true);
        }
    }

    @Test
    @Timeout(120)
    void chainsSayWhatEachSaysAloneAlthoughRunsFailNowAndThen() throws Exception {
        int failed = 0;
        for (long seed = 400; seed < 424; seed++) {
            long bytes = seed % 3 == 0 ? 100L * (CONTEXT + 300) : 10_000_000;
            EngineLimits limits = new EngineLimits(1 + (int) seed % 5, (int) seed % 4, bytes);
            ComputeMode mode = seed % 4 == 0 ? ComputeMode.REFERENCE : ComputeMode.FAST;
            Speculation speculation = seed % 2 == 0 ? Speculation.AUTOMATIC : Speculation.OFF;
            failed += walk(seed, limits, mode, speculation, seed % 5 > 0, 60);
        }
        assertTrue(failed > 200, failed + " runs failed");
    }
}
