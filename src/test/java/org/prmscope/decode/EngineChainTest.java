package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Sampling;
import org.prmscope.core.TokenAlternative;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

class EngineChainTest {
    private static final int CONTEXT = 64;
    private static final Cancellation NEVER = new Cancellation();

    private final PieceTokenizer tokens = new PieceTokenizer("</out", "put>", "\n\n", "xy<", ">z");
    private final int[] prompt = tokens.encode("Q: ");
    private final List<DecodeEngine> engines = new ArrayList<>();

    @Test
    void appendingComputesNothingUntilATokenIsNeeded() throws Exception {
        RowsLm lm = saying("a");
        try (ChainDecoder chain = chain(lm)) {
            chain.append(prompt, TokenOrigin.PROMPT);
            chain.append(tokens.encode("and"), TokenOrigin.PROMPT);
            assertEquals(0, lm.computed());

            chain.generate(request(1), NEVER);
            assertEquals(1, lm.calls());
            assertEquals(6, lm.computed());
        }
    }

    @Test
    void maxTokensEndsGenerationAndTheSpanIsWhatWasAdded() throws Exception {
        try (ChainDecoder chain = prompted(saying("a", "b", "c", "d"))) {
            Generation generation = chain.generate(request(3), NEVER);

            assertEquals(FinishReason.MAX_TOKENS, generation.reason());
            assertEquals(new TokenSpan(3, 6), generation.tokens());
            assertEquals("Q: abc", chain.snapshot().text());
            assertEquals(CONTEXT - 6, chain.room());
            assertEquals(0, chain.generate(request(0), NEVER).tokens().length());
        }
    }

    @Test
    void anEndTokenIsCountedAndNotKept() throws Exception {
        try (ChainDecoder chain = prompted(saying("a", PieceTokenizer.END))) {
            Generation generation = chain.generate(request(9), NEVER);

            assertEquals(FinishReason.END_OF_TEXT, generation.reason());
            assertEquals("a", chain.snapshot().text(generation.tokens()));
            assertEquals(2, chain.usage().generated());
        }
    }

    @Test
    void aStopSplitOverTokensIsKeptOrCut() throws Exception {
        for (boolean keep : new boolean[] {true, false}) {
            RowsLm lm = saying("a", "</out", "put>", "b");
            try (ChainDecoder chain = prompted(lm)) {
                Generation generation = chain.generate(stopping(keep, "</output>"), NEVER);

                assertEquals(FinishReason.STOP_STRING, generation.reason());
                assertEquals("</output>", generation.stop());
                assertEquals("", generation.trimmed());
                assertEquals(keep ? "a</output>" : "a", chain.snapshot().text(generation.tokens()));
                assertEquals(new TokenUsage(3, 3, 0), chain.usage());
            }
        }
    }

    @Test
    void textAfterTheStopInsideATokenIsTrimmedAndReported() throws Exception {
        RowsLm lm = saying("a", "\n\n", "c");
        try (ChainDecoder chain = prompted(lm)) {
            Generation generation = chain.generate(stopping(true, "a\n"), NEVER);

            assertEquals("\n", generation.trimmed());
            assertEquals("Q: a\n", chain.snapshot().text());
            assertEquals(new TokenSpan(3, 5), generation.tokens());
            assertEquals(TokenOrigin.GENERATED, chain.snapshot().origin(4));
            assertTrue(Float.isNaN(chain.snapshot().logProbability(4)));
            assertTrue(chain.snapshot().alternatives(4).isEmpty());

            chain.append(tokens.encode("!"), TokenOrigin.INJECTED);
            chain.generate(request(1), NEVER);
            assertArrayEquals(tokens.encode("Q: a\n!"), lm.context());
            assertEquals(new TokenUsage(5, 3, 1), chain.usage());
        }
    }

    @Test
    void aCutStopMayBeginInsideAnEarlierToken() throws Exception {
        RowsLm lm = saying("xy<", "o", ">z", "c");
        try (ChainDecoder chain = prompted(lm)) {
            Generation generation = chain.generate(stopping(false, "<o>"), NEVER);

            assertEquals("z", generation.trimmed());
            assertEquals("Q: xy", chain.snapshot().text());
            assertEquals(new TokenSpan(3, 5), generation.tokens());

            chain.generate(request(1), NEVER);
            assertArrayEquals(tokens.encode("Q: xy"), lm.context());
        }
    }

