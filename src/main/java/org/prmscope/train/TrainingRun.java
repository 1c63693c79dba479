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
    /// the end in both cases, and also if the next examples cannot be made. A checkpoint replaces
    /// the one before only after its own weights gave a finite loss and gradient. The caller sees
    /// to it that nothing else trains in the folder ([FolderLock]).
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
            StepLog steps = new StepLog(folder.resolve(LOG));
            steps.cutAfter(at.step());
            if (at.step() > 0 && at.step() < plan.steps()) {
                double before = steps.number(at.step(), "rate");
                listener.resumed(new Resumption(at.step(), before, plan.rate(at.step())));
            }
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
        Optional<Batch> last = Optional.empty();
        while (at.step() < plan.steps() && !cancellation.isCancelled()) {
            Optional<List<Batch>> shard;
            try {
                shard = shard(at.shard(), cancellation);
            } catch (WorkbenchException | RuntimeException e) {
                keep(at, written, last, trained, listener, e);
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
                Batch rows = batches.get(batch);
                Pass pass = pass(rows, at.step() + 1, written.step(), trained);
                // Not before the pass: only now are these weights known to be good.
                if (at.step() != written.step() && at.step() % plan.checkpointEvery() == 0) {
                    written = write(at, written, trained, listener);
                }
                TrainingProgress progress = update(pass, at.step() + 1, rows, trained);
                log.write(progress.json() + "\n");
                // At once: the curve of a training in a terminal is followed while it grows.
                log.flush();
                listener.step(progress);
                at = new Checkpoint(at.step() + 1, at.shard(), batch + 1);
                last = Optional.of(rows);
            }
            if (at.batch() >= batches.size()) {
                at = new Checkpoint(at.step(), at.shard() + 1, 0);
            }
        }
        writeLast(at, written, last, trained, listener);
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
            Optional<Batch> last,
            Trained trained,
            StepListener listener,
            Exception failure) {
        try {
            writeLast(at, written, last, trained, listener);
        } catch (WorkbenchException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /// Writes a checkpoint that no step follows, if there are steps to keep: what its weights give
    /// is seen on the batch that was trained on last.
    private void writeLast(
            Checkpoint at,
            Checkpoint written,
            Optional<Batch> last,
            Trained trained,
            StepListener listener)
            throws WorkbenchException {
        if (at.step() == written.step()) {
            return;
        }
        if (last.isPresent()) {
            pass(last.get(), at.step(), written.step(), trained);
        }
        write(at, written, trained, listener);
    }

    private Checkpoint write(
            Checkpoint at, Checkpoint before, Trained trained, StepListener listener)
            throws WorkbenchException {
        if (!trained.optimizer().isFinite()) {
            throw diverged(at.step(), before.step(), "weights that are not finite");
        }
        try {
            at.write(folder, trained.network(), trained.optimizer(), source.vocabulary());
        } catch (IOException e) {
            throw TrainingReports.unwritten(
                    folder.resolve(Checkpoint.FILE), at.step(), before.step(), e);
        }
        listener.checkpoint(at.step());
        return at;
    }

    /// What a batch gives with the weights as they are.
    ///
    /// @param nanos that it took
    private record Pass(NamedTensors gradients, double loss, double norm, long nanos) {}

    /// Changes no weights.
    ///
    /// @throws WorkbenchException if the loss or the gradient is not finite
    private Pass pass(Batch batch, int step, int written, Trained trained)
            throws WorkbenchException {
        long start = nanoTime.getAsLong();
        GradientStep.Result result = trained.gradients().compute(batch);
        double norm;
        try (PointerScope scope = new PointerScope()) {
            assert scope != null;
            norm = trained.optimizer().norm(result.gradients());
        }
        double loss = result.loss();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw diverged(step, written, "loss " + loss + ", gradient norm " + norm);
        }
        return new Pass(result.gradients(), loss, norm, nanoTime.getAsLong() - start);
    }

    private TrainingProgress update(Pass pass, int step, Batch batch, Trained trained) {
        long start = nanoTime.getAsLong();
        double rate = plan.rate(step);
        try (PointerScope scope = new PointerScope()) {
            assert scope != null;
            trained.optimizer().step(pass.gradients(), pass.norm(), step, rate);
        }
        int tokens = batch.tokens();
        double seconds = Math.max(1e-9, (pass.nanos() + nanoTime.getAsLong() - start) / 1e9);
        return new TrainingProgress(step, pass.loss(), pass.norm(), rate, tokens, tokens / seconds);
    }

    private WorkbenchException diverged(int step, int written, String found) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The training diverged at step " + step,
                        folder.toString(),
                        "a finite loss and gradient",
                        found,
                        TrainingReports.kept(written)
                                + "Train in a new folder; if it happens there too, please report"
                                + " it with this text."));
    }
}
