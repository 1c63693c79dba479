package org.prmscope.core;

/// Which model a run used.
///
/// @param name for a person
/// @param location `builtin` or the folder it was opened from
/// @param sha256 of the graph, the weights and the tokenizer, hexadecimal
/// @param architecture as the model's own configuration says, such as `qwen2`
/// @param precision of the weights, such as `fp32` or `int4`
/// @param parameters how many weights
public record ModelIdentity(
        String name,
        String location,
        String sha256,
        String architecture,
        String precision,
        long parameters) {}
