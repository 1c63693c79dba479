package org.prmscope.train.finetune;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ImportOptions;
import org.prmscope.model.ImportProgress;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.TokenizerFile;
import org.prmscope.train.CheckpointKind;
import org.prmscope.train.ExportFolder;
import org.prmscope.train.FolderLock;
import org.prmscope.train.TrainingExample;
import org.prmscope.train.TrainingLibraries;
import org.prmscope.train.TrainingReports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A fine-tuning, for a command line or a window: opened from a plan, which is checked whole; then
/// trained in as many pieces as one likes, and exported.
///
/// Not thread-safe: calls come one after the other. [#train] stops soon after its cancellation.
public final class FineTuning implements AutoCloseable {
    private final FineTunePlan plan;
    private final TrainableCheckpoint base;
    private final ChatFile.Chats chats;
    private final Optional<ChatFile.Chats> evaluation;
    private final TuneCheckpoint checkpoint;
    private final TuneMemory memory;
    private final Machine machine;

    /// What a fine-tuning needs of the machine.
    ///
    /// @param nativeCache where the tokenizer's library is unpacked
    /// @param freeMemory bytes that could be taken now
    /// @param nanoTime a monotonic clock
    public record Machine(Path nativeCache, LongSupplier freeMemory, LongSupplier nanoTime) {}

    private FineTuning(
            FineTunePlan plan,
            TrainableCheckpoint base,
            ChatFile.Chats chats,
            Optional<ChatFile.Chats> evaluation,
            Map<String, String> identity,
            Machine machine) {
        this.plan = plan;
        this.base = base;
        this.chats = chats;
        this.evaluation = evaluation;
        this.machine = machine;
        checkpoint = new TuneCheckpoint(plan.folder(), identity);
        memory =
                TuneMemory.of(
                        base,
                        plan,
                        chats.bytes() + evaluation.map(ChatFile.Chats::bytes).orElse(0L));
    }

    /// Opens the base's headers and tokenizer, reads the chats, and looks for a checkpoint of this
    /// training in the folder. Needs no libtorch.
    ///
    /// @throws WorkbenchException if the base cannot be trained (another architecture, a tokenizer
    ///   that is not its own or knows no chat format), the chats are unusable, or the folder holds
    ///   another training
    public static FineTuning open(FineTunePlan plan, Machine machine) throws WorkbenchException {
        TrainableCheckpoint base = TrainableCheckpoint.open(plan.base());
        int context = base.shape().contextLength();
        if (plan.sizes().longest() > context) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The model does not read chats of that length",
                            plan.base().toString(),
                            "at most " + context + " tokens",
                            plan.sizes().longest() + " tokens",
                            "Choose a smaller length; longer chats are left out."));
        }
        Path tokenizerFile = base.files().getOrDefault("tokenizer.json", plan.base());
        try (TokenizerFile tokenizer = TokenizerFile.open(tokenizerFile, machine.nativeCache())) {
            ChatFile file =
                    new ChatFile(tokenizer, ChatTemplate.of(tokenizer), plan.sizes().longest());
            ChatFile.Chats chats = file.read(plan.chains());
            Optional<ChatFile.Chats> evaluation = Optional.empty();
            if (plan.evaluation().isPresent()) {
                evaluation = Optional.of(file.read(plan.evaluation().get()));
            }
            FineTuning tuning =
                    new FineTuning(
                            plan,
                            base,
                            chats,
                            evaluation,
                            TrainingIdentity.of(plan, base),
                            machine);
            tuning.checkpoint.steps();
            return tuning;
        }
    }

    /// What it will take.
    public TuneMemory memory() {
        return memory;
    }

    /// Chats that are trained on.
    public int chats() {
        return chats.examples().size();
    }

    /// Chats left out because they are too long.
    public int tooLong() {
        return chats.tooLong();
    }

    /// Chats whose loss is looked at and that are not trained on.
    public int evaluationChats() {
        return evaluation.map(file -> file.examples().size()).orElse(0);
    }

    /// The same, left out because they are too long.
    public int evaluationTooLong() {
        return evaluation.map(ChatFile.Chats::tooLong).orElse(0);
    }

    /// Steps of the checkpoint in the folder; 0 if there is none.
    public int stepsTaken() throws WorkbenchException {
        return checkpoint.steps();
    }

    /// Trains on this thread until the plan's last step or until cancelled, from the checkpoint in
    /// the folder if there is one. A checkpoint is written at the end in both cases; killing the
    /// process loses the steps since the last one, and nothing else.
    ///
    /// @return steps taken in all
    /// @throws WorkbenchException if the memory does not suffice, if libtorch is missing, if the
    ///   loss is no longer a number (a checkpoint that is there is kept), if a checkpoint cannot be
    ///   written (the one before stays whole), if another training goes on in the folder, or if it
    ///   holds one of another kind
    public int train(Cancellation cancellation, FineTuneListener listener)
            throws WorkbenchException {
        if (plan.place() == FineTunePlan.Place.CPU) {
            memory.require(machine.freeMemory().getAsLong(), plan);
        }
        TrainingLibraries.require();
        try (FolderLock _ = FolderLock.take(plan.folder(), FolderLock.Work.TRAINING)) {
            CheckpointKind.TUNING.refuseOthers(plan.folder());
            List<TrainingExample> looked =
                    evaluation.map(ChatFile.Chats::examples).orElse(List.of());
            return new TuneLoop(plan, chats.examples(), looked, checkpoint, machine.nanoTime())
                    .run(base, cancellation, listener);
        }
    }

    /// Whether something could be exported to a folder, before a training that is to end there;
    /// what is made to see that is removed again.
    ///
    /// @throws WorkbenchException if [#export] would refuse the folder
    public static void refuseTarget(Path target) throws WorkbenchException {
        try (ExportFolder _ = ExportFolder.begin(target)) {
            // Not kept.
        } catch (IOException e) {
            throw TrainingReports.unexportable(target, e);
        }
    }

    /// Writes what was trained: `safetensors/`, a checkpoint that transformers reads, an adapter
    /// merged into it; `onnx/`, a model folder that verifies; and for LoRA `adapter/` in PEFT's
    /// layout.
    ///
    /// @param target a folder that does not exist yet or is empty
    /// @return steps that the exported weights have had
    /// @throws WorkbenchException if there is no checkpoint, libtorch is missing, or the target
    ///   cannot be written; nothing is left of it then
    /// @throws java.util.concurrent.CancellationException if cancelled; nothing is left then either
    public int export(
            Path target, ImportOptions options, ImportProgress progress, Cancellation cancellation)
            throws WorkbenchException {
        int steps = checkpoint.steps();
        if (steps == 0) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "There is nothing to export",
                            plan.folder().toString(),
                            TuneCheckpoint.FILE,
                            "no such file",
                            "Train first."));
        }
        TrainingLibraries.require();
        new TuneExport(plan, base, checkpoint).write(target, options, progress, cancellation);
        return steps;
    }

    /// Closes the base's files.
    @Override
    public void close() throws WorkbenchException {
        base.close();
    }
}