    @Test
    void cuttingNeverBreaksACharacter() throws Exception {
        byte[] character = {(byte) 0xE6, (byte) 0xAD, (byte) 0xA5};
        PieceTokenizer split =
                new PieceTokenizer(
                        List.of(
                                new byte[] {'b', character[0], character[1]},
                                new byte[] {character[2], ' ', '#', '#'}));
        RowsLm lm = RowsLm.saying(split.size(), CONTEXT, 1, 256, 257);
        try (ChainDecoder chain = engine(lm, split).newChain(1)) {
            chain.append(new int[] {'Q'}, TokenOrigin.PROMPT);
            Generation generation = chain.generate(stopping(false, "#"), NEVER);

            assertEquals("#", generation.trimmed());
            assertEquals("Qb步 ", chain.snapshot().text());
            assertArrayEquals(split.encode("Qb步 "), chain.snapshot().ids());
        }
    }

    @Test
    void aStopDoesNotReachBackBeforeTheGeneration() throws Exception {
        try (ChainDecoder chain = prompted(saying("a", "b"))) {
            Generation generation = chain.generate(stopping(true, " ab", "b"), NEVER);

            assertEquals("b", generation.stop());
        }
    }

    @Test
    void aFullContextEndsGeneration() throws Exception {
        RowsLm lm = saying(IntStream.range(0, 80).mapToObj(i -> "" + i % 10).toList());
        try (ChainDecoder chain = prompted(lm)) {
            Generation generation = chain.generate(request(500), NEVER);

            assertEquals(FinishReason.CONTEXT_FULL, generation.reason());
            assertEquals(CONTEXT, chain.position());
            assertEquals(0, chain.room());
            WorkbenchException full =
                    assertThrows(
                            WorkbenchException.class,
                            () -> chain.append(new int[] {'x'}, TokenOrigin.INJECTED));
            assertTrue(full.report().text().contains("0 of 64"), full.getMessage());
        }
    }

    @Test
    void aLoopEndsGenerationAndIsKept() throws Exception {
        RowsLm lm = RowsLm.saying(tokens.size(), 1_000, 3, 'a');
        try (ChainDecoder chain = prompted(lm)) {
            Generation generation = chain.generate(request(900), NEVER);

            assertEquals(FinishReason.LOOP, generation.reason());
            assertEquals(256, generation.tokens().length());
        }
    }

    @Test
    void everyTokenIsComputedOnceAndCountedExactly() throws Exception {
        RowsLm lm = saying("a", "b", "c", "d", "e", "f", "g", "h", "i");
        try (ChainDecoder chain = prompted(lm)) {
            chain.generate(request(3), NEVER);
            chain.append(tokens.encode("out"), TokenOrigin.INJECTED);
            chain.append(tokens.encode("next"), TokenOrigin.PROMPT);
            assertEquals(new TokenUsage(3, 3, 0), chain.usage());
            chain.generate(request(2), NEVER);

            assertEquals(new TokenUsage(3 + 3 + 4, 5, 3), chain.usage());
            // All but the last token, which nothing came after.
            assertEquals(chain.position() - 1, lm.computed());
        }
    }

    @Test
    void aRewoundChainGoesOnAsIfTheRestHadNeverBeen() throws Exception {
        RowsLm lm = hashing();
        try (ChainDecoder chain = prompted(lm);
                ChainDecoder fresh = prompted(hashing())) {
            chain.generate(greedy(10, List.of(5)), NEVER);
            chain.rewind(7);
            assertTrue(chain.watched(7).isEmpty());
            assertTrue(chain.watched(6).isPresent());
            int before = lm.computed();
            chain.generate(greedy(6, List.of()), NEVER);
            fresh.generate(greedy(10, List.of()), NEVER);

            assertArrayEquals(fresh.snapshot().ids(), chain.snapshot().ids());
            // The last kept token again for its logits, then one for each but the last.
            assertEquals(1 + 5, lm.computed() - before);
            assertEquals(new TokenUsage(3 + 1, 16, 0), chain.usage());
        }
    }

