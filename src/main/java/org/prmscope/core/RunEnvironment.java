package org.prmscope.core;

/// What a run ran on; stored with it, since results can differ between machines.
///
/// @param device such as `CPU`
/// @param threads threads of the model session
/// @param codeExecutor such as `bubblewrap, Python 3.11.2`
public record RunEnvironment(
        String prmscopeVersion,
        String onnxRuntimeVersion,
        String javaVersion,
        String operatingSystem,
        String device,
        int threads,
        String codeExecutor) {}
