package org.prmscope.ui.fake;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.Precision;
import org.prmscope.run.ModelShop;
import org.prmscope.run.training.BaseFacts;
import org.prmscope.run.training.Curve;
import org.prmscope.run.training.CurvePoint;
import org.prmscope.run.training.TrainingJob;
import org.prmscope.run.training.TrainingListener;
import org.prmscope.run.training.TrainingOutlook;
import org.prmscope.run.training.TrainingShop;
import org.prmscope.train.CheckpointKind;
import org.prmscope.train.Resumption;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Trains nothing: steps are given by hand, checkpoints are headers only.
public final class HeldTraining implements TrainingShop {
    public static final WorkbenchException.Report MISSING =
            new WorkbenchException.Report(
                    "The training libraries are not there", "lib-train", "libtorch", "", "Package");

    /// A step to take, or what to fail with.
    private record Order(@Nullable CurvePoint step, WorkbenchException.@Nullable Report failure) {}

    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final List<Path> exported = new ArrayList<>();
    private volatile WorkbenchException.@Nullable Report obstacle;
    private volatile WorkbenchException.@Nullable Report refusal;
    private volatile long needed = 1L << 30;
    private volatile Consumer<Cancellation> exporting = _ -> {};
    private volatile @Nullable Resumption resumption;

    /// Has the training take a step with this loss.
    public void step(int step, double loss) {
        orders.add(new Order(new CurvePoint(step, loss, 1, 2e-4, 512, 1_024), null));
    }

    /// Has the training fail.
    public void fail(WorkbenchException.Report report) {
        orders.add(new Order(null, report));
    }

    /// Has the next training tell that it goes on.
    public void resumeFrom(Resumption from) {
        resumption = from;
    }

    /// Takes libtorch away.
    public void loseLibraries() {
        obstacle = MISSING;
    }

    /// Has every look at a job fail.
    public void refuse(WorkbenchException.Report report) {
        refusal = report;
    }

    /// What a training will take; 8 GiB are free.
    public void need(long bytes) {
        needed = bytes;
    }

    public synchronized List<Path> exported() {
        return List.copyOf(exported);
    }

    @Override
    public Optional<WorkbenchException.Report> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    @Override
    public BaseFacts base(Path folder) {
        return new BaseFacts(1_000_000, 1_024);
    }

    @Override
    public TrainingOutlook examine(TrainingJob job) throws WorkbenchException {
        WorkbenchException.Report report = refusal;
        if (report != null) {
            throw new WorkbenchException(report);
        }
        return new TrainingOutlook(1_000_000, 40_000, 12, 1, needed, 8L << 30, "all parts");
    }

    @Override
    public int train(TrainingJob job, Cancellation cancellation, TrainingListener listener)
            throws WorkbenchException {
        // A cancellation is noticed like a step.
        cancellation.onCancel(() -> orders.add(new Order(null, null)));
        Resumption from = resumption;
        if (from != null) {
            listener.resumed(from);
        }
        int taken = 0;
        while (taken < job.steps()) {
            Order order;
            try {
                order = orders.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return taken;
            }
            if (order.failure() != null) {
                throw new WorkbenchException(order.failure());
            }
            CurvePoint step = order.step();
            if (step == null) {
                break;
            }
            taken = step.step();
            listener.step(step);
            if (taken % 2 == 0) {
                listener.evaluated(new Curve.Evaluation(taken, step.loss() + 0.1));
            }
        }
        writeCheckpoint(
                job.folder(),
                taken,
                switch (job) {
                    case TrainingJob.Builtin _ -> CheckpointKind.BUILTIN;
                    case TrainingJob.Tuning _ -> CheckpointKind.TUNING;
                });
        return taken;
    }

    /// Writes the header of a fine-tuning's checkpoint.
    public static void writeCheckpoint(Path folder, int step) {
        writeCheckpoint(folder, step, CheckpointKind.TUNING);
    }

    /// Writes a checkpoint's header.
    public static void writeCheckpoint(Path folder, int step, CheckpointKind kind) {
        byte[] header =
                "{\"__metadata__\":{\"step\":\"%d\"}}"
                        .formatted(step)
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        try {
            Files.createDirectories(folder);
            Files.write(kind.in(folder), bytes.array());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Is run by exports, after some progress.
    public void whileExporting(Consumer<Cancellation> work) {
        exporting = work;
    }

    @Override
    public void export(
            TrainingJob job,
            Path target,
            Precision precision,
            ModelShop.Progress progress,
            Cancellation cancellation) {
        progress.written(1, 2);
        exporting.accept(cancellation);
        synchronized (this) {
            exported.add(target);
        }
    }
}
