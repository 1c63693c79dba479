package org.prmscope.run;

import org.prmscope.bestofn.AnswerGrader;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.synthesis.rollout.AnswerCheck;
import org.prmscope.synthesis.rollout.Policy;
import org.prmscope.synthesis.rollout.RolloutSampler;
import org.prmscope.synthesis.rollout.RolloutScores;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/// Scores steps by rollouts, one request at a time; closing cancels what goes on and waits for its
/// end, since it uses the model and the workspace from threads of its own. Thread-safe.
final class RolloutDesk implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RolloutDesk.class.getName());

    /// What goes on ends with the model's run and the code that is being executed.
    private static final long CLOSE_SECONDS = 30;

    private final CodeExecutor codeExecutor;
    private final LongSupplier nanoTime;
    private final Cancellation closing = new Cancellation();

    // Guarded by this.
    private boolean working;
    private boolean closed;

    /// Opens the policy model.
    interface PolicyLoader {
        OpenVerifier open(Cancellation cancellation) throws WorkbenchException;
    }

    /// @param nanoTime a clock in nanoseconds, such as `System::nanoTime`
    RolloutDesk(CodeExecutor codeExecutor, LongSupplier nanoTime) {
        this.codeExecutor = codeExecutor;
        this.nanoTime = nanoTime;
    }

    synchronized boolean isWorking() {
        return working;
    }

    /// Takes the desk; to be left with [#leave()].
    ///
    /// @throws CancellationException if the desk is closed
    synchronized void take() throws WorkbenchException {
        if (closed) {
            throw new CancellationException("the program is being closed");
        }
        if (working) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "Steps are being scored", "", "", "", "Wait for the end."));
        }
        working = true;
    }

    synchronized void leave() {
        working = false;
        notifyAll();
    }

    /// Scores solution after solution.
    ///
    /// @param each told each solution's scores as they are there
    /// @throws CancellationException if cancelled; the scores that `each` was told are good
    void score(
            RolloutRequest request,
            PolicyLoader loader,
            BiConsumer<Solution, RolloutScores> each,
            Cancellation cancellation)
            throws WorkbenchException {
        Cancellation either = new Cancellation();
        try (Cancellation.Registration _ = cancellation.onCancel(either::cancel);
                Cancellation.Registration _ = closing.onCancel(either::cancel);
                SandboxAlgebra algebra = new SandboxAlgebra(codeExecutor, either)) {
            OpenVerifier open = loader.open(either);
            Policy policy =
                    new Policy(
                            open::newChain,
                            open.tokenizer(),
                            open.template(),
                            Math.max(1, open.rows()),
                            open.facts().identity().name());
            AnswerGrader grader = new AnswerGrader(algebra);
            RolloutSampler sampler =
                    new RolloutSampler(
                            policy,
                            request.plan(),
                            (answer, right) ->
                                    switch (grader.compare(answer, right).kind()) {
                                        case SAME -> AnswerCheck.Grade.RIGHT;
                                        case DIFFERENT -> AnswerCheck.Grade.WRONG;
                                        case UNDECIDED -> AnswerCheck.Grade.UNDECIDED;
                                    });
            for (RolloutRequest.Item item : request.solutions()) {
                if (either.isCancelled()) {
                    throw new CancellationException("scoring was cancelled");
                }
                each.accept(item.solution(), sampler.score(item.solution(), item.answer(), either));
            }
        }
    }

    /// Ends the scoring that goes on, and waits until its thread has left.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        closing.cancel();
        long until = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        synchronized (this) {
            try {
                while (working) {
                    long ms = TimeUnit.NANOSECONDS.toMillis(until - nanoTime.getAsLong());
                    if (ms <= 0) {
                        LOG.warning("steps are still being scored; closing without waiting longer");
                        return;
                    }
                    wait(ms);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
