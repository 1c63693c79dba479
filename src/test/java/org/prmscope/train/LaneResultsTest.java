package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

final class LaneResultsTest {
    @Test
    void resultsAreSummed() {
        assertEquals(
                3.5,
                LaneResults.sum(
                        List.of(
                                CompletableFuture.completedFuture(1.5),
                                CompletableFuture.completedFuture(2.0))));
    }

    @Test
    void failureIsTakenUpOnlyWhenAllThreadsAreDone() {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            CountDownLatch failed = new CountDownLatch(1);
            AtomicBoolean finished = new AtomicBoolean();
            RuntimeException cause = new RuntimeException("shapes do not match");
            Future<Double> first =
                    threads.submit(() -> {
                        failed.countDown();
                        throw cause;
                    });
            Future<Double> second =
                    threads.submit(() -> {
                        failed.await();
                        // Long enough for a caller that does not wait to be seen.
                        Thread.sleep(200);
                        finished.set(true);
                        return 1.0;
                    });
            IllegalStateException failure =
                    assertThrows(
                            IllegalStateException.class,
                            () -> LaneResults.sum(List.of(first, second)));
            assertTrue(finished.get());
            assertSame(cause, failure.getCause());
        }
    }

    @Test
    void furtherFailuresAreKeptWithTheFirst() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException two = new RuntimeException("two");
        assertThrows(
                IllegalStateException.class,
                () ->
                        LaneResults.sum(
                                List.of(
                                        CompletableFuture.failedFuture(one),
                                        CompletableFuture.failedFuture(two))));
        assertEquals(List.of(two), List.of(one.getSuppressed()));
    }

    @Test
    void memoryThatLibtorchLacksIsMemoryForJavaToo() {
        for (String message :
                List.of(
                        "std::bad_alloc",
                        "CUDA out of memory. Tried to allocate 2.00 GiB",
                        "[enforce fail at alloc_cpu.cpp:113] . DefaultCPUAllocator: can't allocate"
                                + " memory: you tried to allocate 8 bytes.")) {
            OutOfMemoryError error =
                    assertThrows(
                            OutOfMemoryError.class,
                            () ->
                                    LaneResults.sum(
                                            List.of(
                                                    CompletableFuture.failedFuture(
                                                            new RuntimeException(
                                                                    message + "\nframe #0")))));
            assertEquals(message, error.getMessage());
        }
    }
}
