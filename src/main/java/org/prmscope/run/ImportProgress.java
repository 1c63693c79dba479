package org.prmscope.run;

import org.jspecify.annotations.Nullable;

/// How far an import is.
///
/// @param bytes written so far
/// @param of bytes that will be written
/// @param elapsedMs milliseconds since it began
public record ImportProgress(long bytes, long of, double elapsedMs) {
    /// Before that the speed says little: files are opened and buffers filled.
    private static final double SETTLED_MS = 2_000;

    /// The share done, 0 to 1.
    public double share() {
        return of == 0 ? 0 : Math.clamp(bytes / (double) of, 0, 1);
    }

    /// Milliseconds left if it goes on at the mean speed so far; null in the first two seconds.
    public @Nullable Double leftMs() {
        return bytes <= 0 || bytes > of || elapsedMs < SETTLED_MS
                ? null
                : elapsedMs / bytes * (of - bytes);
    }
}
