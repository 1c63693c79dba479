package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.TokenSpan;

/// What one stretch of generation added to the chain.
///
/// @param tokens the positions added, a kept stop string included, an end token not
/// @param stop the stop string that ended it, or null
/// @param trimmed text that the last sampled token had after the stop string and that was cut from
///   the chain; empty if none
public record Generation(
        TokenSpan tokens, FinishReason reason, @Nullable String stop, String trimmed) {}
