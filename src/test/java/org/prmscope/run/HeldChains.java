package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Chains that go on only when a test says so, each on the thread of its run.
final class HeldChains implements ChainVerifier {
    private final Map<String, Held> working = new LinkedHashMap<>();
    private final List<String> begun = new ArrayList<>();
    private final Map<String, Throwable> outcomes = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private final Set<String> deaf = new HashSet<>();
    private int most;
    private int copies;

    private final class Held implements LiveChain {
        private final Task task;
        private int generated;

        Held(Task task) {
            this.task = task;
        }

        @Override
        public VerificationChain chain() {
            synchronized (HeldChains.this) {
                copies++;
                return made(ChainEnd.CANCELLED);
            }
        }

        @Override
        public TokenUsage usage() {
            synchronized (HeldChains.this) {
                return new TokenUsage(0, generated, 0);
            }
        }

        VerificationChain made(ChainEnd end) {
            return new VerificationChain(
                    task.solution().id(),
                    task.chainIndex(),
                    1,
                    TokenTrace.EMPTY,
                    List.of(),
                    List.of(),
                    List.of(new StepVerdict(0, new Verdict.Correct(), null, null, 10)),
                    List.of(),
                    null,
                    List.of(),
                    end,
                    new TokenUsage(0, generated, 0),
                    1);
        }
    }

    @Override
    public VerificationChain verify(Task task, OpenVerifier verifier, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        String id = task.solution().id();
        Held held = new Held(task);
        task.live().accept(held);
        try (Cancellation.Registration _ = cancellation.onCancel(this::wake)) {
            return hold(id, held, cancellation);
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized VerificationChain hold(String id, Held held, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        begun.add(id);
        working.put(id, held);
        most = Math.max(most, working.size());
        notifyAll();
        try {
            while (!finished.contains(id)) {
                if (cancellation.isCancelled() && !deaf.contains(id)) {
                    throw new CancelledException();
                }
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a chain", e);
        } finally {
            working.remove(id);
            notifyAll();
        }
        switch (outcomes.get(id)) {
            case null -> {
                return held.made(ChainEnd.COMPLETED);
            }
            case WorkbenchException expected -> throw expected;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    synchronized void finish(String id) {
        finished.add(id);
        working.remove(id);
        notifyAll();
    }

    synchronized void fail(String id, WorkbenchException reason) {
        outcomes.put(id, reason);
        finish(id);
    }

    synchronized void breakDown(String id, Throwable bug) {
        outcomes.put(id, bug);
        finish(id);
    }

    /// From now on the chain does not notice that it is cancelled.
    synchronized void ignoreCancellation(String id) {
        deaf.add(id);
    }

    synchronized void generate(String id, int tokens) {
        @Nullable Held held = working.get(id);
        if (held == null) {
            throw new IllegalStateException(id + " is not being verified");
        }
        held.generated += tokens;
    }

    synchronized void awaitWorking(int count) throws InterruptedException {
        while (working.size() != count) {
            wait();
        }
    }

    synchronized void awaitBegun(String id) throws InterruptedException {
        while (!begun.contains(id)) {
            wait();
        }
    }

    /// The solutions in the order their chains began.
    synchronized List<String> begun() {
        return List.copyOf(begun);
    }

    synchronized Set<String> working() {
        return Set.copyOf(working.keySet());
    }

    /// The chain begun last of those in progress.
    synchronized String youngest() {
        return new ArrayList<>(working.keySet()).getLast();
    }

    synchronized int mostAtATime() {
        return most;
    }

    synchronized int copies() {
        return copies;
    }
}
