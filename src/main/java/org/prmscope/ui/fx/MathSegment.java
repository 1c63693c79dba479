package org.prmscope.ui.fx;

/// One run of a text that mixes prose and LaTeX, in reading order.
public sealed interface MathSegment {
    /// The characters of the source this segment was read from; the sources of all segments joined
    /// are the whole text.
    String source();

    /// Prose.
    record Prose(String text, String source) implements MathSegment {}

    /// Emphasised prose, from `**text**`.
    record Bold(String text, String source) implements MathSegment {}

    /// Inline code, from `` `text` ``.
    record Code(String text, String source) implements MathSegment {}

    /// LaTeX without its delimiters.
    ///
    /// @param display true for a formula of its own line
    record Maths(String latex, boolean display, String source) implements MathSegment {}
}
