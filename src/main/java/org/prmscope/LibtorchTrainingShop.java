package org.prmscope;

import org.prmscope.cli.TrainingTools;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.model.ByteSize;
import org.prmscope.model.ImportOptions;
import org.prmscope.model.ImportProgress;
import org.prmscope.model.ModelImport;
import org.prmscope.model.Precision;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.run.ModelShop;
import org.prmscope.run.training.BaseFacts;
import org.prmscope.run.training.Curve;
import org.prmscope.run.training.CurvePoint;
import org.prmscope.run.training.TrainingJob;
import org.prmscope.run.training.TrainingListener;
import org.prmscope.run.training.TrainingOutlook;
import org.prmscope.run.training.TrainingShop;
import org.prmscope.train.CheckpointKind;
import org.prmscope.train.ExportFolder;
import org.prmscope.train.FolderLock;
import org.prmscope.train.Resumption;
import org.prmscope.train.StepListener;
import org.prmscope.train.TrainingLibraries;
import org.prmscope.train.TrainingProgress;
import org.prmscope.train.TrainingReports;
import org.prmscope.train.VerifierTraining;
import org.prmscope.train.finetune.FineTuneListener;
import org.prmscope.train.finetune.FineTunePlan;
import org.prmscope.train.finetune.FineTuning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Trains with libtorch, which lies beside the program or is missing.
final class LibtorchTrainingShop implements TrainingShop {
    private static final String LIBTORCH = "org.bytedeco.pytorch.global.torch";

    private final TrainingTools tools;
    private final String program;

    /// @param program with its version, for exported models
    LibtorchTrainingShop(TrainingTools tools, String program) {
        this.tools = tools;
        this.program = program;
    }

    @Override
    public Optional<WorkbenchException.Report> obstacle() {
        try {
            // Not initialised: that would load libtorch, and take its memory, before it is needed.
            Class.forName(LIBTORCH, false, LibtorchTrainingShop.class.getClassLoader());
            return Optional.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of(
                    new WorkbenchException.Report(
                            "The training libraries are not there",
                            "lib-train, beside the program",
                            "libtorch for this machine",
                            "no such library",
                            "Run mvn -q -DskipTests package and start target/prmscope/bin/prmscope:"
                                    + " it has them beside it."));
        }
    }

    @Override
    public BaseFacts base(Path folder) throws WorkbenchException {
        try (TrainableCheckpoint base = TrainableCheckpoint.open(folder)) {
            return new BaseFacts(
                    base.weights().stream().mapToLong(TrainableCheckpoint.Weight::values).sum(),
                    base.shape().contextLength());
        }
    }

    @Override
    public TrainingOutlook examine(TrainingJob job) throws WorkbenchException {
        FolderLock.refuseHeld(job.folder(), FolderLock.Work.TRAINING);
        long free = tools.machine().freeMemory().getAsLong();
        return switch (job) {
            case TrainingJob.Builtin builtin -> {
                CheckpointKind.BUILTIN.refuseOthers(builtin.folder());
                long weights = VerifierTraining.weights();
                long bytes = VerifierTraining.bytes(builtin.threads());
                yield new TrainingOutlook(
                        weights,
                        weights,
                        0,
                        0,
                        bytes,
                        free,
                        "about %s with %d threads"
                                .formatted(new ByteSize(bytes), builtin.threads()));
            }
            case TrainingJob.Tuning(FineTunePlan plan) -> {
                CheckpointKind.TUNING.refuseOthers(plan.folder());
                try (FineTuning tuning = FineTuning.open(plan, tools.machine())) {
                    yield new TrainingOutlook(
                            tuning.memory().parameters(),
                            tuning.memory().trained(),
                            tuning.chats(),
                            tuning.tooLong(),
                            tuning.memory().total(),
                            plan.place() == FineTunePlan.Place.CPU ? free : -1,
                            tuning.memory().text()
                                    + (tuning.evaluationTooLong() == 0
                                            ? ""
                                            : "; %d evaluation chats are too long and left out"
                                                    .formatted(tuning.evaluationTooLong())));
                }
            }
        };
    }

