package org.prmscope.core;

/// What a run ran on; stored with it, since results can differ between machines.
///
/// @param computation what computed the tokens, and how
/// @param codeExecutor such as `bubblewrap, Python 3.11.2`
public record RunEnvironment(
        String prmscopeVersion,
        String onnxRuntimeVersion,
        String javaVersion,
        String operatingSystem,
        Computation computation,
        String codeExecutor) {}