    @Test
    void scoresAreLogProbabilitiesAndLeaveTheContext() throws Exception {
        RowsLm lm = hashing();
        try (ChainDecoder chain = prompted(lm)) {
            chain.append(tokens.encode("so "), TokenOrigin.PROMPT);
            List<int[]> continuations =
                    List.of(new int[] {'Y'}, tokens.encode("Yes"), tokens.encode("No"));
            double[] scores = chain.score(continuations, NEVER);

            int[] context = tokens.encode("Q: so ");
            for (int k = 0; k < scores.length; k++) {
                double expected = 0;
                int[] extended = context;
                for (int id : continuations.get(k)) {
                    float[] row = new float[tokens.size()];
                    hash(extended, row);
                    expected += row[id] - Softmax.logSumExp(row);
                    extended = Arrays.copyOf(extended, extended.length + 1);
                    extended[extended.length - 1] = id;
                }
                assertEquals(expected, scores[k], 1e-9);
            }
            assertEquals(6, chain.position());
            assertEquals(new TokenUsage(6 + 2 + 1, 0, 0), chain.usage());

            chain.generate(greedy(1, List.of()), NEVER);
            float[] row = new float[tokens.size()];
            hash(context, row);
            assertEquals(Softmax.argmax(row), chain.snapshot().id(6));
        }
    }

    @Test
    void watchedLogitsAndTheNextOnesAreThoseOfTheRow() throws Exception {
        try (ChainDecoder chain = prompted(hashing())) {
            List<Integer> watched = List.of(7, 3, 260);
            chain.generate(greedy(4, watched), NEVER);
            int[] ids = chain.snapshot().ids();
            for (int position = 3; position < 7; position++) {
                assertRow(
                        Arrays.copyOf(ids, position),
                        chain.watched(position).orElseThrow(),
                        watched);
            }
            assertTrue(chain.watched(2).isEmpty());
            assertRow(ids, chain.next(watched, NEVER), watched);
        }
    }

    @Test
    void probabilitiesAreOfTheFullSoftmaxWhateverTheSampling() throws Exception {
        try (ChainDecoder chain = prompted(hashing())) {
            chain.generate(
                    new GenerationRequest(Sampling.GENPRM, 5, List.of(), true, List.of()), NEVER);
            TokenTrace trace = chain.snapshot();
            for (int position = 3; position < 8; position++) {
                float[] row = new float[tokens.size()];
                hash(Arrays.copyOf(trace.ids(), position), row);
                double normaliser = Softmax.logSumExp(row);
                assertEquals(
                        row[trace.id(position)] - normaliser, trace.logProbability(position), 1e-5);
                List<TokenAlternative> alternatives = trace.alternatives(position);
                assertArrayEquals(
                        Softmax.top(row, 5),
                        alternatives.stream().mapToInt(TokenAlternative::id).toArray());
                assertEquals(
                        row[alternatives.get(4).id()] - normaliser,
                        alternatives.get(4).logProbability(),
                        1e-5);
            }
        }
    }

    @Test
    void theSeedDecidesTheChain() throws Exception {
        assertArrayEquals(sampled(11), sampled(11));
        assertFalse(Arrays.equals(sampled(11), sampled(12)));
    }

    @Test
    void cancellationReturnsWithin200MillisecondsAndKeepsTheChain() throws Exception {
        RowsLm lm = saying("a", "b", "c", "d");
        lm.blockingCall = 3;
        Cancellation cancellation = new Cancellation();
        try (ChainDecoder chain = prompted(lm);
                ModelThread thread = new ModelThread("model-test")) {
            Future<Boolean> cancelled =
                    thread.submit(() -> {
                        assertThrows(
                                CancelledException.class,
                                () -> chain.generate(request(9), cancellation));
                        return true;
                    });
            lm.blocked.await();
            String before = chain.snapshot().text();
            cancellation.cancel();
            assertTrue(cancelled.get(200, TimeUnit.MILLISECONDS));

            assertEquals("Q: ab", before);
            assertEquals("Q: ab", chain.snapshot().text());
            chain.generate(request(1), NEVER);
            assertEquals("Q: abc", chain.snapshot().text());
            assertEquals(new TokenUsage(3, 3, 0), chain.usage());
        }
    }

    @Test
    void cancelledWorkDoesNotBegin() throws Exception {
        RowsLm lm = saying("a");
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        try (ChainDecoder chain = prompted(lm)) {
            assertThrows(CancelledException.class, () -> chain.generate(request(1), cancelled));
            assertThrows(CancelledException.class, () -> chain.next(List.of(1), cancelled));
            assertEquals(0, lm.calls());
        }
    }

