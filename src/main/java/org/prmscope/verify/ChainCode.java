package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.sandbox.CodeSession;

import java.util.Optional;

/// The Python namespace of one chain: opened at its first code block, closed with the chain, shared
/// with no other chain.
final class ChainCode implements AutoCloseable {
    private final VerificationContext context;
    private @Nullable CodeSession session;

    ChainCode(VerificationContext context) {
        this.context = context;
    }

    /// Runs a block; without one the result says so.
    CodeResult run(Optional<String> code, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        if (code.isEmpty()) {
            return new CodeResult(new CodeOutcome.NoCode(), "", "", 0, "");
        }
        CodeSession open = session;
        if (open == null) {
            open = context.codeExecutor().open(context.configuration().codeLimits());
            session = open;
        }
        CodeResult result = open.run(code.get(), cancellation);
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
        return result;
    }

    /// The event that a result is worth.
    static ChainEvent event(int step, int round, CodeResult result) {
        String check = "Code check %d of step %d ".formatted(round, step + 1);
        return switch (result.outcome()) {
            case CodeOutcome.Completed() ->
                    new ChainEvent(ChainEvent.Kind.CODE_RAN, step, check + "ran.");
            case CodeOutcome.Raised(String type, String message, Integer line) ->
                    failed(
                            step,
                            check
                                    + "raised %s%s: %s"
                                            .formatted(
                                                    type,
                                                    line == null ? "" : " in line " + line,
                                                    message));
            case CodeOutcome.LimitHit(CodeOutcome.Limit limit) ->
                    failed(step, check + "was stopped at its limit of " + named(limit) + ".");
            case CodeOutcome.NoCode() -> failed(step, check + "has no closed Python block to run.");
            case CodeOutcome.NotRun() -> failed(step, check + "was not run.");
            case CodeOutcome.Unavailable(String reason) ->
                    failed(step, check + "could not be run: " + reason);
        };
    }

    private static ChainEvent failed(int step, String detail) {
        return new ChainEvent(ChainEvent.Kind.CODE_FAILED, step, detail);
    }

    private static String named(CodeOutcome.Limit limit) {
        return switch (limit) {
            case TIME -> "time";
            case MEMORY -> "memory";
            case OUTPUT -> "output";
            case PROCESSES -> "processes";
            case CANCELLED -> "patience: it was cancelled";
        };
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}
