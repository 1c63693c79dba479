package org.prmscope.model;

import org.prmscope.core.DecoderShape;

/// What a folder's `genai_config.json` says of its model.
///
/// @param architecture `model.type`, such as `qwen2`
/// @param graph path of the graph, as written in the file: not checked yet
record GenAiConfig(
        String architecture,
        String graph,
        DecoderShape shape,
        ControlIds ids,
        DecoderNames names) {}
