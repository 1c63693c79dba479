package org.prmscope.model;

/// How a decoder graph is to be fed, as the graph itself says.
///
/// @param positionIds whether it has an input for positions
/// @param cacheBranch whether it has the input `use_cache_branch` (bool `[1]`): false for a first
///   prompt without a cache, true afterwards
/// @param patched whether it already gives what [PatchedGraph] adds
public record DecoderInputs(
        AttentionKind attention, boolean positionIds, boolean cacheBranch, boolean patched) {}
