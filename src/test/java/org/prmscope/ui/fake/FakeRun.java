package org.prmscope.ui.fake;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Protocol;
import org.prmscope.core.Solution;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ChainKey;
import org.prmscope.run.ChainResult;
import org.prmscope.run.RunHandle;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunState;
import org.prmscope.run.SolutionResult;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A run that goes on only when told to. Thread-safe.
public final class FakeRun implements RunHandle {
    private final FakeWorkbench workbench;
    private final long id;
    private final RunRequest request;
    private final int rows;
    private final Map<String, SolutionResult> finished = new HashMap<>();
    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    private RunState state = RunState.LOADING_MODEL;
    private WorkbenchException.@Nullable Report failure;
    private int next;
    private int generated;
    private int copies;

    FakeRun(FakeWorkbench workbench, long id, RunRequest request, int rows) {
        this.workbench = workbench;
        this.id = id;
        this.request = request;
        this.rows = rows;
    }

    public RunRequest request() {
        return request;
    }

    /// How many live chains were copied for snapshots so far.
    public synchronized int copies() {
        return copies;
    }

    /// Writes `tokens` more tokens of each chain in progress, beginning as many as there are rows.
    public synchronized void write(int tokens) {
        if (state.isOver()) {
            return;
        }
        state = RunState.RUNNING;
        while (sizes.size() < rows && next < request.solutions().size()) {
            sizes.put(request.solutions().get(next++).id(), 0);
        }
        for (Map.Entry<String, Integer> each : sizes.entrySet()) {
            int whole = FakeWorkbench.chainOf(solution(each.getKey())).tokens().size();
            each.setValue(Math.min(each.getValue() + tokens, whole));
            generated += tokens;
        }
    }

    /// Finishes the solution begun first.
    public synchronized void finishOne() {
        write(0);
        finish(sizes.keySet().iterator().next());
    }

    /// Finishes a solution that is being verified.
    public synchronized void finish(String solutionId) {
        Solution solution = solution(solutionId);
        workbench.store(request.setId(), id, solution);
        finished.put(
                solutionId,
                SolutionResult.of(
                        ChainResult.of(id, Protocol.GENPRM, FakeWorkbench.chainOf(solution))));
        sizes.remove(solutionId);
        if (finished.size() == request.solutions().size()) {
            state = RunState.FINISHED;
        }
    }

    private Solution solution(String solutionId) {
        return request.solutions().stream()
                .filter(solution -> solution.id().equals(solutionId))
                .findFirst()
                .orElseThrow();
    }

    /// Ends the run as a failure does.
    public synchronized void fail(WorkbenchException.Report report) {
        failure = report;
        state = RunState.FAILED;
    }

    @Override
    @SuppressWarnings("NullAway") // It reads the nullness of a nested record type wrongly.
    public synchronized RunSnapshot snapshot(Set<ChainKey> wanted) {
        Map<ChainKey, TokenUsage> working = new LinkedHashMap<>();
        Map<ChainKey, VerificationChain> live = new LinkedHashMap<>();
        if (!state.isOver()) {
            sizes.forEach((solutionId, size) -> {
                ChainKey key = new ChainKey(solutionId, 0);
                working.put(key, new TokenUsage(size * 2, size, 0));
                if (wanted.contains(key)) {
                    copies++;
                    live.put(key, ChainText.cut(FakeWorkbench.chainOf(solution(solutionId)), size));
                }
            });
        }
        return new RunSnapshot(
                id,
                state,
                1,
                request.solutions().size(),
                finished,
                working,
                live,
                new TokenUsage(generated * 2, generated, 0),
                generated == 0 ? 0 : 212,
                4_200,
                finished.isEmpty() ? null : 80_000.0,
                failure);
    }

    @Override
    public synchronized void cancel() {
        if (!state.isOver()) {
            state = RunState.CANCELLED;
        }
    }

    @Override
    public RunSnapshot await() {
        return snapshot();
    }
}
