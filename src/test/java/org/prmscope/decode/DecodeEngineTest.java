package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.Sampling;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.WorkbenchException;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What is computed once, who gives way to whom, and how calls end.
@Timeout(60)
class DecodeEngineTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final int CONTEXT = 3_000;

    private final List<DecodeEngine> engines = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private RowsLm lm = lm(ComputeMode.FAST);

    @AfterEach
    void close() {
        lm.permits.release(1_000_000);
        engines.forEach(DecodeEngine::close);
        threads.close();
    }

    private static RowsLm lm(ComputeMode mode) {
        return new RowsLm(300, CONTEXT, 32, mode, EngineScheduleTest::hash);
    }

    private DecodeEngine engine(EngineLimits limits) {
        DecodeEngine engine =
                new DecodeEngine(
                        lm,
                        limits,
                        new PieceTokenizer(Collections.nCopies(43, new byte[] {1})),
                        List.of(),
                        LoopRule.DEFAULT,
                        lm::nanoTime,
                        Speculation.OFF);
        engines.add(engine);
        return engine;
    }

    private DecodeEngine engine() {
        return engine(new EngineLimits(8, 8, 1L << 30));
    }

    private static int[] ids(int count, long seed) {
        return new Random(seed).ints(count, 0, 300).toArray();
    }

    private static GenerationRequest request(int tokens) {
        return new GenerationRequest(Sampling.GENPRM, tokens, List.of(), true, List.of(5, 6));
    }

    private static ChainDecoder prompted(DecodeEngine engine, long seed, int[]... parts)
            throws WorkbenchException {
        ChainDecoder chain = engine.newChain(seed);
        for (int[] part : parts) {
            chain.append(part, TokenOrigin.PROMPT);
        }
        return chain;
    }

    private static <T> T found(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void chainsOfOnePromptThatBeginTogetherCostOnePrefill() throws Exception {
        for (ComputeMode mode : ComputeMode.values()) {
            lm = lm(mode);
            DecodeEngine engine = engine();
            int[] prompt = ids(500, 1);
            List<Future<int[]>> chains = new ArrayList<>();
            for (int k = 0; k < 8; k++) {
                ChainDecoder chain = prompted(engine, k, prompt);
                chains.add(
                        threads.submit(() -> {
                            chain.generate(request(20), NEVER);
                            return chain.snapshot().ids();
                        }));
            }
            for (Future<int[]> chain : chains) {
                assertEquals(520, found(chain).length);
            }
            EngineStatistics statistics = engine.statistics();
            assertEquals(500, statistics.prefilled());
            assertEquals(7 * 500, statistics.reused());
            assertEquals(8 * 20, statistics.sampled());
            assertEquals(8, statistics.liveRows());
            assertEquals(500 + 8 * 19, lm.computed());
        }
    }

    @Test
    void aReferenceChainComputesItsOwnTokensWithItsOwnBorders() throws Exception {
        lm = lm(ComputeMode.REFERENCE);
        DecodeEngine engine = engine();
        int[] base = ids(80, 1);
        try (ChainDecoder first = prompted(engine, 1, base, ids(20, 2))) {
            first.generate(request(1), NEVER);
        }
        // The runs of the first were 0-32-64-96-100; another tail shares the first two of them.
        try (ChainDecoder second = prompted(engine, 2, base, ids(20, 3))) {
            second.generate(request(1), NEVER);
            assertEquals(new TokenUsage(100 - 64, 1, 0), second.usage());
        }
        assertEquals(0, engine.statistics().steps());
    }

    @Test
    void aChainsMemoryIsTheMostItHeldTheSharedPromptIncludedAndARewindTakesNothingBack()
            throws Exception {
        DecodeEngine engine = engine();
        long token = lm.shape().kvBytesPerToken();
        try (ChainDecoder first = prompted(engine, 1, ids(100, 1));
                ChainDecoder second = prompted(engine, 2, ids(100, 1))) {
            assertEquals(0, first.peakKvBytes());
            first.generate(request(30), NEVER);
            // The last sampled token was not computed.
            assertEquals((100 + 29) * token, first.peakKvBytes());
            second.generate(request(1), NEVER);
            assertEquals(100 * token, second.peakKvBytes());
            first.rewind(50);
            first.append(ids(5, 3), TokenOrigin.PROMPT);
            first.generate(request(1), NEVER);
            assertEquals((100 + 29) * token, first.peakKvBytes());
        }
    }

    @Test
    void turnsAndInjectedTokensAreComputedOnce() throws Exception {
        DecodeEngine engine = engine();
        try (ChainDecoder chain = prompted(engine, 1, ids(100, 1))) {
            for (int turn = 0; turn < 8; turn++) {
                chain.generate(request(30), NEVER);
                chain.append(ids(15, turn), TokenOrigin.INJECTED);
                chain.generate(request(10), NEVER);
                chain.append(ids(40, 50 + turn), TokenOrigin.PROMPT);
            }
            chain.generate(request(5), NEVER);
            assertEquals(new TokenUsage(100 + 8 * 55, 8 * 40 + 5, 8 * 15), chain.usage());
            assertEquals(chain.position() - 1, lm.computed());
            assertEquals(100 + 8 * 55, engine.statistics().prefilled());
        }
    }

    @Test
    void aChainVerifiedAgainWithAnEditComputesFromTheEditOn() throws Exception {
        DecodeEngine engine = engine();
        int[] ids = ids(300, 1);
        try (ChainDecoder chain = prompted(engine, 1, ids)) {
            chain.generate(request(50), NEVER);
        }
        int before = lm.computed();
        int[] edited = ids.clone();
        edited[240]++;
        try (ChainDecoder chain = prompted(engine, 1, edited)) {
            chain.generate(request(1), NEVER);
            assertEquals(60, chain.usage().prefilled());
        }
        assertEquals(60, lm.computed() - before);
        // Both are known now.
        try (ChainDecoder chain = prompted(engine, 1, ids);
                ChainDecoder other = prompted(engine, 1, edited)) {
            chain.generate(request(1), NEVER);
            other.generate(request(1), NEVER);
            assertEquals(new TokenUsage(0, 1, 0), chain.usage());
            assertEquals(new TokenUsage(0, 1, 0), other.usage());
        }
    }

    @Test
    void whatIsPrefilledIsWhatIsDistinct() throws Exception {
        DecodeEngine engine = engine(new EngineLimits(8, 40, 1L << 30));
        int[] system = ids(60, 0);
        List<Future<Integer>> chains = new ArrayList<>();
        for (int k = 0; k < 24; k++) {
            int[] problem = ids(50, 100 + k % 3);
            int[] solution = ids(20, 200 + k % 6);
            ChainDecoder chain = prompted(engine, k, system, problem, solution);
            chains.add(
                    threads.submit(() -> {
                        chain.generate(request(12), NEVER);
                        chain.close();
                        return chain.usage().prefilled();
                    }));
        }
        int sum = 0;
        for (Future<Integer> chain : chains) {
            sum += found(chain);
        }
        assertEquals(60 + 3 * 50 + 6 * 20, sum);
        assertEquals(sum, engine.statistics().prefilled());
    }

    @Test
    void whatIsOverwrittenIsForgotten() throws Exception {
        DecodeEngine engine = engine();
        int[] other = ids(60, 2);
        try (ChainDecoder chain = prompted(engine, 1, ids(80, 1))) {
            chain.generate(request(1), NEVER);
            chain.rewind(40);
            chain.append(other, TokenOrigin.PROMPT);
            chain.generate(request(1), NEVER);
            // 80 tokens again, which the row holds; but its first answer was after others.
            int[] fork = Arrays.copyOf(chain.snapshot().ids(), 80);
            try (ChainDecoder forked = prompted(engine, 7, fork)) {
                forked.generate(request(10), NEVER);
                assertArrayEquals(alone(7, fork, 10), forked.snapshot().ids());
                assertEquals(1, forked.usage().prefilled());
            }
        }
    }

    @Test
    void aContinuationIsOneRun() throws Exception {
        DecodeEngine engine = engine();
        try (ChainDecoder chain = prompted(engine, 1, ids(30, 1))) {
            chain.score(List.of(ids(6, 2), ids(9, 3), ids(1, 4)), NEVER);
            assertEquals(3, lm.calls());
            assertEquals(new TokenUsage(30 + 5 + 8, 0, 0), chain.usage());
        }
    }

    @ParameterizedTest
    @EnumSource(ComputeMode.class)
    void continuationsThatBeginAlikeAreComputedOnceUpToWhereTheyPart(ComputeMode mode)
            throws Exception {
        lm = lm(mode);
        int[] first = ids(40, 2);
        int[] second = first.clone();
        second[35] = (first[35] + 1) % 300;
        List<int[]> continuations =
                List.of(
                        first,
                        ids(1, 3),
                        second,
                        Arrays.copyOf(second, 38),
                        second,
                        ids(3, 4),
                        first);
        DecodeEngine engine = engine();
        try (ChainDecoder chain = prompted(engine, 1, ids(30, 1))) {
            double[] together = chain.score(continuations, NEVER);
            // The last token that two have in common is computed for each.
            int computed = mode == ComputeMode.FAST ? 39 + 5 + 2 + 39 : 39 + 39 + 37 + 39 + 2 + 39;
            assertEquals(new TokenUsage(30 + computed, 0, 0), chain.usage());
            for (int k = 0; k < together.length; k++) {
                double alone = chain.score(List.of(continuations.get(k)), NEVER)[0];
                assertEquals(alone, together[k], 1e-9);
            }
        }
    }

    @Test
    void theCheapestRowIsGivenUpFirst() throws Exception {
        DecodeEngine engine = engine(new EngineLimits(1, 2, 1L << 30));
        int[] dear = ids(600, 1);
        int[] cheap = ids(40, 2);
        for (int[] prompt : List.of(dear, cheap, ids(50, 3), ids(60, 4), ids(70, 5))) {
            try (ChainDecoder chain = prompted(engine, 1, prompt)) {
                chain.generate(request(1), NEVER);
            }
        }
        try (ChainDecoder chain = prompted(engine, 1, dear)) {
            chain.generate(request(1), NEVER);
            assertEquals(0, chain.usage().prefilled());
        }
        try (ChainDecoder chain = prompted(engine, 1, cheap)) {
            chain.generate(request(1), NEVER);
            assertEquals(40, chain.usage().prefilled());
        }
    }

    @Test
    void aChainThatDoesNotFitAloneIsRefusedWithTheNumbers() throws Exception {
        DecodeEngine engine = engine(new EngineLimits(4, 4, 100L * 200));
        try (ChainDecoder large = prompted(engine, 1, ids(250, 1));
                ChainDecoder small = prompted(engine, 2, ids(100, 2))) {
            DecodingException refusal =
                    assertThrows(DecodingException.class, () -> large.generate(request(5), NEVER));
            assertTrue(refusal.report().text().contains("0.0 MiB for 250 tokens"));
            assertTrue(refusal.report().text().contains("a budget of 0.0 MiB"));
            assertEquals(20, small.generate(request(20), NEVER).tokens().length());
        }
    }

    @Test
    void memoryThatIsNotThereIsReportedAndOthersGoOn() throws Exception {
        DecodeEngine engine = engine();
        lm.memory = 100L * 700;
        try (ChainDecoder large = prompted(engine, 1, ids(650, 1));
                ChainDecoder small = prompted(engine, 2, ids(100, 2))) {
            DecodingException refusal =
                    assertThrows(
                            DecodingException.class, () -> large.generate(request(100), NEVER));
            assertTrue(refusal.report().text().contains("No memory"), refusal.getMessage());
            assertEquals(700, large.position() - 1);
            assertEquals(20, small.generate(request(20), NEVER).tokens().length());
        }
    }

    @Test
    void aRunThatFailsEndsOnlyTheChainsThatCannotBeComputed() throws Exception {
        WorkbenchException report =
                new WorkbenchException(
                        new WorkbenchException.Report("The device is gone", "", "", "", ""));
        for (Throwable thrown :
                List.of(report, new IllegalStateException("odd"), new OutOfMemoryError("heap"))) {
            lm = lm(ComputeMode.FAST);
            DecodeEngine engine = engine();
            int[] poison = ids(40, 9);
            lm.failure =
                    context ->
                            context.length > 45 && Arrays.equals(Arrays.copyOf(context, 40), poison)
                                    ? thrown
                                    : null;
            ChainDecoder bad = prompted(engine, 1, poison);
            ChainDecoder good = prompted(engine, 2, ids(40, 8));
            Future<Generation> failing = threads.submit(() -> bad.generate(request(30), NEVER));
            Future<Generation> working = threads.submit(() -> good.generate(request(30), NEVER));

            assertEquals(30, found(working).tokens().length());
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> found(failing));
            WorkbenchException e = assertInstanceOf(WorkbenchException.class, failed.getCause());
            String text = e.report().text();
            assertTrue(text.contains(String.valueOf(thrown.getMessage())), text);
            lm.failure = _ -> null;
            bad.rewind(40);
            assertEquals(30, bad.generate(request(30), NEVER).tokens().length());
            assertEquals(thrown.equals(report), engine.isUsable());
        }
    }

    @Test
    void anEngineThatIsClosedOrWhoseModelIsBrokenHasToBeOpenedAgain() {
        DecodeEngine engine = engine();
        assertTrue(engine.isUsable());
        lm.sound = false;
        assertFalse(engine.isUsable());
        lm.sound = true;
        engine.close();
        assertFalse(engine.isUsable());
    }

    @Test
    void closingAChainEndsItsCall() throws Exception {
        DecodeEngine engine = engine();
        lm.permits = new Semaphore(3);
        ChainDecoder chain = prompted(engine, 1, ids(10, 1));
        Future<Generation> call = threads.submit(() -> chain.generate(request(500), NEVER));
        while (lm.calls() < 4) {
            Thread.sleep(1);
        }
        chain.close();
        lm.permits.release(1);
        assertCancelled(call);
        assertThrows(IllegalStateException.class, () -> chain.generate(request(1), NEVER));
        assertEquals(13, chain.snapshot().size());
    }

    /// In the moment between its look at whether it is closed and its first call to the engine.
    @Test
    void aChainThatIsClosedWhileACallBeginsKeepsNoRow() throws Exception {
        DecodeEngine engine = engine(new EngineLimits(2, 0, 1L << 30));
        for (int k = 0; k < 200; k++) {
            ChainDecoder chain = prompted(engine, k, ids(40, k));
            List<int[]> closing =
                    new AbstractList<>() {
                        @Override
                        public int[] get(int index) {
                            return new int[] {1, 2};
                        }

                        @Override
                        public int size() {
                            chain.close();
                            return 1;
                        }
                    };
            try {
                chain.score(closing, NEVER);
            } catch (CancelledException e) {
                // Or it was done before it could be cancelled.
            }
        }
        try (ChainDecoder after = prompted(engine, 1, ids(40, 1))) {
            after.generate(request(1), NEVER);
            assertEquals(1, engine.statistics().liveRows());
        }
    }

    @Test
    void closingTheEngineEndsWhatRunsAndWhatWaits() throws Exception {
        DecodeEngine engine = engine(new EngineLimits(2, 0, 1L << 30));
        lm.blockingCall = 5;
        List<Future<Generation>> calls = new ArrayList<>();
        List<ChainDecoder> chains = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            ChainDecoder chain = prompted(engine, k, ids(10, k));
            chains.add(chain);
            calls.add(threads.submit(() -> chain.generate(request(500), NEVER)));
        }
        lm.blocked.await();
        engine.close();
        assertTrue(lm.isClosed());
        for (Future<Generation> call : calls) {
            assertThrows(ExecutionException.class, () -> found(call));
        }
        for (ChainDecoder chain : chains) {
            assertThrows(DecodingException.class, () -> chain.generate(request(1), NEVER));
            chain.close();
        }
    }

    @Test
    void anInterruptCancelsTheCallAndStaysSet() throws Exception {
        DecodeEngine engine = engine();
        lm.blockingCall = 4;
        ChainDecoder chain = prompted(engine, 1, ids(10, 1));
        boolean[] interrupted = new boolean[1];
        Thread caller =
                Thread.ofPlatform()
                        .start(() -> {
                            assertThrows(
                                    CancelledException.class,
                                    () -> chain.generate(request(500), NEVER));
                            interrupted[0] = Thread.currentThread().isInterrupted();
                        });
        lm.blocked.await();
        caller.interrupt();
        caller.join(10_000);
        assertTrue(interrupted[0]);
        assertEquals(2, chain.generate(request(2), NEVER).tokens().length());
    }

    @Test
    void cancellingOneChainOfABatchLeavesTheOthersAsTheyAre() throws Exception {
        DecodeEngine engine = engine();
        ChainDecoder one = prompted(engine, 1, ids(10, 1));
        ChainDecoder other = prompted(engine, 2, ids(20, 2));
        Cancellation cancellation = new Cancellation();
        lm.blockingStep = 2;
        lm.permits = new Semaphore(0);
        Future<Generation> cancelled =
                threads.submit(() -> one.generate(request(100), cancellation));
        Future<Generation> kept = threads.submit(() -> other.generate(request(100), NEVER));
        // Slowly, so that neither is done before the other begins.
        while (!lm.blocked.await(5, TimeUnit.MILLISECONDS) && !cancelled.isDone()) {
            lm.permits.release();
        }
        lm.permits.release(100_000);
        long start = System.nanoTime();
        cancellation.cancel();
        assertCancelled(cancelled);
        assertTrue(System.nanoTime() - start < 200_000_000);
        assertEquals(100, found(kept).tokens().length());
        assertArrayEquals(alone(2, ids(20, 2), 100), other.snapshot().ids());
    }

    @Test
    void rowsThatAreLostWhileAStepIsMadeReadyAreReportedAsThatAndComputedAgain() throws Exception {
        DecodeEngine engine = engine(new EngineLimits(4, 0, 1L << 30));
        ChainDecoder one = prompted(engine, 1, ids(40, 1));
        ChainDecoder other = prompted(engine, 2, ids(480, 2));
        lm.permits = new Semaphore(0);
        List<Future<Generation>> calls = new ArrayList<>();
        calls.add(threads.submit(() -> one.generate(request(100), NEVER)));
        while (lm.calls() < 1) {
            Thread.sleep(1);
        }
        calls.add(threads.submit(() -> other.generate(request(100), NEVER)));
        // 15 pieces of the longer prompt; until it decodes, a step of the other after each.
        lm.permits.release(40);
        while (lm.calls() < 41) {
            Thread.sleep(1);
        }
        WorkbenchException.Report report =
                new WorkbenchException.Report("There is no memory", "the test", "", "", "");
        lm.loss = new DecodingException(report);
        lm.permits.release(100_000);
        for (Future<Generation> call : calls) {
            ExecutionException ended = assertThrows(ExecutionException.class, () -> found(call));
            DecodingException lost = assertInstanceOf(DecodingException.class, ended.getCause());
            assertEquals(report, lost.report());
        }
        assertTrue(engine.isUsable());
        int[] before = one.snapshot().ids();
        one.generate(request(10), NEVER);
        assertArrayEquals(alone(1, ids(40, 1), before.length - 40 + 10), one.snapshot().ids());
    }

    @Test
    void cancellingAChainDoesNotWaitForThePromptOfAnother() throws Exception {
        DecodeEngine engine = engine();
        ChainDecoder one = prompted(engine, 1, ids(10, 1));
        Cancellation cancellation = new Cancellation();
        lm.permits = new Semaphore(0);
        Future<Generation> cancelled =
                threads.submit(() -> one.generate(request(100), cancellation));
        while (lm.calls() < 1) {
            Thread.sleep(1);
        }
        ChainDecoder other = prompted(engine, 2, ids(100, 2));
        Future<Generation> kept = threads.submit(() -> other.generate(request(100), NEVER));
        lm.blockingLength = 32;
        // Slowly, so that the first is not done before the prompt of the other begins.
        while (!lm.blocked.await(5, TimeUnit.MILLISECONDS) && !cancelled.isDone()) {
            lm.permits.release();
        }
        lm.permits.release(100_000);
        cancellation.cancel();
        ExecutionException ended =
                assertThrows(
                        ExecutionException.class, () -> cancelled.get(200, TimeUnit.MILLISECONDS));
        assertInstanceOf(CancelledException.class, ended.getCause());
        assertEquals(100, found(kept).tokens().length());
        assertArrayEquals(alone(2, ids(100, 2), 100), other.snapshot().ids());
    }

    @Test
    void cancellingACallThatWaitsForItsPlaceDoesNotWaitForAStepOfOthers() throws Exception {
        DecodeEngine engine = engine(new EngineLimits(1, 0, 1L << 30));
        ChainDecoder other = prompted(engine, 2, ids(20, 2));
        lm.blockingCall = 5;
        Future<Generation> kept = threads.submit(() -> other.generate(request(100), NEVER));
        lm.blocked.await();
        ChainDecoder waiting = prompted(engine, 1, ids(10, 1));
        Cancellation cancellation = new Cancellation();
        Future<Generation> cancelled =
                threads.submit(() -> waiting.generate(request(100), cancellation));
        // Its call reaches the engine while that is at a run, so nothing tells when.
        Thread.sleep(20);
        cancellation.cancel();
        ExecutionException ended =
                assertThrows(
                        ExecutionException.class, () -> cancelled.get(200, TimeUnit.MILLISECONDS));
        assertInstanceOf(CancelledException.class, ended.getCause());
        assertEquals(100, found(kept).tokens().length());
        assertArrayEquals(alone(2, ids(20, 2), 100), other.snapshot().ids());
    }

    @Test
    void aLongPromptDoesNotHoldUpTheChainsThatDecode() throws Exception {
        DecodeEngine engine = engine();
        ChainDecoder decoding = prompted(engine, 1, ids(10, 1));
        lm.permits = new Semaphore(6);
        Future<Generation> generation = threads.submit(() -> decoding.generate(request(40), NEVER));
        while (lm.calls() < 7) {
            Thread.sleep(1);
        }
        ChainDecoder late = prompted(engine, 2, ids(1_600, 2));
        Future<Generation> second = threads.submit(() -> late.generate(request(1), NEVER));
        Thread.sleep(20);
        lm.permits.release(100_000);
        found(generation);
        found(second);
        // 50 chunks: a step of the other chain after each, until it had its 40 tokens.
        assertEquals(50 + 1, engine.statistics().forwards());
        assertEquals(39, engine.statistics().steps());
        assertEquals(39, engine.statistics().stepsByRows().getFirst());
    }

    @Test
    void statisticsAddUp() throws Exception {
        lm.around = 1_000;
        DecodeEngine engine = engine();
        try (ChainDecoder chain = prompted(engine, 1, ids(64, 1))) {
            chain.generate(request(11), NEVER);
            EngineStatistics statistics = engine.statistics();
            // A call may come back before the turn that ended it is counted.
            for (int i = 0; i < 10_000 && statistics.overheadNanos() < 12_000; i++) {
                Thread.sleep(1);
                statistics = engine.statistics();
            }
            assertEquals(64, statistics.prefilled());
            assertEquals(11, statistics.sampled());
            assertEquals(2, statistics.forwards());
            assertEquals(10, statistics.steps());
            // The clock runs in the model alone; what it does around the runtime is overhead.
            assertEquals(lm.nanoTime() - 12_000, statistics.modelNanos());
            assertEquals(12_000, statistics.overheadNanos());
            assertEquals(0.001, statistics.overheadMillisPerRun(), 1e-12);
            assertEquals(
                    statistics.rows() * (long) statistics.capacity() * 100, statistics.kvBytes());
        }
    }

    private static void assertCancelled(Future<Generation> call) {
        ExecutionException ended = assertThrows(ExecutionException.class, () -> found(call));
        assertInstanceOf(CancelledException.class, ended.getCause());
    }

    private int[] alone(long seed, int[] prompt, int tokens) throws Exception {
        RowsLm shared = lm;
        lm = lm(ComputeMode.FAST);
        try (ChainDecoder chain = prompted(engine(), seed, prompt)) {
            Callable<Generation> call = () -> chain.generate(request(tokens), NEVER);
            call.call();
            return chain.snapshot().ids();
        } finally {
            lm = shared;
        }
    }
}
