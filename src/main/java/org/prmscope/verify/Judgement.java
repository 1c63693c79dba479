package org.prmscope.verify;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What one `<output>` says, before anybody makes a verdict of it.
public sealed interface Judgement {
    /// A label in a box, and no other box contradicts it.
    ///
    /// @param box the last such box: verdict and confidence are both read from it
    record Boxed(boolean positive, VerdictBox box) implements Judgement {}

    /// Boxes with both labels.
    record Contradictory(String detail) implements Judgement {}

    /// No box with a known label.
    record Missing(String detail) implements Judgement {}

    /// Reads the boxes of one judgement.
    ///
    /// @param boxes all boxes in it, in order
    static Judgement of(List<VerdictBox> boxes, BoxLabels labels) {
        List<VerdictBox> known = boxes.stream().filter(box -> box.positive() != null).toList();
        if (known.isEmpty()) {
            return new Missing(
                    boxes.isEmpty()
                            ? "there is no box in it"
                            : "its box says \"%s\", not %s or %s"
                                    .formatted(
                                            boxes.getLast().label(),
                                            labels.positive(),
                                            labels.negative()));
        }
        VerdictBox last = known.getLast();
        Optional<VerdictBox> other =
                known.stream()
                        .filter(box -> !Objects.equals(box.positive(), last.positive()))
                        .findFirst();
        if (other.isPresent()) {
            return new Contradictory(
                    "one box says \"%s\" and another \"%s\""
                            .formatted(other.get().label(), last.label()));
        }
        return new Boxed(Boolean.TRUE.equals(last.positive()), last);
    }
}
