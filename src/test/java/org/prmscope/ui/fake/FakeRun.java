package org.prmscope.ui.fake;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Protocol;
import org.prmscope.core.Solution;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.RunHandle;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunState;
import org.prmscope.run.SolutionResult;

import java.util.HashMap;
import java.util.Map;

/// A run that goes on only when told to.
public final class FakeRun implements RunHandle {
    private final FakeWorkbench workbench;
    private final long id;
    private final RunRequest request;
    private final Map<String, SolutionResult> finished = new HashMap<>();
    private RunState state = RunState.LOADING_MODEL;
    private @Nullable VerificationChain whole;
    private @Nullable VerificationChain live;
    private WorkbenchException.@Nullable Report failure;
    private int next;
    private int size;
    private int generated;

    FakeRun(FakeWorkbench workbench, long id, RunRequest request) {
        this.workbench = workbench;
        this.id = id;
        this.request = request;
    }

    public RunRequest request() {
        return request;
    }

    /// Writes `tokens` more tokens of the current chain, opening the first or finishing the last as
    /// needed.
    public void write(int tokens) {
        if (state.isOver()) {
            return;
        }
        state = RunState.RUNNING;
        VerificationChain target = whole;
        if (target == null) {
            target = FakeWorkbench.chainOf(request.solutions().get(next));
            whole = target;
            size = 0;
        }
        size = Math.min(size + tokens, target.tokens().size());
        generated += tokens;
        live = ChainText.cut(target, size);
    }

    /// Finishes the current solution.
    public void finishOne() {
        write(0);
        Solution solution = request.solutions().get(next);
        workbench.store(request.setId(), id, solution);
        finished.put(
                solution.id(),
                SolutionResult.of(id, Protocol.GENPRM, FakeWorkbench.chainOf(solution)));
        whole = null;
        live = null;
        next++;
        if (next == request.solutions().size()) {
            state = RunState.FINISHED;
        }
    }

    /// Ends the run as a failure does.
    public void fail(WorkbenchException.Report report) {
        failure = report;
        state = RunState.FAILED;
    }

    @Override
    @SuppressWarnings("NullAway") // It reads the nullness of a nested record type wrongly.
    public RunSnapshot snapshot() {
        boolean over = state.isOver() || next == request.solutions().size();
        return new RunSnapshot(
                id,
                state,
                request.solutions().size(),
                finished,
                over || whole == null ? null : request.solutions().get(next).id(),
                over ? null : live,
                new TokenUsage(generated * 2, generated, 0),
                generated == 0 ? 0 : 212,
                4_200,
                finished.isEmpty() ? null : 80_000.0,
                failure);
    }

    @Override
    public void cancel() {
        if (!state.isOver()) {
            state = RunState.CANCELLED;
        }
    }

    @Override
    public RunSnapshot await() {
        return snapshot();
    }
}
