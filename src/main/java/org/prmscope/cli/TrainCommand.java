package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ImportOptions;
import org.prmscope.model.Precision;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.train.TrainingLibraries;
import org.prmscope.train.finetune.ChatFile;
import org.prmscope.train.finetune.FineTuneListener;
import org.prmscope.train.finetune.FineTunePlan;
import org.prmscope.train.finetune.FineTuning;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// `prmscope train`: fine-tunes a checkpoint on chats, resumably, and exports it.
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Fine-tune a Qwen2, Qwen3, Llama or Mistral checkpoint on chats, whole or by",
            "LoRA. Stop it at any time and start it again with the same options: it goes",
            "on from its last checkpoint, to the same bits. --export writes",
            "OUT/safetensors, OUT/onnx and, for LoRA, OUT/adapter.",
            "",
            "Needs the training libraries that target/prmscope/bin/prmscope has beside it."
        })
final class TrainCommand implements Callable<Integer> {
    private static final int TOLD_EVERY = 10;
    private static final int MOST_THREADS = 8;
    private static final int LONGEST = 2_048;
    private static final int WARMUP_SHARE = 33;

    // Not `required`: the subcommand does not have them.
    @Option(names = "--base", paramLabel = "DIR", description = "The checkpoint. Required.")
    private @Nullable Path base;

    @Option(
            names = "--chains",
            paramLabel = "FILE",
            description = "Chats as OpenAI's JSONL; prmscope synth exports them so. Required.")
    private @Nullable Path chains;

