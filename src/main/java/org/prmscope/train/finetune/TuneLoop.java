package org.prmscope.train.finetune;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.train.AdamW;
import org.prmscope.train.Batch;
import org.prmscope.train.LaneResults;
import org.prmscope.train.NamedTensors;
import org.prmscope.train.TrainingExample;
import org.prmscope.train.TrainingReports;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;

/// The steps of a fine-tuning, on the thread that calls.
final class TuneLoop {
    private static final double BETA2 = 0.999;

    private final FineTunePlan plan;
    private final List<TrainingExample> chats;
    private final List<TrainingExample> evaluation;
    private final TuneCheckpoint checkpoint;
    private final LongSupplier nanoTime;

    TuneLoop(
            FineTunePlan plan,
            List<TrainingExample> chats,
            List<TrainingExample> evaluation,
            TuneCheckpoint checkpoint,
            LongSupplier nanoTime) {
        this.plan = plan;
        this.chats = chats;
        this.evaluation = evaluation;
        this.checkpoint = checkpoint;
        this.nanoTime = nanoTime;
    }

    /// Trains to the plan's end or until cancelled, and writes a checkpoint then.
    ///
    /// @return steps taken in all
    int run(TrainableCheckpoint base, Cancellation cancellation, FineTuneListener listener)
            throws WorkbenchException {
        if (plan.place() == FineTunePlan.Place.CUDA) {
            torch.globalContext().setDeterministicAlgorithms(true, true);
        }
        try (PointerScope scope = new PointerScope()) {
            assert scope != null;
            Files.createDirectories(plan.folder());
            Curves curves = new Curves(plan.folder());
            int taken = checkpoint.steps();
            DecoderNetwork network =
                    new DecoderNetwork(
                            base,
                            plan.method(),
                            Placement.of(plan.place()),
                            plan.sizes().longest(),
                            plan.seed());
            AdamW optimizer =
                    new AdamW(
                            network.trained(),
                            plan.schedule().weightDecay(),
                            plan.schedule().clip(),
                            BETA2);
            if (taken > 0) {
                checkpoint.restore(network.trained());
                checkpoint.restore(optimizer);
            }
            curves.cutAfter(taken);
            // On a GPU there is nothing to deal out.
            int count = plan.place() == FineTunePlan.Place.CPU ? plan.sizes().threads() : 1;
            try (TuneLanes lanes = new TuneLanes(network, count, plan.sizes().pack())) {
                return steps(
                        taken,
                        new Parts(network, lanes, optimizer),
                        curves,
                        cancellation,
                        listener);
            }
        } catch (IOException e) {
            throw TrainingReports.unwritable(plan.folder(), e);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (LaneResults.isMemory(e)) {
                throw TrainingReports.memory(
                        plan.folder(),
                        LaneResults.memory(e),
                        "Train by LoRA, or make packs smaller or chats shorter.");
            }
            throw e;
        }
    }

    private record Parts(DecoderNetwork network, TuneLanes lanes, AdamW optimizer) {}

    private int steps(
            int from,
            Parts parts,
            Curves curves,
            Cancellation cancellation,
            FineTuneListener listener)
            throws WorkbenchException, IOException {
        int taken = from;
        int written = from;
        // A cancelled piece may have ended before its last step was evaluated.
        if (!curves.hasEvaluation(taken)) {
            evaluate(taken, parts, curves, cancellation, listener);
        }
        while (taken < plan.schedule().steps() && !cancellation.isCancelled()) {
            Optional<FineTuneListener.Step> done = step(taken + 1, written, parts, cancellation);
            if (done.isEmpty()) {
                break;
            }
            FineTuneListener.Step step = done.get();
            taken++;
            curves.add(step);
            listener.step(step);
            evaluate(taken, parts, curves, cancellation, listener);
            if (taken % plan.sizes().checkpointEvery() == 0) {
                checkpoint.write(taken, written, parts.network().trained(), parts.optimizer());
                written = taken;
                listener.checkpoint(taken);
            }
        }
        if (taken != written) {
            checkpoint.write(taken, written, parts.network().trained(), parts.optimizer());
            listener.checkpoint(taken);
        }
        return taken;
    }

    private void evaluate(
            int step,
            Parts parts,
            Curves curves,
            Cancellation cancellation,
            FineTuneListener listener)
            throws IOException {
        boolean due =
                step > 0
                        && (step == plan.schedule().steps()
                                || step % plan.sizes().evaluateEvery() == 0);
        if (!due || evaluation.isEmpty() || cancellation.isCancelled()) {
            return;
        }
        double loss = parts.lanes().loss(new Batch(evaluation), cancellation);
        if (!cancellation.isCancelled()) {
            curves.addEvaluation(step, loss);
            listener.evaluated(step, loss);
        }
    }

    /// Empty if it was cancelled meanwhile; nothing was changed then.
    private Optional<FineTuneListener.Step> step(
            int number, int written, Parts parts, Cancellation cancellation)
            throws WorkbenchException {
        long start = nanoTime.getAsLong();
        Batch batch = new Batch(rows(number));
        double loss = parts.lanes().lossAndGradients(batch, cancellation);
        if (cancellation.isCancelled()) {
            return Optional.empty();
        }
        double rate = plan.schedule().rate(number);
        double norm;
        try (PointerScope scope = new PointerScope()) {
            assert scope != null;
            NamedTensors gradients = parts.lanes().gradients();
            norm =
                    Double.isFinite(loss)
                            ? parts.optimizer().step(gradients, number, rate)
                            : Double.NaN;
            gradients.clear();
        }
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw diverged(number, written, loss, norm);
        }
        double seconds = Math.max(1e-9, (nanoTime.getAsLong() - start) / 1e9);
        int tokens = batch.tokens();
        return Optional.of(
                new FineTuneListener.Step(number, loss, norm, rate, tokens, tokens / seconds));
    }

    /// The chats of a step: every chat once, in an order that the seed gives, then again in
    /// another.
    private List<TrainingExample> rows(int step) {
        List<TrainingExample> rows = new ArrayList<>();
        long first = (long) (step - 1) * plan.sizes().batch();
        long round = -1;
        List<TrainingExample> order = List.of();
        for (long at = first; at < first + plan.sizes().batch(); at++) {
            if (at / chats.size() != round) {
                round = at / chats.size();
                List<TrainingExample> shuffled = new ArrayList<>(chats);
                Collections.shuffle(shuffled, new Random(plan.seed() + round));
                order = shuffled;
            }
            rows.add(order.get((int) (at % chats.size())));
        }
        return rows;
    }

    private WorkbenchException diverged(int step, int written, double loss, double norm) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The training diverged at step " + step,
                        plan.folder().toString(),
                        "a finite loss and gradient",
                        "loss " + loss + ", gradient norm " + norm,
                        TrainingReports.kept(written)
                                + "Lower the learning rate or look at the chats of that step, and"
                                + " train in a new folder."));
    }
}