    @Override
    public int train(TrainingJob job, Cancellation cancellation, TrainingListener listener)
            throws WorkbenchException {
        try {
            return switch (job) {
                case TrainingJob.Builtin builtin -> builtin(builtin, cancellation, listener);
                case TrainingJob.Tuning(FineTunePlan plan) -> {
                    try (FineTuning tuning = FineTuning.open(plan, tools.machine())) {
                        yield tuning.train(cancellation, new Teller(listener));
                    }
                }
            };
        } catch (LinkageError e) {
            throw TrainingLibraries.missing(e);
        }
    }

    private int builtin(
            TrainingJob.Builtin job, Cancellation cancellation, TrainingListener listener)
            throws WorkbenchException {
        TrainingLibraries.require();
        return tools.withExecutor(executor ->
                new VerifierTraining(job.folder())
                        .train(
                                executor,
                                job.steps(),
                                job.decay(),
                                job.threads(),
                                tools.nanoTime(),
                                cancellation,
                                new BuiltinTeller(listener)));
    }

    @Override
    public void export(
            TrainingJob job,
            Path target,
            Precision precision,
            ModelShop.Progress progress,
            Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        ImportOptions options = ImportOptions.of(precision, program);
        ImportProgress written = (done, total, _) -> progress.written(done, total);
        try {
            switch (job) {
                case TrainingJob.Builtin builtin ->
                        export(builtin, target, options, written, cancellation);
                case TrainingJob.Tuning(FineTunePlan plan) -> {
                    try (FineTuning tuning = FineTuning.open(plan, tools.machine())) {
                        tuning.export(target, options, written, cancellation);
                    }
                }
            }
        } catch (CancellationException _) {
            throw new CancelledException();
        } catch (LinkageError e) {
            throw TrainingLibraries.missing(e);
        }
    }

    private static void export(
            TrainingJob.Builtin job,
            Path target,
            ImportOptions options,
            ImportProgress progress,
            Cancellation cancellation)
            throws WorkbenchException {
        try (ExportFolder export = ExportFolder.begin(target)) {
            VerifierTraining training = new VerifierTraining(job.folder());
            Path model = export.folder().resolve("onnx");
            Path checkpoint = export.folder().resolve("safetensors");
            training.exportHuggingFace(checkpoint);
            if (options.precision() == Precision.FP32) {
                training.export(model);
            } else if (ModelImport.plan(checkpoint, options)
                    .recordedAs(export.target().resolve("safetensors"))
                    .write(model, progress, cancellation)
                    .isEmpty()) {
                throw new CancellationException("the export was cancelled");
            }
            if (cancellation.isCancelled()) {
                throw new CancellationException("the export was cancelled");
            }
            export.keep();
        } catch (IOException e) {
            throw TrainingReports.unexportable(target, e);
        }
    }

    /// Hands on what the built-in verifier's training tells.
    private record BuiltinTeller(TrainingListener listener) implements StepListener {
        @Override
        public void resumed(Resumption from) {
            listener.resumed(from);
        }

        @Override
        public void step(TrainingProgress step) {
            listener.step(
                    new CurvePoint(
                            step.step(),
                            step.loss(),
                            step.gradientNorm(),
                            step.rate(),
                            step.tokens(),
                            step.tokensPerSecond()));
        }

        @Override
        public void checkpoint(int step) {
            listener.checkpoint(step);
        }
    }

    /// Hands on what a fine-tuning tells.
    private record Teller(TrainingListener listener) implements FineTuneListener {
        @Override
        public void step(Step step) {
            listener.step(
                    new CurvePoint(
                            step.step(),
                            step.loss(),
                            step.gradientNorm(),
                            step.rate(),
                            step.tokens(),
                            step.tokensPerSecond()));
        }

        @Override
        public void evaluated(int step, double loss) {
            listener.evaluated(new Curve.Evaluation(step, loss));
        }

        @Override
        public void checkpoint(int step) {
            listener.checkpoint(step);
        }
    }
}
