package org.prmscope.ui.fx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Text in stretches, each with the style classes it is shown in.
///
/// @param spans in order; together they are the text
public record MarkedText(List<Span> spans) {
    public static final MarkedText EMPTY = new MarkedText(List.of());

    public MarkedText {
        spans = List.copyOf(spans);
    }

    /// One stretch.
    public record Span(String text, List<String> styles) {
        public Span {
            styles = List.copyOf(styles);
        }
    }

    /// The text without its styles.
    public String text() {
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(span.text()));
        return text.toString();
    }

    /// Grows a text.
    public static final class Builder {
        private final List<Span> spans = new ArrayList<>();

        /// Adds a stretch.
        ///
        /// @param styles class names, separated by blanks; empty for none
        public Builder add(String text, String styles) {
            if (!text.isEmpty()) {
                spans.add(
                        new Span(
                                text,
                                styles.isEmpty()
                                        ? List.of()
                                        : Arrays.asList(styles.split(" ", -1))));
            }
            return this;
        }

        public MarkedText build() {
            return new MarkedText(spans);
        }
    }
}
