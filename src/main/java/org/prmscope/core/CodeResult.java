package org.prmscope.core;

/// What running one code check gave.
///
/// @param stdout at most the output limit, as UTF-8 with broken sequences replaced
/// @param stderr likewise; never shown to the model
/// @param wallMs milliseconds from start to end
/// @param executor who ran it, such as `bubblewrap, Python 3.11.2`; empty if nobody did
public record CodeResult(
        CodeOutcome outcome, String stdout, String stderr, double wallMs, String executor) {
    /// What GenPRM's reference executor would feed back to the model for this result: trimmed
    /// standard output, or its fixed sentence for an exception, a time-out or a missing block
    /// (`genprm_inference.py`, class `CodeExecutor`).
    public String asReferenceOutput() {
        return switch (outcome) {
            case CodeOutcome.Completed() -> stdout.strip();
            case CodeOutcome.NotRun() -> "";
            case CodeOutcome.NoCode() -> "Code format error: No code found.";
            case CodeOutcome.Raised(String type, String message, Integer _) ->
                    "Code execute Error: " + type + ": " + message;
            case CodeOutcome.LimitHit(CodeOutcome.Limit limit) ->
                    switch (limit) {
                        case TIME, CANCELLED -> "Code execute time out: Code execution timed out";
                        case MEMORY -> "Code execute Error: MemoryError: ";
                        case OUTPUT -> stdout.strip();
                        case PROCESSES ->
                                "Code execute Error: BlockingIOError: [Errno 11] Resource"
                                        + " temporarily unavailable";
                    };
            case CodeOutcome.Unavailable(String reason) ->
                    "Code execute Error: RuntimeError: " + reason;
        };
    }
}
