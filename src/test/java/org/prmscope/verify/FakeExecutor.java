package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.WorkbenchException;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.sandbox.CodeSession;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An executor for tests: a function from code to result, and a record of its sessions.
final class FakeExecutor implements CodeExecutor {
    private final Function<String, CodeResult> python;
    private final List<Session> sessions = new ArrayList<>();
    private @Nullable WorkbenchException failure;

    FakeExecutor(Function<String, CodeResult> python) {
        this.python = python;
    }

    /// Every block prints the same.
    static FakeExecutor printing(String stdout) {
        return new FakeExecutor(_ -> completed(stdout));
    }

    static CodeResult completed(String stdout) {
        return new CodeResult(new CodeOutcome.Completed(), stdout, "", 1, "fake");
    }

    static CodeResult ended(CodeOutcome outcome) {
        return new CodeResult(outcome, "", "", 1, "fake");
    }

    FakeExecutor failingToOpen(WorkbenchException newFailure) {
        failure = newFailure;
        return this;
    }

    List<Session> sessions() {
        return sessions;
    }

    @Override
    public String description() {
        return "fake";
    }

    @Override
    public CodeSession open(CodeLimits limits) throws WorkbenchException {
        if (failure != null) {
            throw failure;
        }
        Session session = new Session();
        sessions.add(session);
        return session;
    }

    /// What one namespace was asked to run.
    final class Session implements CodeSession {
        private final List<String> blocks = new ArrayList<>();
        private boolean closed;

        List<String> blocks() {
            return blocks;
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public CodeResult run(String code, Cancellation cancellation) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            blocks.add(code);
            return python.apply(code);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
