package org.prmscope.decode;

import java.util.OptionalInt;

/// When generated text counts as repeating itself.
///
/// A loop is the same span of `minPeriod` to `maxPeriod` tokens, token for token, over and over
/// without anything between, at least `minRepeats` times and over at least `minTokens` tokens.
/// Shorter periods are found as their multiples.
///
/// @param minPeriod tokens
/// @param maxPeriod tokens
/// @param minRepeats occurrences of the span, the first included
/// @param minTokens tokens of all occurrences together
public record LoopRule(int minPeriod, int maxPeriod, int minRepeats, int minTokens) {
    /// 4 to 128 tokens, at least 4 times and over at least 256 tokens.
    ///
    /// A table of different numbers never repeats token for token. What does is a matrix of zeros
    /// or a ruled table, and 256 tokens leave room for one of 11 by 11.
    public static final LoopRule DEFAULT = new LoopRule(4, 128, 4, 256);

    /// A detector keeps that many tokens; no chain is longer.
    private static final int LONGEST_PERIOD = 1 << 16;

    public LoopRule {
        if (maxPeriod > LONGEST_PERIOD) {
            throw new IllegalArgumentException(
                    "a loop of at most %d tokens, not %d".formatted(LONGEST_PERIOD, maxPeriod));
        }
        if (minPeriod < 1 || maxPeriod < minPeriod || minRepeats < 2 || minTokens < 1) {
            throw new IllegalArgumentException(
                    "not a loop rule: %d, %d, %d, %d"
                            .formatted(minPeriod, maxPeriod, minRepeats, minTokens));
        }
    }

    /// The position at which a stretch of tokens has become a loop for the first time; empty if it
    /// never does.
    public OptionalInt firstLoop(int[] ids) {
        LoopDetector detector = new LoopDetector(this);
        for (int at = 0; at < ids.length; at++) {
            if (detector.accept(ids[at])) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }
}
