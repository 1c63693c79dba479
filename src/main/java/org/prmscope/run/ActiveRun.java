package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.Solution;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// One run going on: verifies its solutions one after another on the thread that calls [#run],
/// commits each chain as it finishes, and can be looked at from any thread.
final class ActiveRun implements RunHandle {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);

    private final RunRequest request;
    private final ChainVerifier verifier;
    private final RunJournal journal;
    private final LongSupplier nanoTime;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch over = new CountDownLatch(1);
    private final long startedAt;

    // All below are guarded by this.
    private RunState state = RunState.LOADING_MODEL;
    private long runId;
    private final Map<String, SolutionResult> finished = new HashMap<>();
    private @Nullable String current;
    private @Nullable Supplier<VerificationChain> live;
    private TokenUsage usage = TokenUsage.NONE;
    private double verifyingMs;
    private double chainStartMs;
    private double endedMs;
    private WorkbenchException.@Nullable Report failure;

    /// Opens the verifier, loading it if need be.
    interface VerifierLoader {
        OpenVerifier open(Cancellation cancellation) throws WorkbenchException;
    }

    /// Describes what the run runs on, once the verifier is loaded.
    interface EnvironmentOf {
        org.prmscope.core.RunEnvironment of(LoadedVerifier verifier);
    }

    ActiveRun(
            RunRequest request, ChainVerifier verifier, RunJournal journal, LongSupplier nanoTime) {
        this.request = request;
        this.verifier = verifier;
        this.journal = journal;
        this.nanoTime = nanoTime;
        startedAt = nanoTime.getAsLong();
    }

    /// Does all the work; returns when the run is over, however it ends.
    void run(VerifierLoader loader, EnvironmentOf environment) {
        RunState end;
        try {
            end = verifyAll(loader, environment);
        } catch (CancelledException e) {
            end = RunState.CANCELLED;
        } catch (WorkbenchException e) {
            // Loading that was cancelled ends in an exception of its own.
            end = cancellation.isCancelled() ? RunState.CANCELLED : failed(e.report());
            LOG.warn("run ended as {}", end, e);
        } catch (RuntimeException | Error e) {
            LOG.error("run broke", e);
            end = failed(brokenBy(e));
        }
        end = closeJournal(end);
        VerificationChain last = liveChain();
        synchronized (this) {
            state = end;
            if (last != null) {
                // Tokens of a chain that was cancelled were computed all the same.
                usage = usage.plus(last.usage());
                verifyingMs += Math.max(0, elapsed() - chainStartMs);
            }
            current = null;
            live = null;
            endedMs = elapsed();
        }
        over.countDown();
    }

    private RunState verifyAll(VerifierLoader loader, EnvironmentOf environment)
            throws WorkbenchException, CancelledException {
        OpenVerifier open = loader.open(cancellation);
        if (cancellation.isCancelled()) {
            return RunState.CANCELLED;
        }
        long id = journal.begin(request, open.facts().identity(), environment.of(open.facts()));
        synchronized (this) {
            runId = id;
            if (state == RunState.LOADING_MODEL) {
                state = RunState.RUNNING;
            }
        }
        for (Solution solution : request.solutions()) {
            if (cancellation.isCancelled()) {
                return RunState.CANCELLED;
            }
            synchronized (this) {
                current = solution.id();
                chainStartMs = elapsed();
            }
            VerificationChain chain = verifyOne(solution, open);
            journal.append(id, chain);
            synchronized (this) {
                finished.put(
                        solution.id(),
                        SolutionResult.of(id, request.configuration().protocol(), chain));
                usage = usage.plus(chain.usage());
                verifyingMs += elapsed() - chainStartMs;
                current = null;
                live = null;
            }
        }
        return RunState.FINISHED;
    }

    /// A solution whose chain cannot be made is a failed chain, not a failed run: the next may
    /// work.
    private VerificationChain verifyOne(Solution solution, OpenVerifier open)
            throws CancelledException {
        int index = 0;
        try {
            return verifier.verify(
                    new ChainVerifier.Task(
                            solution, index, request.configuration(), this::followLive),
                    open,
                    cancellation);
        } catch (WorkbenchException e) {
            LOG.warn("chain of {} failed", solution.id(), e);
            return failedChain(solution, index, e.report());
        } catch (RuntimeException e) {
            LOG.error("chain of {} broke", solution.id(), e);
            return failedChain(solution, index, brokenBy(e));
        }
    }

    private VerificationChain failedChain(
            Solution solution, int index, WorkbenchException.Report report) {
        List<StepVerdict> verdicts =
                java.util.stream.IntStream.range(0, solution.steps().size())
                        .mapToObj(StepVerdict::notReached)
                        .toList();
        return new VerificationChain(
                solution.id(),
                index,
                request.configuration().chainSeed(solution.id(), index),
                TokenTrace.EMPTY,
                List.of(),
                List.of(),
                verdicts,
                null,
                List.of(new ChainEvent(ChainEvent.Kind.FAILED, null, report.text())),
                ChainEnd.FAILED,
                TokenUsage.NONE,
                0);
    }

    private RunState closeJournal(RunState end) {
        long id;
        synchronized (this) {
            id = runId;
        }
        if (id == 0) {
            return end;
        }
        try {
            journal.finish(id, end);
            return end;
        } catch (WorkbenchException e) {
            LOG.warn("the end of run {} was not recorded", id, e);
            return failed(e.report());
        }
    }

    private synchronized RunState failed(WorkbenchException.Report report) {
        if (failure == null) {
            failure = report;
        }
        return RunState.FAILED;
    }

    private static WorkbenchException.Report brokenBy(Throwable bug) {
        return new WorkbenchException.Report(
                "The work broke on an error in the program",
                "",
                "",
                bug.getClass().getSimpleName() + ": " + bug.getMessage(),
                "Finished chains are kept. Please report it with the log file.");
    }

    private @Nullable VerificationChain liveChain() {
        Supplier<VerificationChain> reader;
        synchronized (this) {
            reader = live;
        }
        return reader == null ? null : reader.get();
    }

    private synchronized void followLive(Supplier<VerificationChain> snapshot) {
        live = snapshot;
    }

    private double elapsed() {
        return (nanoTime.getAsLong() - startedAt) / 1e6;
    }

    @Override
    public RunSnapshot snapshot() {
        Supplier<VerificationChain> reader;
        synchronized (this) {
            reader = live;
        }
        // Outside the lock: the reader copies the chain and may wait for the model's thread.
        VerificationChain chain = reader == null ? null : reader.get();
        synchronized (this) {
            if (chain != null && !chain.solutionId().equals(current)) {
                // It was committed, or the next one begun, while it was read.
                chain = null;
            }
            boolean isOver = state.isOver();
            double elapsedMs = isOver ? endedMs : elapsed();
            TokenUsage all = chain == null || isOver ? usage : usage.plus(chain.usage());
            double generatingMs =
                    verifyingMs + (current == null ? 0 : Math.max(0, elapsed() - chainStartMs));
            int left = request.solutions().size() - finished.size();
            return new RunSnapshot(
                    runId,
                    state,
                    request.solutions().size(),
                    finished,
                    current,
                    current == null ? null : chain,
                    all,
                    generatingMs > 0 ? all.generated() / generatingMs * 1000 : 0,
                    elapsedMs,
                    finished.isEmpty() || isOver ? null : verifyingMs / finished.size() * left,
                    failure);
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (!state.isOver()) {
                state = RunState.CANCELLING;
            }
        }
        cancellation.cancel();
    }

    @Override
    public RunSnapshot await() throws InterruptedException {
        over.await();
        return snapshot();
    }
}
