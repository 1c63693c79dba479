package org.prmscope.train;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Gathers what the threads of a step computed.
public final class LaneResults {
    private static final List<String> MEMORY =
            List.of("bad_alloc", "out of memory", "not enough memory", "can't allocate memory");

    private LaneResults() {}

    /// The sum of all results. Waits for every thread even if one failed or this one is
    /// interrupted: they use memory that the caller frees behind this call.
    ///
    /// @throws OutOfMemoryError if a thread had no memory, Java's or libtorch's
    /// @throws IllegalStateException if a thread failed; further failures are suppressed
    public static double sum(List<Future<Double>> running) {
        double sum = 0;
        Throwable failure = null;
        boolean interrupted = false;
        for (Future<Double> future : running) {
            boolean over = false;
            while (!over) {
                try {
                    sum += future.get();
                    over = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = join(failure, e.getCause() == null ? e : e.getCause());
                    over = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            if (isMemory(failure)) {
                throw memory(failure);
            }
            throw new IllegalStateException("a step failed", failure);
        }
        if (interrupted) {
            throw new IllegalStateException("interrupted while computing a step");
        }
        return sum;
    }

    private static Throwable join(@Nullable Throwable first, Throwable other) {
        if (first == null) {
            return other;
        }
        if (!first.equals(other)) {
            first.addSuppressed(other);
        }
        return first;
    }

    /// Whether a failure says that there was no memory. libtorch says so in words only.
    public static boolean isMemory(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return true;
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return MEMORY.stream().anyMatch(message::contains);
    }

    /// The failure as Java's own error.
    public static OutOfMemoryError memory(Throwable failure) {
        if (failure instanceof OutOfMemoryError error) {
            return error;
        }
        // libtorch's messages go on with a stack of its own.
        String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        OutOfMemoryError error = new OutOfMemoryError(first);
        error.initCause(failure);
        return error;
    }
}
