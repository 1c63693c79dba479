package org.prmscope.train.finetune;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.empty;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.rsqrt;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.silu;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.model.TrainableCheckpoint.Weight;
import org.prmscope.model.TrainableShape;
import org.prmscope.train.NamedTensors;
import org.prmscope.train.PackedRows;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/// A Qwen2, Qwen3, Llama or Mistral decoder in libtorch, as Hugging Face's transformers computes it
/// (`modeling_qwen2.py` and the like), with gradients by autograd.
///
/// Rows are packed one behind the other; only attention looks at them one by one, so nothing is
/// padded.
final class DecoderNetwork {
    private final TrainableShape shape;
    private final Placement placement;
    private final NamedTensors weights = new NamedTensors();
    private final NamedTensors trained = new NamedTensors();
    private final @Nullable LowRank lowRank;
    private final Tensor cosines;
    private final Tensor sines;

    /// Reads a checkpoint's weights.
    ///
    /// @param positions the longest row
    /// @throws CancellationException if cancelled; the tensors read so far go with the caller's
    ///   scope
    DecoderNetwork(
            TrainableCheckpoint base,
            FineTunePlan.Method method,
            Placement placement,
            int positions,
            long seed,
            Cancellation cancellation)
            throws WorkbenchException {
        shape = base.shape();
        this.placement = placement;
        lowRank =
                switch (method) {
                    case FineTunePlan.Method.Full _ -> null;
                    case FineTunePlan.Method.Lora lora -> new LowRank(lora);
                };
        SplittableRandom random = new SplittableRandom(seed);
        for (Weight weight : base.weights()) {
            Tensor values = read(base, weight, cancellation);
            if (lowRank == null) {
                Tensor parameter = placement.trained(values);
                weights.put(weight.name(), parameter);
                trained.put(weight.name(), parameter);
            } else {
                weights.put(weight.name(), placement.fixed(values));
                if (lowRank.adapts(weight)) {
                    lowRank.add(weight, random, placement, trained);
                }
            }
        }
        int half = shape.headDim() / 2;
        cosines = placement.fixed(twice(base.rotary(positions, false), positions, half));
        sines = placement.fixed(twice(base.rotary(positions, true), positions, half));
    }

    private DecoderNetwork(DecoderNetwork other) {
        shape = other.shape;
        placement = other.placement;
        lowRank = other.lowRank;
        cosines = other.cosines;
        sines = other.sines;
        other.trained.forEach(
                (name, tensor) -> trained.put(name, tensor.detach().set_requires_grad(true)));
        other.weights.forEach((name, tensor) ->
                weights.put(name, trained.names().contains(name) ? trained.get(name) : tensor));
    }

    /// The same network for another thread: it shares all values and has gradients of its own.
    DecoderNetwork sharing() {
        return new DecoderNetwork(this);
    }

    private static Tensor read(TrainableCheckpoint base, Weight weight, Cancellation cancellation)
            throws WorkbenchException {
        Tensor values =
                weight.columns() == 0
                        ? empty(weight.rows())
                        : empty(weight.rows(), weight.columns());
        Tensor flat = values.view(-1);
        base.read(
                weight,
                (from, chunk, count) -> {
                    if (cancellation.isCancelled()) {
                        throw new CancellationException("reading the weights was cancelled");
                    }
                    try (NoGradGuard guard = new NoGradGuard();
                            Tensor part = Tensor.create(Arrays.copyOf(chunk, count), count)) {
                        assert guard != null;
                        flat.narrow(0, from, count).copy_(part);
                    }
                });
        return values;
    }

    private static Tensor twice(float[] table, int positions, int half) {
        Tensor once = Tensor.create(table, positions, 1, half);
        return cat(new TensorVector(once, once), -1);
    }

    /// The tensors that are trained: all weights, or the adapters alone.
    NamedTensors trained() {
        return trained;
    }

