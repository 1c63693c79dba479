package org.prmscope.run;

/// Names a chain in its run.
///
/// @param chain which chain of the solution, from 0
public record ChainKey(String solutionId, int chain) {}
