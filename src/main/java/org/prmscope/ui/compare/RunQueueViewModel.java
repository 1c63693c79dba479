package org.prmscope.ui.compare;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.RunConfiguration;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunState;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.ObjLongConsumer;

/// Runs that are made one after the other, since the workbench makes one at a time.
///
/// A run that is cancelled or fails ends the queue: the person who cancels one run of a pair does
/// not want the other.
public final class RunQueueViewModel {
    private final CompareDesk desk;
    private final ObjLongConsumer<RunRequest> begun;
    private final Deque<RunRequest> waiting = new ArrayDeque<>();
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private @Nullable RunRequest current;
    private long currentId;

    /// The run of the snapshot that stood when the current one was to start.
    private long idBefore;

    private int total;

    /// @param begun told each run of the queue with its id once it has one
    public RunQueueViewModel(CompareDesk desk, ObjLongConsumer<RunRequest> begun) {
        this.desk = desk;
        this.begun = begun;
        desk.snapshotProperty().subscribe(this::look);
        desk.activeProperty()
                .subscribe(active -> {
                    if (!active) {
                        ended();
                    }
                });
    }

    /// Makes these runs, in order; waits for the run that goes on first.
    public void start(List<RunRequest> requests) {
        waiting.addAll(requests);
        total = waiting.size() + (current == null ? 0 : 1);
        if (!desk.activeProperty().get()) {
            next();
        }
        describe();
    }

    /// Forgets the runs that wait, and stops the one of them that goes on. A run that they only
    /// wait for is somebody else's and goes on.
    public void cancel() {
        waiting.clear();
        if (current != null) {
            desk.cancel();
        } else {
            total = 0;
        }
        describe();
    }

    private void next() {
        RunRequest first = waiting.poll();
        current = first;
        currentId = 0;
        RunSnapshot before = desk.snapshotProperty().get();
        idBefore = before == null ? 0 : before.runId();
        if (first != null) {
            desk.start(first);
        } else {
            total = 0;
        }
        describe();
    }

    private void look(@Nullable RunSnapshot now) {
        RunRequest request = current;
        if (request != null && now != null && now.runId() != 0 && currentId != now.runId()) {
            // The last snapshot of the run before is still there while this one is being started.
            if (desk.activeProperty().get() && !now.state().isOver()) {
                currentId = now.runId();
                begun.accept(request, currentId);
            }
        }
    }

    private void ended() {
        RunRequest request = current;
        if (request == null) {
            if (!waiting.isEmpty()) {
                next();
            }
            return;
        }
        RunSnapshot last = desk.snapshotProperty().get();
        boolean started = last != null && (currentId != 0 || last.runId() != idBefore);
        if (last == null || !started || last.state() != RunState.FINISHED) {
            waiting.clear();
        } else if (currentId == 0) {
            currentId = last.runId();
            begun.accept(request, currentId);
        }
        next();
    }

    private void describe() {
        RunRequest now = current;
        if (now == null) {
            text.set(
                    switch (waiting.size()) {
                        case 0 -> "";
                        case 1 -> "1 run waits for the one that goes on";
                        default -> waiting.size() + " runs wait for the one that goes on";
                    });
            return;
        }
        RunConfiguration configuration = now.configuration();
        String which = total > 1 ? "Run %d of %d".formatted(total - waiting.size(), total) : "Run";
        text.set(which + ": " + configuration.scaling().title());
    }

    /// Whether any of its runs goes on or waits.
    public boolean isBusy() {
        return current != null || !waiting.isEmpty();
    }

    /// How many of its runs wait while a run that is not one of them goes on.
    public int queued() {
        return current == null ? waiting.size() : 0;
    }

    /// Whether any of its runs is over a set.
    boolean isOver(long setId) {
        RunRequest now = current;
        return (now != null && now.setId() == setId)
                || waiting.stream().anyMatch(one -> one.setId() == setId);
    }

    /// Such as `1 of 2`; empty for a single run.
    public String count() {
        return total > 1 && current != null
                ? "%d of %d".formatted(total - waiting.size(), total)
                : "";
    }

    /// Which run of how many goes on, such as `Run 1 of 2: parallel K=8`; empty if none.
    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }
}
