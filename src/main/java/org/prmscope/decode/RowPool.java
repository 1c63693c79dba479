package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.List;

/// The key-value rows with what each of them holds: finds known prefixes, gives rows out, grows and
/// shrinks within a budget, and gives up what is cheapest to compute again.
///
/// Only the engine's thread uses it.
final class RowPool {
    /// Rows grow by steps of so many tokens, and by half of what they have where that is more.
    static final int GROWTH = 512;

    private final KvRows kv;
    private final EngineLimits limits;
    private final int context;
    private final EngineMeter meter;
    private final List<Row> rows = new ArrayList<>();

    /// Rises to the worth of what was evicted last, so that unused rows become the cheapest.
    private double clock;

    private int releases;
    private @Nullable WorkbenchException lastFailure;
    private @Nullable WorkbenchException lost;

    /// A row that begins with the first `tokens` tokens of a chain.
    record Prefix(@Nullable Row row, int tokens) {
        static final Prefix NONE = new Prefix(null, 0);
    }

    RowPool(KvRows kv, EngineLimits limits, int context, EngineMeter meter) {
        this.kv = kv;
        this.limits = limits;
        this.context = context;
        this.meter = meter;
        for (int index = 0; index < kv.rows(); index++) {
            rows.add(new Row(index));
        }
        note();
    }

    int capacity() {
        return rows.isEmpty() ? 0 : kv.capacity();
    }

    /// Changes whenever a row is given up by its chain: who waits for memory may try again.
    int releases() {
        return releases;
    }

    /// Why the rows could not grow the last time, if it was not the budget.
    @Nullable WorkbenchException lastFailure() {
        return lastFailure;
    }

    /// Why everything that the rows held is gone: they could neither grow nor be put back. Nothing
    /// is given out before this was asked, since chains may still count on what they held.
    @Nullable WorkbenchException takeLoss() {
        WorkbenchException taken = lost;
        lost = null;
        return taken;
    }

    List<Row> rows() {
        return rows;
    }

    /// The row that begins with most of the first `count` ids.
    Prefix longest(int[] ids, int count) {
        Row best = null;
        int most = 0;
        for (Row row : rows) {
            int common = row.common(ids, count);
            // Of equals, one that can be taken as it is.
            if (common > most || (common > 0 && common == most && isWhole(row, common))) {
                best = row;
                most = common;
            }
        }
        return best == null ? Prefix.NONE : new Prefix(best, most);
    }

    private static boolean isWhole(Row row, int tokens) {
        return row.isCached() && row.length() == tokens;
    }

    /// A row for `owner` that has room for `tokens` tokens and holds the first tokens of `prefix`:
    /// the very row if nobody needs more of it, else a copy.
    ///
    /// @param soon more rows that will be asked for next
    /// @return null if others would have to give up theirs
    @Nullable Row acquire(EngineChain owner, Prefix prefix, int tokens, int soon) {
        Row source = prefix.row();
        if (source == null) {
            return reserve(true, soon, tokens) ? own(free(), owner) : null;
        }
        boolean whole = isWhole(source, prefix.tokens());
        if (!whole) {
            if (reserveBeside(source, soon, tokens)) {
                Row row = own(free(), owner);
                copy(source, row, prefix.tokens());
                source.usedAt = clock;
                return row;
            }
            if (!source.isCached()) {
                return null;
            }
        }
        // In place: what it holds beyond the prefix is lost.
        source.truncate(prefix.tokens());
        own(source, owner);
        boolean reserved = false;
        try {
            reserved = reserve(false, 0, tokens);
        } finally {
            if (!reserved) {
                source.owner = null;
                note();
            }
        }
        return reserved ? source : null;
    }

    /// Another row, while what is to be copied to it stays.
    private boolean reserveBeside(Row source, int soon, int tokens) {
        source.pinned = true;
        try {
            return reserve(true, soon, tokens);
        } finally {
            source.pinned = false;
        }
    }

    /// Makes the rows that chains own have room for `tokens` tokens.
    boolean reserve(int tokens) {
        return reserve(false, 0, tokens);
    }

    /// The chain needs its row no more: what it holds becomes a known prefix.
    void release(Row row) {
        row.owner = null;
        row.usedAt = clock;
        releases++;
        int cached = 0;
        for (Row each : rows) {
            cached += each.isCached() ? 1 : 0;
        }
        if (cached > limits.cachedRows()) {
            evict();
        }
        note();
    }

    /// Nothing that the row holds can be relied on.
    void forget(Row row) {
        row.owner = null;
        row.truncate(0);
        releases++;
        note();
    }

    /// Copies tokens of one row to another that holds less of the same.
    void copy(Row from, Row to, int tokens) {
        long start = meter.now();
        kv.copy(from.index, to.index, tokens);
        to.take(from, tokens);
        meter.moved(meter.now() - start);
    }

    /// Moves a row to this index; the row that was there takes its place if it holds anything.
    void place(Row row, int index) {
        if (row.index == index) {
            return;
        }
        long start = meter.now();
        Row other = rows.get(index);
        if (other.isFree()) {
            kv.copy(row.index, index, row.length());
        } else {
            kv.swap(row.index, index, Math.max(row.length(), other.length()));
        }
        other.index = row.index;
        row.index = index;
        rows.set(index, row);
        rows.set(other.index, other);
        meter.moved(meter.now() - start);
    }

