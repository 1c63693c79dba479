package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;

import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/// Who gets the memory when it does not suffice for all calls with a place.
///
/// Cached rows go first, as the pool decides; then calls wait until others end. When nobody could
/// go on, idle chains lose their rows, then the calls that were admitted last lose theirs and wait;
/// their tokens are computed again. A call fails for memory only when its chain does not fit alone.
final class Shortage {
    private final RowPool pool;
    private final KvRows rows;
    private final long budget;

    /// The scheduler's own lists: calls with a place, and those that wait for one.
    private final List<List<ChainCall>> placed;

    private final Deque<ChainCall> waiting;
    private final BiConsumer<ChainCall, Throwable> end;

    /// Calls with a place that had no memory at their last try.
    private int starved;

    /// @param budget bytes the rows may take
    /// @param placed calls with a place; a call that loses its row is taken out
    /// @param waiting where such a call goes
    /// @param end ends a call
    Shortage(
            RowPool pool,
            KvRows rows,
            long budget,
            List<List<ChainCall>> placed,
            Deque<ChainCall> waiting,
            BiConsumer<ChainCall, Throwable> end) {
        this.pool = pool;
        this.rows = rows;
        this.budget = budget;
        this.placed = placed;
        this.waiting = waiting;
        this.end = end;
    }

    /// Whether it is worth trying: what a call needs more goes to the one that was admitted first,
    /// or two could take each other's rows for ever.
    boolean mayTry(ChainCall call) {
        if (call.stalledAt == pool.releases()) {
            return false;
        }
        EngineChain chain = call.chain;
        ChainCall first = firstStarved();
        return first == null
                || first.admittedAt >= call.admittedAt
                || (chain.row != null && chain.position() <= pool.capacity());
    }

    private @Nullable ChainCall firstStarved() {
        if (starved == 0) {
            return null;
        }
        ChainCall first = null;
        for (List<ChainCall> calls : placed) {
            for (ChainCall call : calls) {
                first = call.starved && isEarlier(call, first) ? call : first;
            }
        }
        return first;
    }

    private static boolean isEarlier(ChainCall call, @Nullable ChainCall other) {
        return other == null || call.admittedAt < other.admittedAt;
    }

    /// Notes whether there was memory for a call, and returns it.
    boolean noted(ChainCall call, boolean fits) {
        if (!fits) {
            call.stalledAt = pool.releases();
        }
        starve(call, !fits);
        return fits;
    }

    /// The call ends, or gives up its place.
    void forget(ChainCall call) {
        starve(call, false);
    }

    private void starve(ChainCall call, boolean starves) {
        if (call.starved != starves) {
            call.starved = starves;
            starved += starves ? 1 : -1;
        }
        call.lastTry &= starves;
    }

    /// Nobody can go on for want of memory: somebody has to give up a row, or to fail.
    void makeWay() {
        Row idle = null;
        ChainCall last = null;
        for (Row row : pool.rows()) {
            EngineChain owner = row.owner;
            if (owner != null) {
                ChainCall call = owner.working;
                if (call == null || call.admittedAt == 0) {
                    idle = idle == null || row.usedAt < idle.usedAt ? row : idle;
                } else if (last == null || call.admittedAt > last.admittedAt) {
                    last = call;
                }
            }
        }
        ChainCall first = null;
        for (List<ChainCall> calls : placed) {
            for (ChainCall call : calls) {
                first = isEarlier(call, first) ? call : first;
            }
        }
        if (idle != null) {
            demote(idle);
        } else if (last != null && last != first) {
            preempt(last);
        } else if (first != null && first.lastTry) {
            end.accept(first, tooLarge(first));
        } else if (first != null) {
            // All that is left is its own.
            first.lastTry = true;
            first.stalledAt = -1;
            starve(first, true);
        }
    }

    private void preempt(ChainCall call) {
        demote(RowRuns.held(call.chain));
        if (call instanceof ScoreCall score) {
            score.restart();
        }
        placed.forEach(calls -> calls.remove(call));
        starve(call, false);
        call.admittedAt = 0;
        call.searched = false;
        // It tries again when somebody else has given up a row.
        call.stalledAt = pool.releases();
        waiting.addFirst(call);
    }

    private void demote(Row row) {
        EngineChain owner = row.owner;
        if (owner != null) {
            owner.row = null;
            owner.matched = 0;
            pool.release(row);
        }
    }

    private DecodingException tooLarge(ChainCall call) {
        int position = call.chain.position();
        WorkbenchException cause = pool.lastFailure();
        WorkbenchException.Report report =
                new WorkbenchException.Report(
                        "There is no memory for the chain's keys and values",
                        "the chain at token " + position,
                        "%s for %d tokens".formatted(mebibytes(rows.bytes(1, position)), position),
                        "a budget of %s, %s in use%s"
                                .formatted(
                                        mebibytes(budget),
                                        mebibytes(rows.bytes()),
                                        cause == null ? "" : "; " + cause.report().situation()),
                        "Raise the memory budget, close other programs, or use a shorter problem");
        return cause == null ? new DecodingException(report) : new DecodingException(report, cause);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
