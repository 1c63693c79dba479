package org.prmscope.train;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), with its moments in
/// plain sight so that a checkpoint can hold them.
public final class AdamW {
    private static final double BETA1 = 0.9;
    private static final double SHORT_MEMORY = 0.98;
    private static final double EPSILON = 1e-8;

    private final NamedTensors parameters;
    private final NamedTensors means;
    private final NamedTensors squares;
    private final double weightDecay;
    private final double clip;
    private final double beta2;

    /// @param weightDecay for matrices; vectors (norms, biases) do not decay
    /// @param clip the largest norm of the whole gradient
    public AdamW(NamedTensors parameters, double weightDecay, double clip) {
        this(parameters, weightDecay, clip, SHORT_MEMORY);
    }

    /// @param beta2 decay of the mean of squares; 0.999 is Adam's own, 0.98 forgets sooner, which
    ///   suits a training from random weights
    public AdamW(NamedTensors parameters, double weightDecay, double clip, double beta2) {
        this.beta2 = beta2;
        this.parameters = parameters;
        this.weightDecay = weightDecay;
        this.clip = clip;
        means = parameters.zeros();
        squares = parameters.zeros();
    }

    public NamedTensors means() {
        return means;
    }

    public NamedTensors squares() {
        return squares;
    }

    /// Whether every weight and every moment is a number: what a checkpoint is to hold.
    public boolean isFinite() {
        return parameters.isFinite() && means.isFinite() && squares.isFinite();
    }

    /// The norm of a whole gradient, before clipping; changes nothing.
    ///
    /// @param gradients by the parameters' names
    public double norm(NamedTensors gradients) {
        try (NoGradGuard guard = new NoGradGuard()) {
            assert guard != null;
            double sum = 0;
            for (String name : gradients.names()) {
                double norm = gradients.get(name).norm().item_double();
                sum += norm * norm;
            }
            return Math.sqrt(sum);
        }
    }

    /// Takes one step.
    ///
    /// @param gradients by the parameters' names; they are clipped in place
    /// @param norm of them, finite
    /// @param step counted from 1
    public void step(NamedTensors gradients, double norm, int step, double rate) {
        try (NoGradGuard guard = new NoGradGuard()) {
            assert guard != null;
            double scale = norm > clip ? clip / norm : 1;
            double correction2 = Math.sqrt(1 - Math.pow(beta2, step));
            double size = rate * correction2 / (1 - Math.pow(BETA1, step));
            parameters.forEach((name, parameter) -> {
                Tensor gradient = gradients.get(name);
                gradient.mul_(new Scalar(scale));
                Tensor mean = means.get(name);
                Tensor square = squares.get(name);
                mean.mul_(new Scalar(BETA1)).add_(gradient, new Scalar(1 - BETA1));
                square.mul_(new Scalar(beta2)).addcmul_(gradient, gradient, new Scalar(1 - beta2));
                if (parameter.dim() > 1) {
                    parameter.mul_(new Scalar(1 - rate * weightDecay));
                }
                Tensor root = square.sqrt().add_(new Scalar(EPSILON * correction2));
                parameter.addcdiv_(mean, root, new Scalar(-size));
            });
        }
    }
}
