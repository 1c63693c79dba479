package org.prmscope.train;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The loss of a batch and its gradient, computed by several [NetworkLane]s at once.
///
/// Each lane is one thread with a share of the rows; libtorch itself then uses one thread, so that
/// nothing waits between one operation and the next. The shares follow from the batch and the
/// number of lanes alone, so the same number of lanes always gives the same bits.
final class GradientStep implements AutoCloseable {
    private final FoldedWeights weights;
    private final List<NetworkLane> lanes = new ArrayList<>();
    private final ExecutorService threads;

    /// @param count lanes, each a thread with memory of its own
    GradientStep(Qwen2Network network, int count) {
        set_num_threads(1);
        openblas_nolapack.blas_set_num_threads(1);
        weights = new FoldedWeights(network);
        RotaryTable rotary =
                new RotaryTable(
                        network.config(), network.config().heads() + network.config().kvHeads());
        long tokens = Math.max(TrainingPlan.PACK, network.config().contextLength());
        for (int lane = 0; lane < count; lane++) {
            lanes.add(new NetworkLane(network, weights, rotary, tokens));
        }
        threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().daemon().name("train-", 0).factory());
    }

    /// The mean loss over a batch's trained tokens, and the gradient of it.
    ///
    /// @param gradients by the network's names; they last until the next call
    record Result(double loss, NamedTensors gradients) {}

    Result compute(Batch batch) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            assert scope != null && guard != null;
            weights.refresh();
            List<Future<Double>> running = new ArrayList<>();
            List<List<PackedRows>> shares =
                    PackedRows.deal(batch.rows(), lanes.size(), TrainingPlan.PACK);
            for (int lane = 0; lane < lanes.size(); lane++) {
                NetworkLane one = lanes.get(lane);
                List<PackedRows> share = shares.get(lane);
                running.add(threads.submit(() -> run(one, share)));
            }
            double loss = LaneResults.sum(running);
            NetworkLane first = lanes.getFirst();
            for (NetworkLane lane : lanes.subList(1, lanes.size())) {
                first.gradients().forEach((name, sum) -> sum.add_(lane.gradients().get(name)));
                first.lookup().add_(lane.lookup());
            }
            weights.unfold(first.gradients(), first.lookup());
            int count = Math.max(1, batch.trainedTokens());
            Scalar share = new Scalar(1.0 / count);
            first.gradients().forEach((_, gradient) -> gradient.mul_(share));
            return new Result(loss / count, first.gradients());
        }
    }

    private static double run(NetworkLane lane, List<PackedRows> share) {
        try (NoGradGuard guard = new NoGradGuard()) {
            assert guard != null;
            Context.setFlushDenormal(true);
            lane.clear();
            double loss = 0;
            for (PackedRows rows : share) {
                loss += lane.add(rows);
            }
            return loss;
        }
    }

    /// Ends the threads and waits for them: they compute in memory that is freed next.
    @Override
    public void close() {
        threads.close();
    }
}
