package org.prmscope.run.training;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.train.FolderLock;
import org.prmscope.train.Resumption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;

/// One piece of a training: from its start, or its checkpoint, to its end. Run once.
final class TrainingTask implements Runnable, TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingTask.class);

    private final TrainingJob job;
    private final TrainingShop shop;
    private final Path curves;
    private final Cancellation cancellation = new Cancellation();
    private final CurveLog curve = new CurveLog();

    // Guarded by this.
    private @Nullable TrainingOutlook outlook;
    private @Nullable Resumption resumption;
    private int before;
    private int checkpoint;
    private @Nullable TrainingEnd end;

    /// @param curves the curve file of the folder
    TrainingTask(TrainingJob job, TrainingShop shop, Path curves) {
        this.job = job;
        this.shop = shop;
        this.curves = curves;
    }

    @Override
    public void run() {
        boolean keeps = false;
        TrainingEnd how;
        try {
            TrainingOutlook found = shop.examine(job);
            int taken = CheckpointSteps.of(job);
            Curve earlier = new CurveFile(curves).look();
            earlier.points().forEach(curve::add);
            earlier.evaluations().forEach(curve::add);
            curve.cutAfter(taken);
            begin(found, taken);
            remember(null);
            keeps = true;
            taken = shop.train(job, cancellation, this);
            checkpoint(taken);
            how =
                    taken >= job.steps()
                            ? new TrainingEnd.Finished(taken)
                            : new TrainingEnd.Cancelled(taken);
        } catch (WorkbenchException e) {
            how = new TrainingEnd.Failed(snapshot().step(), e.report());
        } catch (Throwable bug) {
            // The window goes on whatever happened here, an error of a native library included.
            LOG.error("the training in {} failed", job.folder(), bug);
            how = new TrainingEnd.Failed(snapshot().step(), unexpected(bug));
        }
        if (keeps) {
            try {
                remember(how);
            } catch (WorkbenchException e) {
                LOG.warn("the end of the training in {} was not written", job.folder(), e);
            }
        }
        finish(how);
    }

    private static WorkbenchException.Report unexpected(Throwable bug) {
        boolean memory = bug instanceof OutOfMemoryError;
        return new WorkbenchException.Report(
                memory ? "The training ran out of memory" : "The training failed unexpectedly",
                "",
                "",
                String.valueOf(bug),
                memory
                        ? "Train by LoRA, or make packs smaller; a checkpoint that is there is"
                                + " whole."
                        : "This is a bug in PRMScope: please report it with this text.");
    }

    /// Not while another program trains in the folder: its plan stays.
    private void remember(@Nullable TrainingEnd how) throws WorkbenchException {
        try (FolderLock _ = FolderLock.take(job.folder(), FolderLock.Work.TRAINING)) {
            new TrainingFile(job.folder()).write(job, how);
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The training's folder cannot be written",
                            job.folder().toString(),
                            "room and permission to write",
                            org.prmscope.core.IoReason.of(e),
                            "Free some space or choose another folder."),
                    e);
        }
    }

    private synchronized void begin(TrainingOutlook found, int taken) {
        outlook = found;
        before = taken;
        checkpoint = taken;
    }

    private synchronized void finish(TrainingEnd how) {
        end = how;
        notifyAll();
    }

    @Override
    public synchronized void resumed(Resumption from) {
        resumption = from;
    }

    @Override
    public void step(CurvePoint point) {
        curve.add(point);
    }

    @Override
    public void evaluated(Curve.Evaluation evaluation) {
        curve.add(evaluation);
    }

    @Override
    public synchronized void checkpoint(int step) {
        checkpoint = step;
    }

    TrainingJob job() {
        return job;
    }

    void cancel() {
        cancellation.cancel();
    }

    synchronized boolean isOver() {
        return end != null;
    }

    synchronized TrainingSnapshot snapshot() {
        TrainingSnapshot.Phase phase =
                end != null
                        ? TrainingSnapshot.Phase.OVER
                        : cancellation.isCancelled()
                                ? TrainingSnapshot.Phase.STOPPING
                                : outlook == null
                                        ? TrainingSnapshot.Phase.PREPARING
                                        : TrainingSnapshot.Phase.TRAINING;
        return new TrainingSnapshot(
                job, phase, outlook, resumption, curve.curve(), before, checkpoint, end);
    }

    /// Waits for the end.
    synchronized void await() throws InterruptedException {
        while (end == null) {
            wait();
        }
    }
}
