package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

import java.util.Optional;

/// Holds the one verifier in memory; opening another closes it. Thread-safe.
final class VerifierShelf implements AutoCloseable {
    private final VerifierSource source;

    // Written under the lock, read without it by the window once a second: it must not wait for a
    // load that takes minutes.
    private volatile @Nullable OpenVerifier open;

    VerifierShelf(VerifierSource source) {
        this.source = source;
    }

    /// The verifier of this choice, loaded unless it is the one in memory, loaded in the same way,
    /// still computes, and its files are unchanged. The one before is closed first: two models need
    /// not fit at once.
    synchronized OpenVerifier open(VerifierChoice choice, Cancellation cancellation)
            throws WorkbenchException {
        OpenVerifier before = open;
        if (before != null
                && before.facts().choice().location().equals(choice.location())
                && before.facts().choice().options().equals(choice.options())
                && before.isCurrent()) {
            return before;
        }
        close();
        OpenVerifier opened = source.open(choice, cancellation);
        open = opened;
        return opened;
    }

    Optional<LoadedVerifier> loaded() {
        return Optional.ofNullable(open).map(OpenVerifier::facts);
    }

    Optional<EngineLoad> load() {
        return Optional.ofNullable(open).flatMap(OpenVerifier::load);
    }

    @Override
    public synchronized void close() {
        OpenVerifier last = open;
        open = null;
        if (last != null) {
            last.close();
        }
    }
}
