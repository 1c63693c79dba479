package org.prmscope.sandbox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeOutcome.Limit;
import org.prmscope.core.CodeResult;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// One chain's namespace in a [WorkerProcess]; a worker that was killed, that died or that lied is
/// replaced by a fresh one at the next check.
final class InterpreterSession implements CodeSession {
    private static final int MAX_CODE_CHARS = 4 << 20;

    private final WorkerSource source;
    private final CodeLimits limits;
    private final String executor;
    private final LongSupplier nanoTime;
    private final RandomGenerator nonces;
    private @Nullable WorkerProcess worker;
    private String note = "";
    private int check;
    private boolean closed;

    InterpreterSession(
            WorkerSource source,
            WorkerProcess worker,
            CodeLimits limits,
            String executor,
            LongSupplier nanoTime,
            RandomGenerator nonces) {
        this.source = source;
        this.worker = worker;
        this.limits = limits;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.nonces = nonces;
    }

    @Override
    public CodeResult run(String code, Cancellation cancellation) {
        if (closed) {
            throw new IllegalStateException("a closed session");
        }
        check++;
        if (cancellation.isCancelled()) {
            return result(new CodeOutcome.LimitHit(Limit.CANCELLED), "", "", 0);
        }
        if (code.length() > MAX_CODE_CHARS) {
            String reason = "code of " + code.length() + " characters; at most " + MAX_CODE_CHARS;
            return result(new CodeOutcome.Unavailable(reason), "", "", 0);
        }
        try {
            return run(readyWorker(), code, cancellation);
        } catch (SandboxException e) {
            String reason = e.report().text();
            return result(new CodeOutcome.Unavailable(reason), "", "", 0);
        }
    }

    @Override
    public void close() {
        closed = true;
        discard();
    }

    private WorkerProcess readyWorker() throws SandboxException {
        WorkerProcess ready = worker;
        if (ready != null && !ready.isQuiet()) {
            // Left-over threads or children of an earlier check ended it or wrote to its pipe.
            discard();
            ready = null;
            note = "[sandbox] the interpreter broke off after the last check; its names are gone\n";
        }
        if (ready == null) {
            ready = source.take(limits);
            worker = ready;
        }
        return ready;
    }

    private CodeResult run(WorkerProcess ready, String code, Cancellation cancellation) {
        UUID nonce = new UUID(nonces.nextLong(), nonces.nextLong());
        var request = new WorkerRequest(nonce, check, limits.wallMs(), limits.outputBytes(), code);
        long start = nanoTime.getAsLong();
        WorkerProcess.Answer answer;
        try (var _ = cancellation.onCancel(() -> ready.stop(Limit.CANCELLED))) {
            answer = ready.ask(request, allowance());
        }
        double wallMs = (nanoTime.getAsLong() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
        return switch (answer) {
            case WorkerProcess.Answer.Replied(WorkerReply reply, String printed) ->
                    replied(reply, printed, wallMs);
            case WorkerProcess.Answer.Stopped(Limit limit, String printed) ->
                    lost(new CodeOutcome.LimitHit(limit), "", printed, wallMs);
            case WorkerProcess.Answer.Ended(int status, String printed) ->
                    lost(ended(status), "", printed, wallMs);
            case WorkerProcess.Answer.Garbled(String printed) ->
                    lost(
                            new CodeOutcome.Unavailable(
                                    "the code wrote into the sandbox's own channel"),
                            "",
                            printed,
                            wallMs);
        };
    }

    private CodeResult replied(WorkerReply reply, String printed, double wallMs) {
        String stdout = bounded(reply.stdout());
        String stderr = bounded(reply.stderr()) + printed;
        boolean cut = reply.stdoutCut() || reply.stderrCut();
        return switch (reply.kind()) {
            case COMPLETED ->
                    cut
                            ? result(
                                    new CodeOutcome.LimitHit(Limit.OUTPUT),
                                    stdout,
                                    stderr + cutNote(reply),
                                    wallMs)
                            : result(new CodeOutcome.Completed(), stdout, stderr, wallMs);
            case RAISED -> {
                CodeOutcome outcome = raised(reply);
                String shown = cut ? stderr + cutNote(reply) : stderr;
                yield outcome instanceof CodeOutcome.Raised
                        ? result(outcome, stdout, shown, wallMs)
                        : lost(outcome, stdout, shown, wallMs);
            }
            case FLOOD -> lost(new CodeOutcome.LimitHit(Limit.OUTPUT), stdout, stderr, wallMs);
            case TIMEOUT -> lost(new CodeOutcome.LimitHit(Limit.TIME), stdout, stderr, wallMs);
            case EXIT -> lost(exited(bounded(reply.message())), stdout, stderr, wallMs);
            case HELLO ->
                    lost(
                            new CodeOutcome.Unavailable("the code forged the sandbox's greeting"),
                            "",
                            printed,
                            wallMs);
        };
    }

    /// Exceptions that stand for a limit become that limit.
    private static CodeOutcome raised(WorkerReply reply) {
        String type = reply.type();
        String message = reply.message();
        if (type.equals("MemoryError")) {
            return new CodeOutcome.LimitHit(Limit.MEMORY);
        }
        boolean noProcess = type.equals("BlockingIOError") && message.startsWith("[Errno 11]");
        boolean noThread = type.equals("RuntimeError") && message.equals("can't start new thread");
        if (noProcess || noThread) {
            return new CodeOutcome.LimitHit(Limit.PROCESSES);
        }
        return new CodeOutcome.Raised(type, message, reply.line() == 0 ? null : reply.line());
    }

    private CodeOutcome ended(int status) {
        Limit limit = source.limitBehind(status);
        return limit == null ? exited("exit status " + status) : new CodeOutcome.LimitHit(limit);
    }

    private static CodeOutcome exited(String how) {
        String message = "the code ended the Python interpreter (" + how + ")";
        return new CodeOutcome.Raised("InterpreterExit", message, null);
    }

    /// The check's limits, with time for a worker that stops its code itself to say so.
    private CodeLimits allowance() {
        return new CodeLimits(
                limits.wallMs() + source.graceMs(),
                limits.memoryBytes(),
                limits.outputBytes(),
                limits.processes());
    }

    private CodeResult lost(CodeOutcome outcome, String stdout, String stderr, double wallMs) {
        discard();
        String ending = stderr.isEmpty() || stderr.endsWith("\n") ? "" : "\n";
        String why =
                outcome instanceof CodeOutcome.LimitHit(Limit limit)
                        ? "stopped at the limit " + limit
                        : "the interpreter is gone";
        String lostNote = "[sandbox] " + why + "; the next check starts with no names defined\n";
        return result(outcome, stdout, stderr + ending + lostNote, wallMs);
    }

    private CodeResult result(CodeOutcome outcome, String stdout, String stderr, double wallMs) {
        String shown = note + stderr;
        note = "";
        return new CodeResult(outcome, stdout, shown, wallMs, executor);
    }

    private void discard() {
        WorkerProcess old = worker;
        worker = null;
        if (old != null) {
            source.giveBack(old, limits);
        }
    }

    private String cutNote(WorkerReply reply) {
        String which = reply.stdoutCut() ? "output" : "error output";
        return "\n[sandbox] " + which + " cut at " + limits.outputBytes() + " bytes\n";
    }

    /// A forged reply could carry more of one stream than the limit, though not more in all.
    private String bounded(String text) {
        return text.length() <= limits.outputBytes()
                ? text
                : text.substring(0, limits.outputBytes());
    }
}
