package org.prmscope.core;

/// Token counts of one chain.
///
/// @param prefilled tokens the model computed without sampling: prompt and injected ones, each time
///   they were computed
/// @param generated tokens sampled
/// @param injected tokens appended after generation began (part of `prefilled`)
public record TokenUsage(int prefilled, int generated, int injected) {
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0);

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                prefilled + other.prefilled,
                generated + other.generated,
                injected + other.injected);
    }
}
