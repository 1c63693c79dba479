package org.prmscope.train;

import org.prmscope.core.Cancellation;
import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ByteSize;
import org.prmscope.model.ControlIds;
import org.prmscope.model.Qwen2GraphWriter;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.synthesis.ChainSegment;
import org.prmscope.synthesis.CheckExecution;
import org.prmscope.synthesis.ControlTokens;
import org.prmscope.synthesis.ForeignSolutions;
import org.prmscope.synthesis.GenPrmChains;
import org.prmscope.synthesis.SampleSets;
import org.prmscope.synthesis.SolutionGenerator;
import org.prmscope.synthesis.SyntheticSolution;
import org.prmscope.synthesis.ThinkPrmChains;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/// Trains the built-in verifier in a folder and exports it as a model folder; what the command
/// `prmscope train` does.
///
/// The folder gets `tokenizer.json`, `checkpoint.safetensors` and `loss.jsonl`. Started again in
/// the same folder, training goes on from the last checkpoint.
public final class VerifierTraining {
    private static final int VOCABULARY = 2_048;
    private static final int VOCABULARY_SOLUTIONS = 5_000;
    private static final int SHARD = 2_000;
    private static final int LONGEST = 2_000;
    private static final String TOKENIZER = "tokenizer.json";

    private final Path folder;

    /// @param folder where the training is or will be
    public VerifierTraining(Path folder) {
        this.folder = folder;
    }

    /// Trains until `steps` steps are taken in all or until cancelled.
    ///
    /// @param executor runs the code checks of the training chains
    /// @param decaySteps the last steps, over which the learning rate falls
    /// @param threads threads that compute; the same number gives the same weights
    /// @return optimizer steps taken in all
    /// @throws WorkbenchException if the folder cannot be used, another training goes on in it, it
    ///   holds one of another kind, or code checks cannot be run
    public int train(
            CodeExecutor executor,
            int steps,
            int decaySteps,
            int threads,
            LongSupplier nanoTime,
            Cancellation cancellation,
            StepListener listener)
            throws WorkbenchException {
        try (FolderLock _ = FolderLock.take(folder, FolderLock.Work.TRAINING)) {
            CheckpointKind.BUILTIN.refuseOthers(folder);
            BytePairVocabulary vocabulary = vocabulary();
            SyntheticExamples examples =
                    new SyntheticExamples(
                            vocabulary,
                            new CheckExecution(executor),
                            SampleSets.problems(),
                            SHARD,
                            LONGEST);
            TrainingPlan plan = TrainingPlan.builtin(vocabulary.size(), steps, decaySteps);
            return new TrainingRun(plan, examples, folder, nanoTime)
                    .start(threads, cancellation, listener);
        }
    }

    /// Values of the verifier's weights.
    public static long weights() {
        return TrainingPlan.builtin(VOCABULARY, 1, 1).weights();
    }

    /// Memory that training takes, see [TrainingPlan#bytes].
    public static long bytes(int threads) {
        return TrainingPlan.builtin(VOCABULARY, 1, 1).bytes(threads);
    }

