package org.prmscope.ui.session;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Work that goes on and that closing would end.
///
/// @param work what goes on, the title of a question
/// @param consequence what closing would do to it, in sentences
public record Unfinished(String work, String consequence) {
    /// Several as one question: the title of the first, the consequences of all.
    public static Optional<Unfinished> all(List<Unfinished> each) {
        return each.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Unfinished(
                                each.getFirst().work,
                                each.stream()
                                        .map(Unfinished::consequence)
                                        .collect(Collectors.joining(" "))));
    }
}
