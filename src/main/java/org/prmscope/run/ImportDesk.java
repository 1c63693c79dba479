package org.prmscope.run;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Imports models, on the threads that ask for it; closing ends them and waits until they have
/// tidied up. Thread-safe.
final class ImportDesk implements AutoCloseable {
    private static final long CLOSE_SECONDS = 10;

    private final ModelShop models;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private final Set<Cancellation> running = new HashSet<>();
    private final Set<Path> targets = new HashSet<>();
    private boolean closed;

    ImportDesk(ModelShop models, LongSupplier nanoTime) {
        this.models = models;
        this.nanoTime = nanoTime;
    }

    /// @throws CancellationException if cancelled
    void write(
            ImportPlan plan,
            Path target,
            Consumer<? super ImportProgress> progress,
            Cancellation cancellation)
            throws WorkbenchException {
        Path place = target.toAbsolutePath().normalize();
        begin(place, cancellation);
        long start = nanoTime.getAsLong();
        try {
            models.write(
                    plan,
                    place,
                    (bytes, of) ->
                            progress.accept(
                                    new ImportProgress(
                                            bytes, of, (nanoTime.getAsLong() - start) / 1e6)),
                    cancellation);
        } catch (CancelledException e) {
            CancellationException cancelled = new CancellationException();
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            end(place, cancellation);
        }
    }

    private synchronized void begin(Path target, Cancellation cancellation)
            throws WorkbenchException {
        if (closed) {
            throw new CancellationException();
        }
        if (!targets.add(target)) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "A model is being imported into this folder",
                            target.toString(),
                            "",
                            "",
                            "Wait for its end or choose another folder."));
        }
        running.add(cancellation);
    }

    private synchronized void end(Path target, Cancellation cancellation) {
        targets.remove(target);
        running.remove(cancellation);
        notifyAll();
    }

    /// Ends the imports that go on; they remove what they wrote first.
    @Override
    public void close() {
        Set<Cancellation> last;
        synchronized (this) {
            closed = true;
            last = Set.copyOf(running);
        }
        last.forEach(Cancellation::cancel);
        long until = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        synchronized (this) {
            try {
                while (!running.isEmpty()) {
                    long ms = TimeUnit.NANOSECONDS.toMillis(until - nanoTime.getAsLong());
                    if (ms <= 0) {
                        return;
                    }
                    wait(ms);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
