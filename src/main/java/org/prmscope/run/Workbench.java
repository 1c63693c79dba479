package org.prmscope.run;

import org.prmscope.core.Cancellation;
import org.prmscope.core.CandidateGroup;
import org.prmscope.core.CodeResult;
import org.prmscope.core.Run;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.training.TrainingDesk;
import org.prmscope.synthesis.rollout.RolloutScores;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/// Everything the program does, for the window and the command line alike.
///
/// Thread-safe. Every method that throws a [WorkbenchException] touches the disk or the model and
/// may take long: never call it on the window's thread.
public interface Workbench extends AutoCloseable {
    // Sets of solutions.

    /// All sets in the workspace, the newest first.
    List<SetSummary> sets() throws WorkbenchException;

    /// Reads a file and stores its good rows as a set; opening an unchanged file again gives the
    /// set it already has.
    ///
    /// @param bytesRead told now and then how many bytes were read
    ImportOutcome open(Path file, LongConsumer bytesRead, Cancellation cancellation)
            throws WorkbenchException;

    /// Whether a file is the workspace itself. Nothing may read it meanwhile: closing it would drop
    /// the lock that keeps other programs out.
    boolean isOwn(Path file);

    /// The solutions of a set in file order.
    List<Solution> solutions(long setId) throws WorkbenchException;

    /// Adds a solution to the set "My problems", which is made when first needed, and returns that
    /// set.
    SetSummary addSolution(Solution solution) throws WorkbenchException;

    // Verifiers.

    /// What can be chosen: the built-in verifier and the folders opened before.
    List<VerifierChoice> verifiers() throws WorkbenchException;

    /// Checks a model folder and estimates its memory without loading it; the estimate depends on
    /// the choice's options.
    VerifierDescription describe(VerifierChoice choice) throws WorkbenchException;

    /// Looks at a folder, or an `.onnx` file, that may be a model, without loading it. What is
    /// wrong with it is in the answer.
    ///
    /// @param options how it would be loaded
    ModelOffer inspect(Path path, LoadOptions options);

    /// Imports a checkpoint into a new folder, which can be added as a verifier then. On a failure
    /// or a cancellation nothing is left in it.
    ///
    /// @throws java.util.concurrent.CancellationException if cancelled
    void importModel(
            ImportPlan plan,
            Path target,
            Consumer<? super ImportProgress> progress,
            Cancellation cancellation)
            throws WorkbenchException;

    /// Whether CUDA could be used here. May take seconds the first time.
    CudaProbe.Finding cuda();

    /// Checks a folder, or an `.onnx` file, that was not chosen before and remembers it.
    VerifierChoice addVerifier(Path model) throws WorkbenchException;

    /// Loads a verifier, instead of the one loaded before.
    LoadedVerifier load(VerifierChoice choice, Cancellation cancellation) throws WorkbenchException;

    /// The verifier that is loaded.
    Optional<LoadedVerifier> loaded();

    // Runs.

    /// Starts verifying; one run at a time.
    ///
    /// @throws WorkbenchException if no verifier can be loaded, another run is going on, or the
    ///   workspace cannot be written
    RunHandle start(RunRequest request) throws WorkbenchException;

    /// Makes the chains that a run lacks, with its own configuration; the other runs' rules hold.
    ///
    /// @throws WorkbenchException also if there is no such run
    RunHandle resume(long runId, VerifierChoice verifier) throws WorkbenchException;

    /// The runs of a set, the newest first.
    List<RunSummary> runs(long setId) throws WorkbenchException;

    /// All results of a run, in the run's order; without token records.
    List<SolutionResult> resultsOf(long runId) throws WorkbenchException;

    /// The result that stands for each solution of a set ([SolutionResult#preferred]): the newest
    /// complete one, or where none is, the newest that lacks chains. By solution id; without token
    /// records.
    Map<String, SolutionResult> results(long setId) throws WorkbenchException;

    /// The whole chain behind a result.
    Optional<VerificationChain> chain(long runId, String solutionId, int chainIndex)
            throws WorkbenchException;

    /// The run behind a result, with everything its numbers depend on.
    Optional<Run> run(long runId) throws WorkbenchException;

    /// The solutions a run is to verify, in its order.
    List<Solution> solutionsOf(long runId) throws WorkbenchException;

    // Candidates.

    /// Grades the final answers of candidates. Where the sandbox cannot be used, what needs it
    /// stays undecided, and the answer says why.
    ///
    /// @param graded told how many candidates are done, on the calling thread
    /// @throws java.util.concurrent.CancellationException if cancelled
    GradedSet grade(List<CandidateGroup> groups, IntConsumer graded, Cancellation cancellation);

    // Recipes.

    /// The runs that are kept under a name beside this workspace, in the order of their saving;
    /// [Recipe#PRESETS] are not among them.
    ///
    /// @throws WorkbenchException if their file cannot be understood; it is never overwritten then
    List<Recipe> recipes() throws WorkbenchException;

    /// Saves a recipe, in place of the one of the same name if there is one.
    void saveRecipe(Recipe recipe) throws WorkbenchException;

    /// Removes a recipe; nothing happens if there is none of this name.
    void removeRecipe(String name) throws WorkbenchException;

    // Training data.

    /// Makes training data of the chains of runs.
    SynthesisDesk synthesis();

    /// Scores the steps of solutions by continuing them with a model, which is loaded first.
    ///
    /// @param each told each solution's scores as they are there
    /// @throws WorkbenchException if a run or other scoring is going on, or the model fails
    /// @throws java.util.concurrent.CancellationException if cancelled; the scores that `each` was
    ///   told are good
    void scoreSteps(
            RolloutRequest request,
            BiConsumer<Solution, RolloutScores> each,
            Cancellation cancellation)
            throws WorkbenchException;

    // Code.

    /// Runs an edited code check beside the record: `earlier` blocks first, in a fresh namespace.
    CodeResult scratch(List<String> earlier, String code, Cancellation cancellation)
            throws WorkbenchException;

    // Training.

    /// Where verifiers are trained; closed with the workbench.
    TrainingDesk training();

    // State.

    /// What runs where, for the status bar.
    WorkbenchStatus status();

    /// A remembered setting, such as the window's size.
    Optional<String> setting(String key) throws WorkbenchException;

    void putSetting(String key, String value) throws WorkbenchException;

    @Override
    void close();
}
