package org.prmscope.core;

import org.jspecify.annotations.Nullable;

/// One labelled stretch of a chain; its text is the trace's text over the span.
///
/// @param step the step it is about, from 0; null if about none
/// @param complete false when generation ended inside it
public record ChainSection(
        SectionKind kind, @Nullable Integer step, TokenSpan tokens, boolean complete) {}
