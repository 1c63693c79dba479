package org.prmscope.train;

import org.bytedeco.javacpp.PointerScope;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/// Trains a verifier in a folder, from its last checkpoint if there is one.
///
/// The folder holds `checkpoint.safetensors` and `loss.jsonl`. Killing the process loses the steps
/// since the last checkpoint and nothing else.
public final class TrainingRun {
    private static final String LOG = "loss.jsonl";

    private final TrainingPlan plan;
    private final ExampleSource source;
    private final Path folder;
    private final LongSupplier nanoTime;

    /// @param nanoTime a monotonic clock, for tokens per second
    public TrainingRun(
            TrainingPlan plan, ExampleSource source, Path folder, LongSupplier nanoTime) {
        this.plan = plan;
        this.source = source;
        this.folder = folder;
        this.nanoTime = nanoTime;
    }

    /// Trains until the plan's last step or until cancelled, on this thread; writes a checkpoint at
    /// the end in both cases, and also if the next examples cannot be made. The caller sees to it
    /// that nothing else trains in the folder ([FolderLock]).
    ///
    /// @param threads threads that compute, each a share of every batch; the same number always
    ///   gives the same weights
    /// @return optimizer steps taken in all
    /// @throws WorkbenchException if the folder or a checkpoint cannot be written (the one before
    ///   stays whole), code checks cannot be run, memory runs out, or the loss is no longer a
    ///   number
    public int start(int threads, Cancellation cancellation, StepListener listener)
            throws WorkbenchException {
        try (PointerScope scope = new PointerScope()) {
            assert scope != null;
            Files.createDirectories(folder);
            Qwen2Network network = new Qwen2Network(plan.network(), plan.seed());
            AdamW optimizer = new AdamW(network.parameters(), plan.weightDecay(), plan.clip());
            Checkpoint at =
                    Files.exists(folder.resolve(Checkpoint.FILE))
                            ? Checkpoint.restore(folder, network, optimizer, source.vocabulary())
                            : new Checkpoint(0, 0, 0);
            new StepLog(folder.resolve(LOG)).cutAfter(at.step());
            try (GradientStep gradients = new GradientStep(network, threads);
                    Writer log =
                            Files.newBufferedWriter(
                                    folder.resolve(LOG),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.APPEND)) {
                Trained trained = new Trained(network, gradients, optimizer);
                return loop(at, trained, log, cancellation, listener);
            }
        } catch (IOException e) {
            throw TrainingReports.unwritable(folder, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (LaneResults.isMemory(e)) {
                throw TrainingReports.memory(
                        folder, LaneResults.memory(e), "Train with fewer threads.");
            }
            throw e;
        }
    }

    private record Trained(Qwen2Network network, GradientStep gradients, AdamW optimizer) {}

    private int loop(
            Checkpoint from,
            Trained trained,
            Writer log,
            Cancellation cancellation,
            StepListener listener)
            throws WorkbenchException, IOException {
        Checkpoint at = from;
        Checkpoint written = from;
        while (at.step() < plan.steps() && !cancellation.isCancelled()) {
            Optional<List<Batch>> shard;
            try {
                shard = shard(at.shard(), cancellation);
            } catch (WorkbenchException | RuntimeException e) {
                keep(at, written, trained, listener, e);
                throw e;
            }
            if (shard.isEmpty()) {
                break;
            }
            List<Batch> batches = shard.get();
            for (int batch = at.batch(); batch < batches.size(); batch++) {
                if (at.step() >= plan.steps() || cancellation.isCancelled()) {
                    break;
                }
                TrainingProgress progress =
                        step(batches.get(batch), at.step() + 1, written.step(), trained);
                log.write(progress.json() + "\n");
                // At once: the curve of a training in a terminal is followed while it grows.
                log.flush();
                listener.step(progress);
                at = new Checkpoint(at.step() + 1, at.shard(), batch + 1);
                if (at.step() % plan.checkpointEvery() == 0) {
                    written = write(at, written, trained, listener);
                }
            }
            if (at.batch() >= batches.size()) {
                at = new Checkpoint(at.step(), at.shard() + 1, 0);
            }
        }
        if (at.step() != written.step()) {
            write(at, written, trained, listener);
        }
        return at.step();
    }

    /// A shard's batches; empty if it was cancelled while its examples were made.
    private Optional<List<Batch>> shard(int number, Cancellation cancellation)
            throws WorkbenchException {
        try {
            return Optional.of(
                    Batch.cut(
                            source.shard(number, cancellation),
                            plan.batchTokens(),
                            plan.seed() + number));
        } catch (WorkbenchException | CancellationException e) {
            // What is stopped in its middle may not know why, such as code checks.
            if (cancellation.isCancelled()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Writes what was learnt before a failure that does not concern the weights.
    private void keep(
            Checkpoint at,
            Checkpoint written,
            Trained trained,
            StepListener listener,
            Exception failure) {
        if (at.step() == written.step()) {
            return;
        }
        try {
            write(at, written, trained, listener);
        } catch (WorkbenchException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private Checkpoint write(
            Checkpoint at, Checkpoint before, Trained trained, StepListener listener)
            throws WorkbenchException {
        try {
            at.write(folder, trained.network(), trained.optimizer(), source.vocabulary());
        } catch (IOException e) {
            throw TrainingReports.unwritten(
                    folder.resolve(Checkpoint.FILE), at.step(), before.step(), e);
        }
        listener.checkpoint(at.step());
        return at;
    }

    private TrainingProgress step(Batch batch, int step, int written, Trained trained)
            throws WorkbenchException {
        long start = nanoTime.getAsLong();
        double rate = plan.rate(step);
        GradientStep.Result result = trained.gradients().compute(batch);
        double loss = result.loss();
        double norm;
        try (PointerScope scope = new PointerScope()) {
            assert scope != null;
            // A gradient that is not finite changes nothing.
            norm = trained.optimizer().step(result.gradients(), step, rate);
        }
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The training diverged at step " + step,
                            folder.toString(),
                            "a finite loss and gradient",
                            "loss " + loss + ", gradient norm " + norm,
                            TrainingReports.kept(written)
                                    + "Train in a new folder; if it happens there too, please"
                                    + " report it with this text."));
        }
        int tokens = batch.tokens();
        double seconds = Math.max(1e-9, (nanoTime.getAsLong() - start) / 1e9);
        return new TrainingProgress(step, loss, norm, rate, tokens, tokens / seconds);
    }
}
