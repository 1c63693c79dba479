package org.prmscope.run;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainDecision;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.Run;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the workbench keeps and where; thread-safe, each change durable when its call returns.
public interface WorkspacePort extends RunJournal, AutoCloseable {
    /// The sets, the newest first.
    List<SetSummary> sets() throws WorkbenchException;

    /// The set that was read from a file with this content, if there is one.
    Optional<SetSummary> setOfContent(String sha256) throws WorkbenchException;

    SetSummary importSet(SolutionSet set) throws WorkbenchException;

    List<Solution> solutions(long setId) throws WorkbenchException;

    /// Adds a solution at the end of a set.
    void addSolution(long setId, Solution solution) throws WorkbenchException;

    /// The runs of a set, the newest first.
    List<RunSummary> runs(long setId) throws WorkbenchException;

    /// All results of a run, in the run's order; without token records.
    List<SolutionResult> resultsOf(long runId) throws WorkbenchException;

    /// The result that stands for each solution of a set, by its id: see
    /// [SolutionResult#preferred]. Chains that do not count are not read.
    Map<String, SolutionResult> results(long setId) throws WorkbenchException;

    /// The solutions a run is to verify, in order.
    List<Solution> solutionsOf(long runId) throws WorkbenchException;

    /// A run with its configuration, model and environment.
    Optional<Run> run(long runId) throws WorkbenchException;

    Optional<VerificationChain> chain(long runId, String solutionId, int chainIndex)
            throws WorkbenchException;

    /// The SHA-256 of the file a set was read from; empty if it was made in the program.
    String setSha256(long setId) throws WorkbenchException;

    /// Keeps a synthesis run with its decisions and gives it its id.
    SynthesisRun addSynthesis(SynthesisRun run, List<ChainDecision> decisions)
            throws WorkbenchException;

    /// The synthesis runs, the newest first.
    List<SynthesisRun> syntheses() throws WorkbenchException;

    /// What the filters of a synthesis run say of each chain, in the run's order.
    List<ChainDecision> decisions(long synthesisId) throws WorkbenchException;

    /// Keeps what a person says of a chain; nothing earlier is lost.
    void addRuling(long synthesisId, ChainRuling ruling) throws WorkbenchException;

    /// All rulings of a synthesis run, the oldest first.
    List<ChainRuling> rulings(long synthesisId) throws WorkbenchException;

    Optional<String> setting(String key) throws WorkbenchException;

    void putSetting(String key, String value) throws WorkbenchException;

    /// When something was last written in this session; null if nothing was.
    @Nullable Instant savedAt();

    /// The file, for a person.
    String file();

    @Override
    void close();
}