    private Row own(@Nullable Row row, EngineChain owner) {
        if (row == null) {
            throw new IllegalStateException("no row is free");
        }
        row.owner = owner;
        owner.holds(row.length());
        row.usedAt = clock;
        note();
        return row;
    }

    private @Nullable Row free() {
        for (Row row : rows) {
            if (row.isFree()) {
                return row;
            }
        }
        return null;
    }

    private boolean reserve(boolean another, int soon, int tokens) {
        lastFailure = null;
        if (lost != null) {
            return false;
        }
        boolean grow = tokens > capacity();
        boolean add = another && free() == null;
        if (add && rows.size() >= limits.allRows()) {
            if (!evict()) {
                return false;
            }
            add = false;
        }
        if (!grow && !add) {
            return true;
        }
        int count = rows.size() + (add ? 1 : 0);
        int generous = add ? Math.min(limits.allRows(), count + soon) : count;
        int capacity = grow ? rounded(Math.max(tokens, capacity() / 2 * 3), GROWTH) : capacity();
        int least = grow ? rounded(tokens, GROWTH) : capacity();
        boolean done =
                resize(generous, capacity)
                        || (lost == null
                                && (generous != count || capacity != least)
                                && resize(count, least))
                        || (lost == null && shrink(another, tokens));
        note();
        return done;
    }

    /// Makes room by dropping free rows, then cached ones, and by giving no row more capacity than
    /// the longest needs.
    private boolean shrink(boolean another, int tokens) {
        do {
            int kept = another ? 1 : 0;
            int longest = tokens;
            for (Row row : rows) {
                if (!row.isFree()) {
                    kept++;
                    // A chain that decodes needs room for one more.
                    int wanted = row.length() + (row.owner == null ? 0 : 1);
                    longest = Math.min(context, Math.max(longest, wanted));
                }
            }
            if (kv.bytes(kept, longest) <= limits.kvBytes()) {
                compact(kept);
                if (resize(kept, rounded(longest, 64)) || (lost == null && resize(kept, longest))) {
                    return true;
                }
            }
        } while (lost == null && evict());
        return false;
    }

    /// Brings all that hold something below index `count`.
    private void compact(int count) {
        int hole = 0;
        for (int index = count; index < rows.size(); index++) {
            Row row = rows.get(index);
            if (!row.isFree()) {
                while (!rows.get(hole).isFree()) {
                    hole++;
                }
                place(row, hole);
            }
        }
    }

    private boolean resize(int count, int capacity) {
        if (kv.bytes(count, capacity) > limits.kvBytes()) {
            return false;
        }
        int[] held = new int[rows.size()];
        for (Row row : rows) {
            held[row.index] = row.length();
        }
        long start = meter.now();
        try {
            kv.resize(count, capacity, held);
        } catch (WorkbenchException e) {
            lastFailure = e;
            noteLoss(e);
            return false;
        } catch (RuntimeException | Error e) {
            noteLoss(e);
            throw e;
        } finally {
            meter.moved(meter.now() - start);
        }
        while (rows.size() > count) {
            rows.removeLast();
        }
        while (rows.size() < count) {
            rows.add(new Row(rows.size()));
        }
        return true;
    }

    /// Whether all rows are gone and nobody took notice yet, see [#takeLoss()].
    boolean isLost() {
        return lost != null;
    }

    /// After a change that failed: if the rows could not be put back either, no chain may count on
    /// what it held.
    private void noteLoss(Throwable how) {
        if (kv.rows() == 0) {
            forgetAll();
            lost = how instanceof WorkbenchException e ? e : lostBy(how);
        }
    }

    private static WorkbenchException lostBy(Throwable how) {
        return new DecodingException(
                new WorkbenchException.Report(
                        "The keys and values of all chains are lost",
                        "the change of their memory",
                        "more memory, or the memory as it was",
                        how.toString(),
                        "Verify again with fewer chains, or give the program more memory (-Xmx)."),
                how);
    }

    /// Nothing is held any more; chains compute what they need again.
    private void forgetAll() {
        for (Row row : rows) {
            EngineChain owner = row.owner;
            if (owner != null) {
                owner.row = null;
                owner.matched = 0;
            }
        }
        rows.clear();
        releases++;
        note();
    }

    /// Frees the cached row that is worth least: greedy-dual (Young 1994), where a row is worth the
    /// clock at its last use and the time to compute what no other row holds of it.
    private boolean evict() {
        Row cheapest = null;
        double least = Double.POSITIVE_INFINITY;
        for (Row row : rows) {
            if (row.isCached() && !row.pinned) {
                double worth =
                        row.usedAt
                                + (row.length() - covered(row)) * meter.millisPerPrefilledToken();
                if (worth < least) {
                    cheapest = row;
                    least = worth;
                }
            }
        }
        if (cheapest == null) {
            return false;
        }
        clock = Math.max(clock, least);
        cheapest.truncate(0);
        return true;
    }

    private int covered(Row row) {
        int most = 0;
        for (Row other : rows) {
            if (other != row) {
                most = Math.max(most, other.common(row.ids(), row.length()));
            }
        }
        return most;
    }

    private int rounded(int tokens, int step) {
        return (int) Math.min(context, ((long) tokens + step - 1) / step * step);
    }

    private void note() {
        int owned = 0;
        int cached = 0;
        for (Row row : rows) {
            owned += row.owner == null ? 0 : 1;
            cached += row.isCached() ? 1 : 0;
        }
        meter.rows(owned, cached, rows.size(), capacity());
    }
}