    /// A weight as it is to be exported: an adapter's product is added to it, once and for all.
    Tensor merge(Weight weight) {
        Tensor tensor = weights.get(weight.name());
        if (lowRank != null && lowRank.adapts(weight)) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                assert scope != null && guard != null;
                tensor.add_(
                        lowRank.merged(
                                trained.get(LowRank.down(weight.name())),
                                trained.get(LowRank.up(weight.name()))));
            }
        }
        return tensor;
    }

    /// The sum of the losses at the trained places of a pack, nats.
    Tensor loss(PackedRows rows) {
        Tensor targets = placement.indices(Tensor.create(rows.targets(), rows.targets().length, 1));
        return Placement.wide(logits(rows)).log_softmax(1).gather(1, targets).sum().neg();
    }

    /// The logits at the trained places, `[places, vocabulary]`.
    Tensor logits(PackedRows rows) {
        Tensor ids = placement.indices(Tensor.create(rows.ids(), rows.tokens()));
        long[] places = new long[rows.tokens()];
        for (int row = 0; row < rows.rows(); row++) {
            for (int i = 0; i < rows.length(row); i++) {
                places[rows.start(row) + i] = i;
            }
        }
        Tensor at = placement.indices(Tensor.create(places, places.length));
        Tensor cos = cosines.index_select(0, at);
        Tensor sin = sines.index_select(0, at);
        Tensor x = embedding(placement.computed(weights.get("model.embed_tokens.weight")), ids);
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            Tensor h = normed(x, name + "input_layernorm.weight");
            x = x.add(attention(name + "self_attn.", h, rows, cos, sin));
            h = normed(x, name + "post_attention_layernorm.weight");
            x = x.add(feedForward(name + "mlp.", h));
        }
        Tensor positions =
                placement.indices(Tensor.create(rows.positions(), rows.positions().length));
        Tensor last = normed(x.index_select(0, positions), "model.norm.weight");
        String head = shape.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight";
        return linear(last, placement.computed(weights.get(head)));
    }

    private Tensor feedForward(String at, Tensor x) {
        boolean bias = shape.feedForwardBias();
        Tensor gate = silu(projected(x, at + "gate_proj", bias));
        return projected(gate.mul(projected(x, at + "up_proj", bias)), at + "down_proj", bias);
    }

    private Tensor attention(String at, Tensor x, PackedRows rows, Tensor cos, Tensor sin) {
        long n = rows.tokens();
        long dim = shape.headDim();
        boolean bias = shape.queryKeyValueBias();
        Tensor q = projected(x, at + "q_proj", bias).view(n, shape.heads(), dim);
        Tensor k = projected(x, at + "k_proj", bias).view(n, shape.kvHeads(), dim);
        Tensor v = projected(x, at + "v_proj", bias).view(n, shape.kvHeads(), dim);
        if (shape.headNorms()) {
            q = normed(q, at + "q_norm.weight");
            k = normed(k, at + "k_norm.weight");
        }
        q = turned(q, cos, sin);
        k = shared(turned(k, cos, sin));
        v = shared(v);
        TensorVector mixed = new TensorVector();
        for (int row = 0; row < rows.rows(); row++) {
            Tensor one =
                    scaled_dot_product_attention(
                            row(q, rows, row),
                            row(k, rows, row),
                            row(v, rows, row),
                            new TensorOptional(),
                            0.0,
                            true,
                            new DoubleOptional(),
                            false);
            mixed.push_back(one.squeeze(0).transpose(0, 1).reshape(rows.length(row), -1));
        }
        return projected(cat(mixed, 0), at + "o_proj", shape.outputBias());
    }

    /// `[1, heads, length, dim]` of one row.
    private static Tensor row(Tensor x, PackedRows rows, int row) {
        return x.narrow(0, rows.start(row), rows.length(row)).transpose(0, 1).unsqueeze(0);
    }

    /// Keys or values repeated for every query head.
    private Tensor shared(Tensor x) {
        long group = shape.heads() / shape.kvHeads();
        return group == 1
                ? x
                : x.unsqueeze(2)
                        .expand(x.size(0), shape.kvHeads(), group, shape.headDim())
                        .reshape(x.size(0), shape.heads(), shape.headDim());
    }

    /// `rotate_half` of transformers: element `i` turns with element `i + dim / 2`.
    private static Tensor turned(Tensor x, Tensor cos, Tensor sin) {
        long half = x.size(2) / 2;
        TensorVector halves = new TensorVector(x.narrow(2, half, half).neg(), x.narrow(2, 0, half));
        return x.mul(cos).add(cat(halves, -1).mul(sin));
    }

    private Tensor projected(Tensor x, String name, boolean bias) {
        String matrix = name + ".weight";
        Tensor weight = placement.computed(weights.get(matrix));
        Tensor product =
                bias
                        ? linear(
                                x,
                                weight,
                                new TensorOptional(placement.computed(weights.get(name + ".bias"))))
                        : linear(x, weight);
        if (lowRank == null || !trained.names().contains(LowRank.down(matrix))) {
            return product;
        }
        return product.add(
                lowRank.apply(
                        x,
                        placement.computed(trained.get(LowRank.down(matrix))),
                        placement.computed(trained.get(LowRank.up(matrix)))));
    }

    /// RMSNorm over the last dimension, in float32.
    private Tensor normed(Tensor x, String weight) {
        Tensor wide = Placement.wide(x);
        Tensor mean = wide.square().mean(new long[] {-1}, true, new ScalarTypeOptional());
        Tensor normed = wide.mul(rsqrt(mean.add(new Scalar(shape.rmsNormEpsilon()))));
        return placement.computed(weights.get(weight)).mul(placement.computed(normed));
    }
}
