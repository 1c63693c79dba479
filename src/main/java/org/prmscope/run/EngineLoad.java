package org.prmscope.run;

/// How busy a verifier in memory is.
///
/// @param liveRows key-value rows of chains that are being written
/// @param cachedRows rows that are kept because their prefix may be wanted again
/// @param rows rows there may be in all
/// @param kvBytes bytes the rows take now
/// @param kvBudgetBytes bytes they may take together
/// @param tokensPerSecond tokens sampled a second, over all chains, lately; 0 while none is written
public record EngineLoad(
        int liveRows,
        int cachedRows,
        int rows,
        long kvBytes,
        long kvBudgetBytes,
        double tokensPerSecond) {}
