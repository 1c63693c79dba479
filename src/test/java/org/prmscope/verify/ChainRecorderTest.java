package org.prmscope.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainSection;
import org.prmscope.core.Protocol;
import org.prmscope.core.VerificationChain;

import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class ChainRecorderTest {
    private final Bench bench = new Bench(Protocol.GENPRM);

    @Test
    void everySnapshotOfAGrowingAndRewindingChainIsConsistent() throws Exception {
        int steps = 60;
        for (int step = 0; step < steps; step++) {
            bench.decoder.says("It is right.\n</analyze>\n");
            for (int round = 0; round < 3; round++) {
                bench.decoder.says("print(1)\n```\n");
            }
            bench.decoder.says("{Yes}$\n</output>\n");
        }
        CountDownLatch polling = new CountDownLatch(1);
        CompletableFuture<Integer> polls = new CompletableFuture<>();
        bench.decoder.afterGenerate(() -> {
            if (polling.getCount() > 0) {
                ChainRecorder recorder = bench.recorders.get(0);
                Thread.ofVirtual().start(() -> poll(recorder, polling, polls));
                await(polling);
            }
        });
        bench.verify(Collections.nCopies(steps, "First.").toArray(String[]::new));
        assertTrue(polls.get(60, TimeUnit.SECONDS) > 0);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void poll(
            ChainRecorder recorder, CountDownLatch polling, CompletableFuture<Integer> polls) {
        try {
            int count = 0;
            while (!recorder.isFinished()) {
                VerificationChain chain = recorder.snapshot();
                int end = 0;
                for (ChainSection section : chain.sections()) {
                    assertTrue(section.tokens().start() >= end);
                    end = section.tokens().end();
                }
                assertTrue(end <= chain.tokens().size());
                assertEquals(recorder.solution().steps().size(), chain.verdicts().size());
                count++;
                polling.countDown();
            }
            polls.complete(count);
        } catch (AssertionError | RuntimeException failure) {
            polling.countDown();
            polls.completeExceptionally(failure);
        }
    }

    @Test
    void afterTheEndEverySnapshotIsTheChainThatWasReturned() throws Exception {
        bench.decoder.says("Right.\n</analyze>\n").says("x\n<output>\n$\\boxed{Yes}$\n</output>\n");
        VerificationChain chain = bench.verify("First.");
        ChainRecorder recorder = bench.recorders.get(0);
        assertTrue(recorder.isFinished());
        assertSame(chain, recorder.snapshot());
        assertEquals(ChainEnd.COMPLETED, chain.end());
        assertEquals(7, chain.seed());
        assertTrue(chain.wallMs() > 0);
        assertFalse(chain.sections().isEmpty());
    }
}
