package org.prmscope.decode.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The inputs or the outputs of a session as the C interface takes them: an array of names and one
/// of values, made once and filled for every run.
final class ForeignBindings {
    private final List<String> names;
    private final List<MemorySegment> texts = new ArrayList<>();
    private final MemorySegment nameArray;
    private final MemorySegment valueArray;
    private final List<ForeignTensor> bound = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();

    /// @param arena that the arrays live in
    /// @param names in the session's order
    ForeignBindings(Arena arena, Set<String> names) {
        this.names = List.copyOf(names);
        for (String name : this.names) {
            texts.add(arena.allocateFrom(name));
        }
        nameArray = arena.allocate(ADDRESS, Math.max(1, names.size()));
        valueArray = arena.allocate(ADDRESS, Math.max(1, names.size()));
    }

    /// Fills the arrays.
    ///
    /// @throws IllegalArgumentException if a name is none of the session's
    void bind(Map<String, GraphSession.Tensor> tensors) {
        bound.clear();
        indexes.clear();
        for (int i = 0; i < names.size(); i++) {
            GraphSession.Tensor tensor = tensors.get(names.get(i));
            if (tensor != null) {
                ForeignTensor foreign = (ForeignTensor) tensor;
                nameArray.setAtIndex(ADDRESS, bound.size(), texts.get(i));
                valueArray.setAtIndex(ADDRESS, bound.size(), foreign.value());
                bound.add(foreign);
                indexes.add(i);
            }
        }
        if (bound.size() != tensors.size()) {
            throw new IllegalArgumentException("names of other tensors in " + tensors.keySet());
        }
    }

    /// Takes another tensor in the place of one that was bound.
    void replace(int index, ForeignTensor tensor) {
        valueArray.setAtIndex(ADDRESS, index, tensor.value());
    }

    int count() {
        return bound.size();
    }

    ForeignTensor tensor(int index) {
        return bound.get(index);
    }

    /// Adds what makes a recorded run usable again: which tensors, of which shapes, and where those
    /// of the device are.
    void describe(List<Long> key) {
        key.add((long) bound.size());
        for (int i = 0; i < bound.size(); i++) {
            ForeignTensor tensor = bound.get(i);
            key.add((long) indexes.get(i));
            key.add(tensor.host() ? 0 : tensor.memory().address());
            for (int axis = 0; axis < tensor.rank(); axis++) {
                key.add(tensor.dimension(axis));
            }
        }
    }

    MemorySegment nameArray() {
        return nameArray;
    }

    MemorySegment valueArray() {
        return valueArray;
    }
}
