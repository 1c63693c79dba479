package org.prmscope.run.training;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.model.Precision;
import org.prmscope.run.ModelShop;
import org.prmscope.train.finetune.ChatFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Trains, one training at a time, looks at the folders of trainings and exports them. Closing
/// stops the training at its next step and waits for its checkpoint, and ends exports, which remove
/// what they wrote. Thread-safe.
///
/// Methods that throw a [WorkbenchException] touch the disk and may take long.
public final class TrainingDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingDesk.class);
    private static final int CLOSE_SECONDS = 10;

    private final TrainingShop shop;
    private final Executor thread;

    // Guarded by this.
    private @Nullable TrainingTask active;
    private final Map<Cancellation, CountDownLatch> exports = new HashMap<>();
    private boolean closed;

    /// @param thread runs a training apart from its caller
    public TrainingDesk(TrainingShop shop, Executor thread) {
        this.shop = shop;
        this.thread = thread;
    }

    /// A desk whose trainings have a thread of their own, which keeps the program alive until the
    /// checkpoint is written.
    public static TrainingDesk of(TrainingShop shop) {
        return new TrainingDesk(
                shop, task -> Thread.ofPlatform().name("prmscope-training").start(task));
    }

    /// Why nothing can be trained here; empty if it can.
    public Optional<WorkbenchException.Report> obstacle() {
        return shop.obstacle();
    }

    /// Looks at a checkpoint folder.
    public BaseFacts base(Path folder) throws WorkbenchException {
        return shop.base(folder);
    }

    /// Chats in a file: its lines that are not blank.
    public int chats(Path file) throws WorkbenchException {
        return ChatFile.count(file);
    }

    /// Checks a training whole without starting it.
    public TrainingOutlook examine(TrainingJob job) throws WorkbenchException {
        return shop.examine(job);
    }

    /// Starts a training, or goes on with it; how it goes is in [#current()].
    ///
    /// @throws WorkbenchException if another one goes on or nothing can be trained here
    public synchronized void start(TrainingJob job) throws WorkbenchException {
        Optional<WorkbenchException.Report> obstacle = shop.obstacle();
        if (obstacle.isPresent()) {
            throw new WorkbenchException(obstacle.get());
        }
        if (closed || (active != null && !active.isOver())) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "A training is going on",
                            active == null ? "" : active.job().folder().toString(),
                            "one at a time",
                            closed ? "the window is being closed" : "one that has not ended",
                            "Wait for its end or cancel it: it can be resumed."));
        }
        TrainingTask task = new TrainingTask(job, shop, curves(job));
        active = task;
        thread.execute(task);
    }

    /// The training of this window, that goes on or that ended last.
    public synchronized Optional<TrainingSnapshot> current() {
        return Optional.ofNullable(active).map(TrainingTask::snapshot);
    }

    /// Asks the training to stop after its step; it writes a checkpoint then.
    public synchronized void cancel() {
        if (active != null) {
            active.cancel();
        }
    }

    /// Looks at a folder, or at a curve file. What is wrong with it is in the answer.
    public TrainingFolder look(Path path) {
        Path place = path.toAbsolutePath().normalize();
        if (Files.isRegularFile(place)) {
            return new TrainingFolder(place, null, new TrainingState.Elsewhere(0), place);
        }
        Path builtin = place.resolve(CurveFile.BUILTIN);
        Path curves = Files.exists(builtin) ? builtin : place.resolve(CurveFile.TUNING);
        try {
            TrainingFile.Content content = new TrainingFile(place).read().orElse(null);
            TrainingJob job = content == null ? null : content.job();
            if (isRunning(place)) {
                return new TrainingFolder(place, job, new TrainingState.Running(), curves);
            }
            int step = CheckpointSteps.of(place);
            if (content == null) {
                if (step == 0 && !Files.exists(curves)) {
                    throw nothing(place);
                }
                return new TrainingFolder(place, null, new TrainingState.Elsewhere(step), curves);
            }
            return new TrainingFolder(
                    place, content.job(), state(content, step), curves(content.job()));
        } catch (WorkbenchException e) {
            return new TrainingFolder(
                    place, null, new TrainingState.Unreadable(e.report()), curves);
        }
    }

    private static TrainingState state(TrainingFile.Content content, int step) {
        if (step >= content.job().steps()) {
            return new TrainingState.Finished(step);
        }
        return content.end() instanceof TrainingEnd.Failed failed
                ? new TrainingState.Stopped(step, failed)
                : new TrainingState.Resumable(step, content.job().steps());
    }

    private static WorkbenchException nothing(Path place) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "There is no training here",
                        place.toString(),
                        "training.json, or curves.jsonl or loss.jsonl",
                        Files.exists(place) ? "neither" : "no such folder",
                        "Choose the folder of a training, or start a new one in it."));
    }

    private synchronized boolean isRunning(Path folder) {
        return active != null
                && !active.isOver()
                && active.job().folder().toAbsolutePath().normalize().equals(folder);
    }

    private static Path curves(TrainingJob job) {
        return job.folder()
                .resolve(
                        switch (job) {
                            case TrainingJob.Builtin _ -> CurveFile.BUILTIN;
                            case TrainingJob.Tuning _ -> CurveFile.TUNING;
                        });
    }

    /// Writes what was trained; see [TrainingShop#export].
    ///
    /// @throws CancellationException if cancelled
    public void export(
            TrainingJob job,
            Path target,
            Precision precision,
            ModelShop.Progress progress,
            Cancellation cancellation)
            throws WorkbenchException {
        begin(cancellation);
        try {
            shop.export(job, target, precision, progress, cancellation);
        } catch (CancelledException e) {
            CancellationException cancelled = new CancellationException();
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            end(cancellation);
        }
    }

    private synchronized void begin(Cancellation export) {
        if (closed) {
            throw new CancellationException();
        }
        exports.put(export, new CountDownLatch(1));
    }

    private synchronized void end(Cancellation export) {
        CountDownLatch ended = exports.remove(export);
        if (ended != null) {
            ended.countDown();
        }
    }

    /// Stops the training and waits for its checkpoint; ends exports and waits, for ten seconds at
    /// most, until they have removed what they wrote.
    @Override
    public void close() {
        TrainingTask last;
        Map<Cancellation, CountDownLatch> going;
        synchronized (this) {
            closed = true;
            going = Map.copyOf(exports);
            last = active;
        }
        going.keySet().forEach(Cancellation::cancel);
        try {
            if (last != null) {
                last.cancel();
                last.await();
            }
            for (CountDownLatch ended : going.values()) {
                if (!ended.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("an export did not end; what it wrote stays hidden beside its folder");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
