package org.prmscope.run;

/// What the program runs on, as far as records need it.
///
/// @param version of PRMScope
/// @param onnxRuntime version of the inference library
/// @param java version of the Java runtime
/// @param operatingSystem name, version and architecture
public record HostFacts(String version, String onnxRuntime, String java, String operatingSystem) {}
