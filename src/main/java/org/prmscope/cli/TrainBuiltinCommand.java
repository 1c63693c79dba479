package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.train.Resumption;
import org.prmscope.train.StepListener;
import org.prmscope.train.TrainingLibraries;
import org.prmscope.train.TrainingProgress;
import org.prmscope.train.VerifierTraining;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// `prmscope train builtin`: trains the built-in verifier in a folder, resumably, and exports it.
@Command(
        name = "builtin",
        mixinStandardHelpOptions = true,
        description = {
            "Train the built-in verifier on generated problems.",
            "",
            "In pieces: stop it at any time and start it again in the same folder.",
            "--export writes the last checkpoint as a model folder."
        })
final class TrainBuiltinCommand implements Callable<Integer> {
    private static final int TOLD_EVERY = 20;

    @Option(
            names = "--folder",
            required = true,
            paramLabel = "DIR",
            description = "Checkpoint, tokenizer and loss.jsonl.")
    private Path folder = Path.of("");

    @Option(
            names = "--steps",
            defaultValue = "0",
            paramLabel = "N",
            description = "Optimizer steps in all; 0 trains no further. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--decay",
            paramLabel = "N",
            description = "The last steps, over which the learning rate falls. Default: a third.")
    private @Nullable Integer decay;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads; the same number gives the same weights. Default: one a core, at most"
                            + " 8.")
    private @Nullable Integer threads;

    @Option(
            names = "--export",
            paramLabel = "DIR",
            description = "Write the last checkpoint as a model folder.")
    private @Nullable Path export;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final TrainingTools tools;
    private final Console console;

    private final Supplier<Interruption> interruptions;

    TrainBuiltinCommand(TrainingTools tools, Console console) {
        this(tools, console, Interruption::new);
    }

    /// @param interruptions gives what Ctrl+C cancels
    TrainBuiltinCommand(
            TrainingTools tools, Console console, Supplier<Interruption> interruptions) {
        this.tools = tools;
        this.console = console;
        this.interruptions = interruptions;
    }

    @Override
    public Integer call() throws WorkbenchException {
        check();
        VerifierTraining training = new VerifierTraining(folder);
        if (export != null) {
            VerifierTraining.refuseTarget(export);
        }
        // Until the export has ended too: half of one would stay if the program ended in it.
        try (Interruption interruption = interruptions.get()) {
            Cancellation cancellation = interruption.cancellation();
            if (steps > 0) {
                train(training, cancellation);
            }
            if (export != null && cancellation.isCancelled()) {
                console.err().println("interrupted; nothing was exported");
            } else if (export != null) {
                int taken = training.export(export);
                console.out().println("exported step " + taken + " to " + export);
            }
        } catch (LinkageError e) {
            throw TrainingLibraries.missing(e);
        }
        return ExitCode.OK.code();
    }

    /// @throws ParameterException if an option is out of range, or there is nothing to do
    private void check() {
        Bounds bounds = new Bounds(spec.commandLine());
        bounds.atLeast("--steps", 0, steps);
        bounds.atLeast("--decay", 0, decay == null ? 0 : decay);
        bounds.atLeast("--threads", 1, threads == null ? 1 : threads);
        if (decay != null && decay > steps && steps > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--decay must be at most --steps, %d, was %d".formatted(steps, decay));
        }
        TrainCommand.refuseSame(spec.commandLine(), folder, export);
        if (steps == 0 && export == null) {
            throw new ParameterException(
                    spec.commandLine(), "expected --steps of 1 or more, --export, or both");
        }
    }

    private void train(VerifierTraining training, Cancellation cancellation)
            throws WorkbenchException {
        int count = threads == null ? TrainCommand.cores() : threads;
        training.requireMemory(count, tools.machine().freeMemory().getAsLong());
        int taken =
                tools.withExecutor(executor ->
                        training.train(
                                executor,
                                steps,
                                decay == null ? steps / 3 : decay,
                                count,
                                tools.nanoTime(),
                                cancellation,
                                new Teller()));
        console.out().println(taken + " steps taken");
    }

    /// Tells how the training goes.
    private final class Teller implements StepListener {
        @Override
        public void resumed(Resumption from) {
            console.err().println("goes on from step %d of %d".formatted(from.step(), steps));
            if (from.anotherPlan()) {
                console.err().println("This is another plan than before. " + from.difference());
            }
        }

        @Override
        public void step(TrainingProgress progress) {
            if (progress.step() % TOLD_EVERY == 0) {
                console.err()
                        .println(
                                String.format(
                                        Locale.ROOT,
                                        "step %d  loss %.4f  %.0f tok/s",
                                        progress.step(),
                                        progress.loss(),
                                        progress.tokensPerSecond()));
            }
        }
    }
}
