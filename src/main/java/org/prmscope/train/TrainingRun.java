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
import java.util.function.Consumer;
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
    /// the end in both cases.
    ///
    /// @param threads threads that compute, each a share of every batch; the same number always
    ///   gives the same weights
    /// @return optimizer steps taken in all
    /// @throws WorkbenchException if the folder cannot be used or code checks cannot be run
    public int start(int threads, Cancellation cancellation, Consumer<TrainingProgress> listener)
            throws WorkbenchException {
        try (PointerScope scope = new PointerScope()) {
            assert scope != null;
            Files.createDirectories(folder);
            Qwen2Network network = new Qwen2Network(plan.network(), plan.seed());
            AdamW optimizer = new AdamW(network.parameters(), plan.weightDecay(), plan.clip());
            Checkpoint at =
                    Files.exists(folder.resolve(Checkpoint.FILE))
                            ? Checkpoint.restore(
                                    folder, network, optimizer, source.vocabulary())
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
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The training's folder cannot be used",
                            folder.toString(),
                            "",
                            String.valueOf(e.getMessage()),
                            "Choose a folder that can be written to."),
                    e);
        }
    }

    private record Trained(Qwen2Network network, GradientStep gradients, AdamW optimizer) {}

    private int loop(
            Checkpoint from,
            Trained trained,
            Writer log,
            Cancellation cancellation,
            Consumer<TrainingProgress> listener)
            throws WorkbenchException, IOException {
        Checkpoint at = from;
        Checkpoint written = from;
        while (at.step() < plan.steps() && !cancellation.isCancelled()) {
            List<Batch> batches =
                    Batch.cut(
                            source.shard(at.shard(), cancellation),
                            plan.batchTokens(),
                            plan.seed() + at.shard());
            for (int batch = at.batch(); batch < batches.size(); batch++) {
                if (at.step() >= plan.steps() || cancellation.isCancelled()) {
                    break;
                }
                TrainingProgress progress = step(batches.get(batch), at.step() + 1, trained);
                log.write(progress.json() + "\n");
                listener.accept(progress);
                at = new Checkpoint(at.step() + 1, at.shard(), batch + 1);
                if (at.step() % plan.checkpointEvery() == 0) {
                    log.flush();
                    write(at, trained);
                    written = at;
                }
            }
            if (at.batch() >= batches.size()) {
                at = new Checkpoint(at.step(), at.shard() + 1, 0);
            }
        }
        if (at.step() != written.step()) {
            write(at, trained);
        }
        return at.step();
    }

    private void write(Checkpoint at, Trained trained) throws IOException {
        at.write(folder, trained.network(), trained.optimizer(), source.vocabulary());
    }

    private TrainingProgress step(Batch batch, int step, Trained trained)
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
                            "The last checkpoint is kept. Lower the learning rate and go on from"
                                    + " it."));
        }
        int tokens = batch.tokens();
        double seconds = Math.max(1e-9, (nanoTime.getAsLong() - start) / 1e9);
        return new TrainingProgress(step, loss, norm, rate, tokens, tokens / seconds);
    }
}
