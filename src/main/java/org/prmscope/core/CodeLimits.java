package org.prmscope.core;

/// What one code check may use.
///
/// @param wallMs milliseconds a check may take
/// @param memoryBytes address space of the interpreter
/// @param outputBytes bytes of standard output and of standard error kept
/// @param processes processes and threads in the sandbox
public record CodeLimits(int wallMs, long memoryBytes, int outputBytes, int processes) {
    /// 5 s, 512 MiB, 64 KiB, 32 processes.
    public static final CodeLimits DEFAULT = new CodeLimits(5_000, 512L << 20, 64 << 10, 32);
}
