package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.SectionKind;

/// One labelled stretch of a chain's text, by character offsets.
///
/// @param step the step it is about, from 0; null if the text does not say
/// @param start offset of its first character
/// @param end offset after its last character
/// @param complete whether its end is marked, false where the text breaks off or a mark is missing
public record TranscriptSection(
        SectionKind kind, @Nullable Integer step, int start, int end, boolean complete) {
    /// Its characters in the text that was parsed.
    public String in(String text) {
        return text.substring(start, end);
    }
}