    /// Refuses a training that memory does not suffice for.
    ///
    /// @param free bytes that could be taken now
    /// @throws WorkbenchException with the numbers if training takes more than that
    public void requireMemory(int threads, long free) throws WorkbenchException {
        if (bytes(threads) > free) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "This training needs more memory than there is",
                            folder.toString(),
                            "about %s with %d threads"
                                    .formatted(new ByteSize(bytes(threads)), threads),
                            new ByteSize(Math.max(0, free)) + " free",
                            (threads > 1 ? "Train with fewer threads, or close" : "Close")
                                    + " other programs."));
        }
    }

    /// Whether [#export] would write to a folder, before a training that is to end there.
    ///
    /// @throws WorkbenchException if it would refuse the folder
    public static void refuseTarget(Path target) throws WorkbenchException {
        Qwen2GraphWriter.refuseContent(target);
    }

    /// Writes the last checkpoint as a model folder in the layout of ONNX Runtime GenAI's builder.
    ///
    /// @param target a folder that does not exist yet or is empty
    /// @return optimizer steps that the exported weights have had
    /// @throws WorkbenchException if there is no checkpoint or the folder cannot be written
    public int export(Path target) throws WorkbenchException {
        try {
            Path tokenizer = folder.resolve(TOKENIZER);
            BytePairVocabulary vocabulary = TokenizerFile.read(tokenizer);
            TrainingPlan plan = TrainingPlan.builtin(vocabulary.size(), 1, 1);
            CheckpointWeights weights = CheckpointWeights.open(folder, plan.network());
            int begin = vocabulary.control(ControlTokens.BEGIN);
            int end = vocabulary.control(ControlTokens.END);
            Qwen2GraphWriter.write(
                    plan.network(),
                    weights,
                    new ControlIds(begin, List.of(end), end),
                    tokenizer,
                    target);
            return weights.steps();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// Writes the last checkpoint as Hugging Face's transformers reads it: `config.json`,
    /// `model.safetensors` and `tokenizer.json`.
    ///
    /// @param target a folder that does not exist yet or is empty
    /// @throws WorkbenchException if there is no checkpoint or the folder cannot be written;
    ///   nothing is left of it then
    public void exportHuggingFace(Path target) throws WorkbenchException {
        try {
            Path tokenizer = folder.resolve(TOKENIZER);
            BytePairVocabulary vocabulary = TokenizerFile.read(tokenizer);
            TrainingPlan plan = TrainingPlan.builtin(vocabulary.size(), 1, 1);
            CheckpointWeights weights = CheckpointWeights.open(folder, plan.network());
            try (ExportFolder export = ExportFolder.begin(target)) {
                weights.writeHuggingFace(
                        export.folder(),
                        vocabulary.control(ControlTokens.BEGIN),
                        vocabulary.control(ControlTokens.END));
                Files.copy(tokenizer, export.folder().resolve(TOKENIZER));
                export.keep();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// The folder's vocabulary, `tokenizer.json`; learnt from generated chains if it is not there.
    ///
    /// @throws WorkbenchException if the folder cannot be used
    public BytePairVocabulary vocabulary() throws WorkbenchException {
        Path file = folder.resolve(TOKENIZER);
        try {
            if (Files.exists(file)) {
                return TokenizerFile.read(file);
            }
            Files.createDirectories(folder);
            BytePairVocabulary vocabulary = learn();
            TokenizerFile.save(vocabulary, file);
            return vocabulary;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static BytePairVocabulary learn() {
        BytePairTrainer trainer = new BytePairTrainer();
        SolutionGenerator generator = new SolutionGenerator();
        ForeignSolutions foreign = new ForeignSolutions();
        for (int i = 0; i < VOCABULARY_SOLUTIONS; i++) {
            long seed = SampleSets.FIRST_TRAINING_SEED + i;
            SyntheticSolution solution =
                    i % 3 == 0
                            ? foreign.generate("vocabulary", seed)
                            : generator.generate("vocabulary", seed);
            List<String> outputs = Collections.nCopies(GenPrmChains.codes(solution).size(), "True");
            add(trainer, GenPrmChains.withExecution(solution, outputs));
            if (i % 2 == 0) {
                add(trainer, ThinkPrmChains.write(solution));
            }
        }
        return trainer.train(VOCABULARY, ControlTokens.ALL);
    }

    private static void add(BytePairTrainer trainer, List<ChainSegment> chain) {
        for (ChainSegment segment : chain) {
            if (segment.origin() != ChainSegment.Origin.CONTROL) {
                trainer.add(segment.text());
            }
        }
    }

    private WorkbenchException unusable(IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The training's folder cannot be used",
                        folder.toString(),
                        "a folder that can be read and written",
                        IoReason.of(e),
                        "Choose another folder, or put right what was found."),
                e);
    }
}
