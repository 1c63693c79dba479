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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/// The steps of a fine-tuning, on the thread that calls.
final class TuneLoop {
    private static final double BETA2 = 0.999;

    private final FineTunePlan plan;
    private final List<TrainingExample> chats;
    private final List<TrainingExample> evaluation;
    private final TuneCheckpoint checkpoint;
    private final LongSupplier nanoTime;

    /// Steps of the checkpoint on the disk.
    private int written;

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

    /// Trains to the plan's end or until cancelled, and writes a checkpoint then. A checkpoint
    /// replaces the one before only after its own weights gave a finite loss.
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
                            plan.seed(),
                            cancellation);
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
        } catch (CancellationException e) {
            if (!cancellation.isCancelled()) {
                throw e;
            }
            // While the base was read: no step was taken.
            return checkpoint.steps();
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
        written = from;
        // A cancelled piece may have ended before its last step was evaluated.
        if (!curves.hasEvaluation(taken)) {
            evaluate(taken, parts, curves, cancellation, listener);
        }
        while (taken < plan.schedule().steps() && !cancellation.isCancelled()) {
            Optional<FineTuneListener.Step> done = step(taken + 1, parts, cancellation, listener);
            if (done.isEmpty()) {
                break;
            }
            FineTuneListener.Step step = done.get();
            taken++;
            curves.add(step);
            listener.step(step);
            evaluate(taken, parts, curves, cancellation, listener);
        }
        if (taken != written) {
            tryOut(taken, parts);
            write(taken, parts, listener);
        }
        return taken;
    }

    /// Looks at the loss of weights that no step follows: of one chat, the shortest, so that a
    /// cancelled training ends soon.
    private void tryOut(int taken, Parts parts) throws WorkbenchException {
        TrainingExample shortest =
                Collections.min(chats, Comparator.comparingInt(TrainingExample::length));
        double loss = parts.lanes().loss(new Batch(List.of(shortest)), new Cancellation());
        if (!Double.isFinite(loss)) {
            throw diverged(taken, "loss " + loss);
        }
    }

    private void write(int taken, Parts parts, FineTuneListener listener)
            throws WorkbenchException {
        if (!parts.optimizer().isFinite()) {
            throw diverged(taken, "weights that are not finite");
        }
        checkpoint.write(taken, written, parts.network().trained(), parts.optimizer());
        written = taken;
        listener.checkpoint(taken);
    }

    private void evaluate(
            int step,
            Parts parts,
            Curves curves,
            Cancellation cancellation,
            FineTuneListener listener)
            throws WorkbenchException, IOException {
        boolean due =
                step > 0
                        && (step == plan.schedule().steps()
                                || step % plan.sizes().evaluateEvery() == 0);
        if (!due || evaluation.isEmpty() || cancellation.isCancelled()) {
            return;
        }
        double loss = parts.lanes().loss(new Batch(evaluation), cancellation);
        if (!cancellation.isCancelled()) {
            if (!Double.isFinite(loss)) {
                throw diverged(step, "evaluation loss " + loss);
            }
            curves.addEvaluation(step, loss);
            listener.evaluated(step, loss);
        }
    }

    /// Takes a step. Once its loss and gradient are there, which say that the weights before it are
    /// good, those are written if their turn has come.
    ///
    /// @return empty if it was cancelled meanwhile; nothing was changed then
    private Optional<FineTuneListener.Step> step(
            int number, Parts parts, Cancellation cancellation, FineTuneListener listener)
            throws WorkbenchException {
        long start = nanoTime.getAsLong();
        Batch batch = new Batch(rows(number));
        double loss = parts.lanes().lossAndGradients(batch, cancellation);
        if (cancellation.isCancelled()) {
            return Optional.empty();
        }
        double rate = plan.schedule().rate(number);
        double norm;
        long writing = 0;
        try (PointerScope scope = new PointerScope()) {
            assert scope != null;
            NamedTensors gradients = parts.lanes().gradients();
            norm = Double.isFinite(loss) ? parts.optimizer().norm(gradients) : Double.NaN;
            if (!Double.isFinite(norm)) {
                throw diverged(number, "loss " + loss + ", gradient norm " + norm);
            }
            int before = number - 1;
            if (before != written && before % plan.sizes().checkpointEvery() == 0) {
                long since = nanoTime.getAsLong();
                write(before, parts, listener);
                writing = nanoTime.getAsLong() - since;
            }
            parts.optimizer().step(gradients, norm, number, rate);
            gradients.clear();
        }
        double seconds = Math.max(1e-9, (nanoTime.getAsLong() - start - writing) / 1e9);
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

    private WorkbenchException diverged(int step, String found) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The training diverged at step " + step,
                        plan.folder().toString(),
                        "a finite loss and gradient",
                        found,
                        TrainingReports.kept(written)
                                + "Lower the learning rate or look at the chats of that step, and"
                                + " train in a new folder."));
    }
}