    @Test
    void snapshotsTakenWhileDecodingArePrefixes() throws Exception {
        RowsLm lm = RowsLm.saying(tokens.size(), 3_000, 3, IntStream.range(0, 200).toArray());
        AtomicBoolean done = new AtomicBoolean();
        try (ChainDecoder chain = prompted(lm);
                var polling = Executors.newSingleThreadExecutor()) {
            Future<Integer> longest =
                    polling.submit(() -> {
                        int size = 0;
                        while (!done.get()) {
                            TokenTrace trace = chain.snapshot();
                            assertTrue(trace.size() >= size);
                            assertTrue(chain.usage().generated() + 3 >= trace.size());
                            size = trace.size();
                            for (int i = 3; i < size; i++) {
                                assertEquals(i - 3, trace.id(i));
                            }
                        }
                        return size;
                    });
            try {
                chain.generate(request(200), NEVER);
            } finally {
                done.set(true);
            }
            assertTrue(longest.get(10, TimeUnit.SECONDS) <= 203);
        }
    }

    @Test
    void logitsThatAreNoNumbersAreRefused() throws Exception {
        RowsLm lm = new RowsLm(tokens.size(), CONTEXT, (_, row) -> row[3] = Float.NaN);
        try (ChainDecoder chain = prompted(lm)) {
            DecodingException refusal =
                    assertThrows(DecodingException.class, () -> chain.generate(request(1), NEVER));
            assertTrue(refusal.report().text().contains("NaN"));
        }
    }

    @Test
    void misuseIsABug() throws Exception {
        try (ChainDecoder chain = chain(saying("a"))) {
            assertThrows(IllegalStateException.class, () -> chain.generate(request(1), NEVER));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> chain.append(prompt, TokenOrigin.GENERATED));
            assertThrows(IllegalArgumentException.class, () -> chain.rewind(1));
            chain.append(prompt, TokenOrigin.PROMPT);
            assertThrows(
                    IllegalArgumentException.class, () -> chain.score(List.of(new int[0]), NEVER));
        }
    }

    @AfterEach
    void close() {
        engines.forEach(DecodeEngine::close);
    }

    private DecodeEngine engine(RowsLm lm, PieceTokenizer pieces) {
        DecodeEngine engine =
                new DecodeEngine(
                        lm,
                        new EngineLimits(4, 4, 1 << 20),
                        pieces,
                        List.of(pieces.end()),
                        LoopRule.DEFAULT,
                        lm::nanoTime,
                        Speculation.OFF);
        engines.add(engine);
        return engine;
    }

    private int[] sampled(long seed) throws Exception {
        try (ChainDecoder chain = engine(hashing(), tokens).newChain(seed)) {
            chain.append(prompt, TokenOrigin.PROMPT);
            chain.generate(
                    new GenerationRequest(new Sampling(1.5, 1, 0), 30, List.of(), true, List.of()),
                    NEVER);
            return chain.snapshot().ids();
        }
    }

    private void assertRow(int[] context, WatchedLogits found, List<Integer> watched) {
        float[] row = new float[tokens.size()];
        hash(context, row);
        assertEquals(watched, found.ids());
        assertEquals(watched.stream().map(id -> row[id]).toList(), found.logits());
        assertEquals(Softmax.logSumExp(row), found.logSumExp());
    }

    private RowsLm saying(String... pieces) {
        return saying(List.of(pieces));
    }

    private RowsLm saying(List<String> pieces) {
        int[] ids =
                pieces.stream()
                        .mapToInt(piece ->
                                piece.equals(PieceTokenizer.END) ? tokens.end() : tokens.id(piece))
                        .toArray();
        return RowsLm.saying(tokens.size(), CONTEXT, prompt.length, ids);
    }

    /// A model whose logits depend on the whole context; it never says the end token.
    private RowsLm hashing() {
        return new RowsLm(tokens.size(), CONTEXT, EngineChainTest::hash);
    }

    private static void hash(int[] context, float[] row) {
        long state = Arrays.hashCode(context);
        for (int id = 0; id < row.length; id++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            row[id] = (state >>> 40) / (float) (1 << 22);
        }
        row[row.length - 1] = -20;
    }

    private ChainDecoder chain(RowsLm lm) throws WorkbenchException {
        return engine(lm, tokens).newChain(1);
    }

    private ChainDecoder prompted(RowsLm lm) throws WorkbenchException {
        ChainDecoder chain = chain(lm);
        chain.append(prompt, TokenOrigin.PROMPT);
        return chain;
    }

    private static GenerationRequest request(int maxTokens) {
        return greedy(maxTokens, List.of());
    }

    private static GenerationRequest greedy(int maxTokens, List<Integer> watched) {
        return new GenerationRequest(Sampling.GREEDY, maxTokens, List.of(), true, watched);
    }

    private static GenerationRequest stopping(boolean keepStop, String... stops) {
        return new GenerationRequest(Sampling.GREEDY, 50, List.of(stops), keepStop, List.of());
    }
}
