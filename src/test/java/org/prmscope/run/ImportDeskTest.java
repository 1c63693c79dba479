package org.prmscope.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(30)
class ImportDeskTest {
    private static final Path TARGET = Path.of("/models/new");
    private static final ImportPlan PLAN =
            new ImportPlan(Path.of("/models/old"), "int4", 100, 200, true, true, "");

    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicBoolean tidied = new AtomicBoolean();
    private final HeldShop shop = new HeldShop();
    private long now;
    private final ImportDesk desk = new ImportDesk(shop, () -> now);

    /// Writes until it is cancelled, and takes a while to tidy up.
    private final class HeldShop implements ModelShop {
        @Override
        public ModelOffer inspect(Path path, LoadOptions options) {
            throw new AssertionError("not used here");
        }

        @Override
        public void write(
                ImportPlan plan, Path target, Progress progress, Cancellation cancellation)
                throws CancelledException {
            begun.countDown();
            CountDownLatch cancelled = new CountDownLatch(1);
            try (Cancellation.Registration _ = cancellation.onCancel(cancelled::countDown)) {
                cancelled.await();
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            tidied.set(true);
            throw new CancelledException();
        }
    }

    private CompletableFuture<Void> start(Cancellation cancellation) throws InterruptedException {
        CompletableFuture<Void> future =
                CompletableFuture.runAsync(() -> {
                    try {
                        desk.write(PLAN, TARGET, _ -> {}, cancellation);
                    } catch (WorkbenchException e) {
                        throw new IllegalStateException(e);
                    }
                });
        begun.await();
        return future;
    }

    @Test
    void closingEndsAnImportAndWaitsUntilItHasTidiedUp() throws Exception {
        CompletableFuture<Void> importing = start(new Cancellation());
        desk.close();

        assertTrue(tidied.get());
        assertThrows(CancellationException.class, () -> join(importing));
        assertThrows(
                CancellationException.class,
                () -> desk.write(PLAN, TARGET, _ -> {}, new Cancellation()));
    }

    private static void join(CompletableFuture<Void> future) throws Exception {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancellationException cancelled) {
                throw cancelled;
            }
            throw e;
        }
    }

    @Test
    void twoImportsIntoOneFolderAreRefusedAndAnEndedOneFreesIt() throws Exception {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Void> first = start(cancellation);
        WorkbenchException refused =
                assertThrows(
                        WorkbenchException.class,
                        () ->
                                desk.write(
                                        PLAN,
                                        Path.of("/models/x/../new"),
                                        _ -> {},
                                        new Cancellation()));
        assertTrue(refused.report().text().contains("/models/new"), refused.report().text());
        cancellation.cancel();
        assertThrows(CancellationException.class, () -> join(first));

        Cancellation stopped = new Cancellation();
        stopped.cancel();
        assertThrows(CancellationException.class, () -> desk.write(PLAN, TARGET, _ -> {}, stopped));
    }

    @Test
    void progressSaysHowLongItHasTakenAndHowLongItWill() throws Exception {
        List<ImportProgress> seen = new ArrayList<>();
        ImportDesk quick =
                new ImportDesk(
                        new ModelShop() {
                            @Override
                            public ModelOffer inspect(Path path, LoadOptions options) {
                                throw new AssertionError("not used here");
                            }

                            @Override
                            public void write(
                                    ImportPlan plan,
                                    Path target,
                                    Progress progress,
                                    Cancellation cancellation) {
                                progress.written(0, 100);
                                now += 3_000_000_000L;
                                progress.written(75, 100);
                            }
                        },
                        () -> now);
        quick.write(PLAN, TARGET, seen::add, new Cancellation());

        assertEquals(null, seen.getFirst().leftMs());
        assertEquals(new ImportProgress(75, 100, 3_000), seen.getLast());
        assertEquals(1_000.0, seen.getLast().leftMs());
        assertEquals(0.75, seen.getLast().share());
    }
}