    @Option(
            names = "--evaluation",
            paramLabel = "FILE",
            description = "More chats, whose loss is told and never trained on.")
    private @Nullable Path evaluation;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "For tuning.safetensors (checkpoint) and curves.jsonl. Required.")
    private @Nullable Path folder;

    @Option(
            names = "--lora",
            paramLabel = "RANK",
            description = "Train adapters of this rank; otherwise all weights are trained.")
    private @Nullable Integer lora;

    @Option(names = "--alpha", paramLabel = "N", description = "LoRA's scale. Default: 2 RANK.")
    private @Nullable Double alpha;

    @Option(
            names = "--targets",
            split = ",",
            paramLabel = "NAME",
            description = "Matrices with adapters, such as q_proj,v_proj. Default: all of a layer.")
    private List<String> targets = FineTunePlan.Method.Lora.ALL;

    @Option(
            names = "--device",
            defaultValue = "CPU",
            paramLabel = "cpu|cuda",
            description = "Where to compute. Default: cpu.")
    private FineTunePlan.Place device = FineTunePlan.Place.CPU;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Optimizer steps in all. Default: every chat once.")
    private @Nullable Integer steps;

    @Option(
            names = "--batch",
            defaultValue = "8",
            paramLabel = "N",
            description = "Chats in a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--pack",
            defaultValue = "2048",
            paramLabel = "N",
            description = "Tokens computed at a time. Default: ${DEFAULT-VALUE}.")
    private int pack;

    @Option(
            names = "--longest",
            paramLabel = "N",
            description = "Tokens of a chat; longer ones are left out. Default: 2048.")
    private @Nullable Integer longest;

    @Option(
            names = "--rate",
            paramLabel = "X",
            description = "The learning rate's peak. Default: 1e-5, for LoRA 2e-4.")
    private @Nullable Double rate;

    @Option(
            names = "--checkpoint-every",
            defaultValue = "50",
            paramLabel = "N",
            description = "Steps between checkpoints. Default: ${DEFAULT-VALUE}.")
    private int checkpointEvery;

    @Option(
            names = "--evaluate-every",
            defaultValue = "50",
            paramLabel = "N",
            description = "Steps between evaluations. Default: ${DEFAULT-VALUE}.")
    private int evaluateEvery;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of adapters and the order of chats. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one a core, at most 8.")
    private @Nullable Integer threads;

    @Option(names = "--estimate", description = "Say what memory it will take, and stop.")
    private boolean estimate;

    @Option(names = "--export", paramLabel = "OUT", description = "A new folder for the result.")
    private @Nullable Path export;

    @Option(
            names = "--precision",
            paramLabel = "int4|int8|fp16|fp32",
            converter = ImportChoices.PrecisionName.class,
            description = "Of the matrices in OUT/onnx. Default: fp32.")
    private @Nullable Precision precision;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final WorkbenchOpener opener;
    private final Console console;

    private TrainCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    /// With its subcommand.
    static CommandLine parser(WorkbenchOpener opener, Console console) {
        CommandLine parser = new CommandLine(new TrainCommand(opener, console));
        parser.setCaseInsensitiveEnumValuesAllowed(true);
        parser.addSubcommand(new TrainBuiltinCommand(opener, console));
        return parser;
    }

    @Override
    public Integer call() throws WorkbenchException {
        FineTunePlan plan = plan();
        if (export != null && !estimate) {
            FineTuning.refuseTarget(export);
        }
        try (FineTuning tuning = FineTuning.open(plan, opener.machine())) {
            console.err().println(told(tuning));
            return (estimate ? ExitCode.OK : run(tuning)).code();
        } catch (LinkageError e) {
            throw TrainingLibraries.missing(e);
        }
    }

    private ExitCode run(FineTuning tuning) throws WorkbenchException {
        try (Interruption interruption = new Interruption()) {
            int taken = tuning.train(interruption.cancellation(), new Teller(console));
            console.out().println(taken + " steps taken");
            if (export != null && !interruption.cancellation().isCancelled()) {
                ImportOptions options =
                        ImportOptions.of(
                                precision == null ? Precision.FP32 : precision,
                                "prmscope " + opener.version());
                ImportLine line = new ImportLine(console);
                try {
                    tuning.export(export, options, line, interruption.cancellation());
                } catch (CancellationException e) {
                    line.end();
                    console.err().println("interrupted; nothing was exported");
                    return ExitCode.FINDINGS;
                } finally {
                    line.end();
                }
                console.out().println("exported step " + taken + " to " + export);
            }
        }
        return ExitCode.OK;
    }

    private static String told(FineTuning tuning) throws WorkbenchException {
        String left = tuning.tooLong() == 0 ? "" : ", " + tuning.tooLong() + " too long";
        String looked =
                tuning.evaluationChats() + tuning.evaluationTooLong() == 0
                        ? ""
                        : ", %d for evaluation%s"
                                .formatted(
                                        tuning.evaluationChats(),
                                        tuning.evaluationTooLong() == 0
                                                ? ""
                                                : ", "
                                                        + tuning.evaluationTooLong()
                                                        + " of them too long");
        return "%d chats%s%s; %d of %d weights trained; memory %s; checkpoint at step %d"
                .formatted(
                        tuning.chats(),
                        left,
                        looked,
                        tuning.memory().trained(),
                        tuning.memory().parameters(),
                        tuning.memory().text(),
                        tuning.stepsTaken());
    }

    private Path required(@Nullable Path path, String option) {
        if (path == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required option: '" + option + "'");
        }
        return path;
    }

    private FineTunePlan plan() throws WorkbenchException {
        Path from = required(base, "--base=DIR");
        Path file = required(chains, "--chains=FILE");
        Path to = required(folder, "--folder=DIR");
        check();
        boolean full = lora == null;
        int all = steps == null ? once(file) : steps;
        FineTunePlan.Schedule schedule =
                new FineTunePlan.Schedule(
                        all,
                        Math.max(1, all / WARMUP_SHARE),
                        rate == null ? (full ? 1e-5 : 2e-4) : rate,
                        full ? 0.01 : 0,
                        1);
        return new FineTunePlan(
                from,
                file,
                Optional.ofNullable(evaluation),
                to,
                lora == null
                        ? new FineTunePlan.Method.Full()
                        : new FineTunePlan.Method.Lora(
                                lora, alpha == null ? 2.0 * lora : alpha, targets),
                device,
                schedule,
                new FineTunePlan.Sizes(
                        batch,
                        pack,
                        longest == null ? Math.min(LONGEST, context(from)) : longest,
                        checkpointEvery,
                        evaluateEvery,
                        threads == null ? cores() : threads),
                seed);
    }

    /// @throws ParameterException if an option is out of range
    private void check() {
        Bounds bounds = new Bounds(spec.commandLine());
        bounds.atLeast("--batch", 1, batch);
        bounds.atLeast("--pack", 1, pack);
        bounds.atLeast("--checkpoint-every", 1, checkpointEvery);
        bounds.atLeast("--evaluate-every", 1, evaluateEvery);
        bounds.atLeast("--longest", 2, longest == null ? LONGEST : longest);
        bounds.atLeast("--steps", 1, steps == null ? 1 : steps);
        bounds.atLeast("--threads", 1, threads == null ? 1 : threads);
        bounds.atLeast("--lora", 1, lora == null ? 1 : lora);
        bounds.positive("--rate", rate == null ? 1 : rate);
        bounds.positive("--alpha", alpha == null ? 1 : alpha);
        refuseSame(spec.commandLine(), folder, export);
        for (String target : targets) {
            if (!FineTunePlan.Method.Lora.ALL.contains(target)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--targets must name some of %s, was '%s'"
                                .formatted(
                                        String.join(", ", FineTunePlan.Method.Lora.ALL), target));
            }
        }
    }

    /// @throws ParameterException if an export is to be written to the training's own folder
    static void refuseSame(CommandLine parser, @Nullable Path folder, @Nullable Path export) {
        if (folder == null || export == null) {
            return;
        }
        if (export.toAbsolutePath().normalize().equals(folder.toAbsolutePath().normalize())) {
            throw new ParameterException(
                    parser, "--export must be another folder than --folder, was '" + export + "'");
        }
    }

    private static int context(Path base) throws WorkbenchException {
        try (TrainableCheckpoint checkpoint = TrainableCheckpoint.open(base)) {
            return checkpoint.shape().contextLength();
        }
    }

    /// Steps that see every chat once.
    private int once(Path chains) throws WorkbenchException {
        long chats = ChatFile.count(chains);
        return (int) Math.max(1, (chats + batch - 1) / batch);
    }

    /// More threads than these wait for each other.
    static int cores() {
        return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    }

    /// Tells the terminal.
    private record Teller(Console console) implements FineTuneListener {
        @Override
        public void step(Step step) {
            if (step.step() == 1 || step.step() % TOLD_EVERY == 0) {
                console.err()
                        .println(
                                String.format(
                                        Locale.ROOT,
                                        "step %d  loss %.4f  %.0f tok/s",
                                        step.step(),
                                        step.loss(),
                                        step.tokensPerSecond()));
            }
        }

        @Override
        public void evaluated(int step, double loss) {
            console.err()
                    .println(
                            String.format(
                                    Locale.ROOT, "step %d  evaluation loss %.4f", step, loss));
        }
    }
}
