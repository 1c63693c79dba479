package org.prmscope.model;

import java.util.List;

/// The token ids that a model folder names as having a meaning of their own.
///
/// @param begin the id a text begins with
/// @param end the ids that end a generation; not empty
/// @param pad the id that fills up short rows of a batch
public record ControlIds(int begin, List<Integer> end, int pad) {
    public ControlIds {
        end = List.copyOf(end);
        if (end.isEmpty()) {
            throw new IllegalArgumentException("a model needs an id that ends a generation");
        }
    }
}
