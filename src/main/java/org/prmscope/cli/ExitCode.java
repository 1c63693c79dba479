package org.prmscope.cli;

/// What the program tells the shell.
enum ExitCode {
    OK(0),
    /// The work is done, but rows were rejected, chains failed or a check found something.
    FINDINGS(1),
    /// The command was not understood.
    USAGE(2),
    /// A file, a model, the workspace or the machine is not as needed.
    ENVIRONMENT(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
