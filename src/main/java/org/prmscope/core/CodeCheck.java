package org.prmscope.core;

/// One code block the verifier wrote, and what became of it.
///
/// @param step the step it checks, from 0
/// @param round which attempt of the step, from 1
/// @param fedBack the text that was appended to the chain, empty if none
public record CodeCheck(int step, int round, String code, CodeResult result, String fedBack) {}
