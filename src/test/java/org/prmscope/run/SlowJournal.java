package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.List;

/// A journal that takes a while over each chain, so that two callers at a time would meet in it.
final class SlowJournal implements RunJournal {
    private static final int WRITE_MS = 2;

    private final List<String> appended = new ArrayList<>();
    private int failAt = Integer.MAX_VALUE;
    private int inside;
    private int most;
    private @Nullable RunState end;

    @Override
    public long begin(RunRequest request, ModelIdentity model, RunEnvironment environment) {
        return 7;
    }

    @Override
    public List<ChainResult> resume(long runId, ModelIdentity model) {
        return List.of();
    }

    @Override
    public void append(long runId, VerificationChain chain) throws WorkbenchException {
        synchronized (this) {
            inside++;
            most = Math.max(most, inside);
        }
        try {
            Thread.sleep(WRITE_MS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a chain", e);
        }
        synchronized (this) {
            inside--;
            if (appended.size() >= failAt) {
                throw new WorkbenchException(
                        new WorkbenchException.Report("the disk is full", "", "", "", ""));
            }
            appended.add(chain.solutionId());
            notifyAll();
        }
    }

    @Override
    public synchronized void finish(long runId, RunState state) {
        end = state;
    }

    /// Appending fails from this many chains on.
    synchronized void failAt(int chains) {
        failAt = chains;
    }

    synchronized void awaitAppended(int count) throws InterruptedException {
        while (appended.size() < count) {
            wait();
        }
    }

    synchronized List<String> appended() {
        return List.copyOf(appended);
    }

    synchronized int mostAtATime() {
        return most;
    }

    synchronized @Nullable RunState end() {
        return end;
    }
}
