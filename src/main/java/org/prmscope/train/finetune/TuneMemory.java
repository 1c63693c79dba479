package org.prmscope.train.finetune;

import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ByteSize;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.model.TrainableCheckpoint.Weight;
import org.prmscope.model.TrainableShape;

import java.util.List;

/// What a fine-tuning will take of memory, from its sizes alone.
///
/// @param parameters values of the base's weights
/// @param trained values that are trained
/// @param weights bytes of the base's weights as they are computed with, and of adapters
/// @param optimizer bytes of gradients and Adam's two moments
/// @param activations bytes that a pack on every thread takes between its forward and its backward
///   pass, and of the logits
/// @param chats bytes of the chats as tokens, which are all held
public record TuneMemory(
        long parameters, long trained, long weights, long optimizer, long activations, long chats) {
    /// Matrices of a layer's width that autograd keeps in a layer, counted in [DecoderNetwork]:
    /// residuals, norms and their squares, projections, turned queries and keys, attention's inputs
    /// and output.
    private static final int WIDE = 16;

    /// The same of the feed-forward width: gate, up, silu, product.
    private static final int INNER = 5;

    /// Logits, their logarithms, two gradients.
    private static final int LOGITS = 4;

    /// The Java runtime and libtorch themselves.
    private static final long PROGRAM = 1L << 30;

    /// What freed tensors leave behind, as a share of the rest. Measured: a LoRA training of
    /// SmolLM2-135M on two threads with packs of 512 tokens took 5.3 GiB, of 3.2 GiB in tensors.
    private static final double SLACK = 1.3;

    /// Estimates a plan.
    ///
    /// @param chats see [ChatFile.Chats#bytes]
    static TuneMemory of(TrainableCheckpoint base, FineTunePlan plan, long chats) {
        List<Weight> weights = base.weights();
        long parameters = weights.stream().mapToLong(Weight::values).sum();
        long trained =
                switch (plan.method()) {
                    case FineTunePlan.Method.Full _ -> parameters;
                    case FineTunePlan.Method.Lora lora -> new LowRank(lora).values(weights);
                };
        boolean full = plan.method() instanceof FineTunePlan.Method.Full;
        boolean half = plan.place() == FineTunePlan.Place.CUDA;
        int compute = half ? 2 : 4;
        long held = full ? (half ? 6L : 4L) * parameters : compute * parameters + 4 * trained;
        long largest = weights.stream().mapToLong(Weight::values).max().orElse(0);
        TrainableShape shape = base.shape();
        long tokens = Math.max(plan.sizes().pack(), plan.sizes().longest());
        long width = Math.max(shape.hiddenSize(), (long) shape.heads() * shape.headDim());
        long lanes = half ? 1 : plan.sizes().threads();
        long layer = compute * tokens * (WIDE * width + INNER * (long) shape.intermediateSize());
        long logits = 4 * LOGITS * tokens * shape.vocabularySize();
        return new TuneMemory(
                parameters,
                trained,
                held,
                4 * ((2 + lanes) * trained + Math.min(trained, largest)),
                lanes * (layer * shape.layers() + logits),
                chats);
    }

    /// All of it, with what the program takes for itself and what freed tensors leave behind.
    public long total() {
        return (long) (SLACK * (weights + optimizer + activations)) + chats + PROGRAM;
    }

    /// For a person.
    public String text() {
        return "%s: weights %s, gradients and optimizer %s, activations %s, chats %s"
                .formatted(
                        new ByteSize(total()),
                        new ByteSize(weights),
                        new ByteSize(optimizer),
                        new ByteSize(activations),
                        new ByteSize(chats));
    }

    /// @param free bytes that could be taken
    /// @throws WorkbenchException with the numbers if it is more than that
    void require(long free, FineTunePlan plan) throws WorkbenchException {
        if (total() > free) {
            boolean full = plan.method() instanceof FineTunePlan.Method.Full;
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "This training needs more memory than there is",
                            plan.base().toString(),
                            text(),
                            new ByteSize(Math.max(0, free)) + " free",
                            (full ? "Train by LoRA, or make" : "Make")
                                    + " packs smaller or chats shorter (now "
                                    + plan.sizes().pack()
                                    + " and "
                                    + plan.sizes().longest()
                                    + " tokens)."));
        }
    }
}
