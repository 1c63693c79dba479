package org.prmscope.train;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// Tensors by name, in a fixed order.
public final class NamedTensors {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    public void put(String name, Tensor tensor) {
        tensors.put(name, tensor);
    }

    /// A tensor.
    ///
    /// @throws IllegalStateException if there is none of that name
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no tensor " + name);
        }
        return tensor;
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    public void forEach(BiConsumer<String, Tensor> action) {
        tensors.forEach(action);
    }

    /// Zeros of the same names and shapes.
    public NamedTensors zeros() {
        NamedTensors zeros = new NamedTensors();
        tensors.forEach((name, tensor) -> zeros.put(name, zeros_like(tensor)));
        return zeros;
    }

    /// Whether every value is a finite number. Takes no memory of the tensors' size.
    public boolean isFinite() {
        try (NoGradGuard guard = new NoGradGuard()) {
            assert guard != null;
            for (Tensor tensor : tensors.values()) {
                // NaN goes through both.
                if (tensor.numel() > 0
                        && !(Double.isFinite(tensor.min().item_double())
                                && Double.isFinite(tensor.max().item_double()))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Sets every value to 0.
    public void clear() {
        tensors.values().forEach(Tensor::zero_);
    }
}
