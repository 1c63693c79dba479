package org.prmscope.train.finetune;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.prmscope.core.Cancellation;
import org.prmscope.train.Batch;
import org.prmscope.train.LaneResults;
import org.prmscope.train.NamedTensors;
import org.prmscope.train.PackedRows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Losses and gradients of a batch, its rows dealt out to threads that share the weights. libtorch
/// itself uses one thread then: its own threads wait for each other after every operation, which
/// costs most of the time on a machine that does something else too.
final class TuneLanes implements AutoCloseable {
    private final List<DecoderNetwork> networks = new ArrayList<>();
    private final ExecutorService threads;
    private final int pack;

    /// @param count threads
    /// @param pack tokens that each computes at a time
    TuneLanes(DecoderNetwork network, int count, int pack) {
        this.pack = pack;
        set_num_threads(1);
        openblas_nolapack.blas_set_num_threads(1);
        networks.add(network);
        while (networks.size() < count) {
            networks.add(network.sharing());
        }
        threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().daemon().name("tune-", 0).factory());
    }

    /// The mean loss over a batch's trained tokens; without gradients.
    double loss(Batch batch, Cancellation cancellation) {
        return run(batch, false, cancellation);
    }

    /// The mean loss over a batch's trained tokens, and adds its gradients up. If it was cancelled
    /// meanwhile, both are of a part of the batch and of no use.
    double lossAndGradients(Batch batch, Cancellation cancellation) {
        return run(batch, true, cancellation);
    }

    /// The gradients of all lanes together, by name; the first lane's own tensors.
    NamedTensors gradients() {
        NamedTensors sums = new NamedTensors();
        DecoderNetwork first = networks.getFirst();
        try (NoGradGuard guard = new NoGradGuard()) {
            assert guard != null;
            for (String name : first.trained().names()) {
                Tensor sum = first.trained().get(name).grad();
                for (DecoderNetwork other : networks.subList(1, networks.size())) {
                    Tensor more = other.trained().get(name).grad();
                    // A lane without rows has none.
                    if (more.defined()) {
                        sum.add_(more);
                        more.zero_();
                    }
                }
                sums.put(name, sum);
            }
        }
        return sums;
    }

    private double run(Batch batch, boolean backward, Cancellation cancellation) {
        int count = batch.trainedTokens();
        List<List<PackedRows>> shares = PackedRows.deal(batch.rows(), networks.size(), pack);
        List<Future<Double>> running = new ArrayList<>();
        for (int lane = 0; lane < networks.size(); lane++) {
            DecoderNetwork network = networks.get(lane);
            List<PackedRows> share = shares.get(lane);
            running.add(
                    threads.submit(() ->
                            backward
                                    ? backward(network, share, count, cancellation)
                                    : forward(network, share, count, cancellation)));
        }
        return LaneResults.sum(running);
    }

    private static double backward(
            DecoderNetwork network, List<PackedRows> share, int count, Cancellation cancellation) {
        double sum = 0;
        for (PackedRows rows : share) {
            if (cancellation.isCancelled()) {
                break;
            }
            try (PointerScope scope = new PointerScope()) {
                assert scope != null;
                Tensor loss = network.loss(rows).mul(new Scalar(1.0 / count));
                sum += loss.item_double();
                loss.backward();
            }
        }
        return sum;
    }

    private static double forward(
            DecoderNetwork network, List<PackedRows> share, int count, Cancellation cancellation) {
        double sum = 0;
        try (NoGradGuard guard = new NoGradGuard()) {
            assert guard != null;
            for (PackedRows rows : share) {
                if (cancellation.isCancelled()) {
                    break;
                }
                try (PointerScope scope = new PointerScope()) {
                    assert scope != null;
                    sum += network.loss(rows).item_double();
                }
            }
        }
        return sum / count;
    }

    /// Ends the threads and waits for them: they compute in memory that is freed next.
    @Override
    public void close() {
        threads.close();
    }
}
