package org.prmscope.model;

import org.prmscope.core.DecoderShape;

import java.util.List;

/// What a checked graph says of the decoder it is.
///
/// @param shape sizes, those the graph fixes from it
/// @param takesPositions whether it has the input `position_ids`
/// @param usesCacheBranch whether it has the input `use_cache_branch`
/// @param lastLogitsOnly whether it gives logits of the last position alone
/// @param logitsType type code of the logits
/// @param opset the ONNX operator set
record CheckedGraph(
        AttentionKind attention,
        DecoderShape shape,
        DecoderNames names,
        boolean takesPositions,
        boolean usesCacheBranch,
        boolean lastLogitsOnly,
        int logitsType,
        long opset) {
    static final String CACHE_BRANCH = "use_cache_branch";

    /// How many of the last positions get logits; 0 for all.
    static final String LOGITS_TO_KEEP = "num_logits_to_keep";

    /// The outputs that hold the cache after a step.
    List<String> presents() {
        return names.presents(shape.layers());
    }
}
