package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.AttentionKind;
import org.prmscope.model.ImportPlan;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.ModelImport;
import org.prmscope.model.SystemMemory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `prmscope model estimate`: says how much memory a model would take.
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        description = {
            "Say how much memory a model would take, without loading it.",
            "",
            "Of a checkpoint it says what an import with the given options would give."
        })
final class ModelEstimateCommand implements Callable<Integer> {
    private static final int PLANNED_TOKENS = 8_192;

    @Parameters(
            paramLabel = "PATH",
            description = "A model folder, an .onnx file in one, or a checkpoint's folder.")
    private Path path = Path.of("");

    @Option(
            names = "--graph",
            paramLabel = "NAME",
            description = "One of several graphs, by its file or its precision, such as q4.")
    private @Nullable String graph;

    @Option(
            names = "--rows",
            defaultValue = "1",
            paramLabel = "N",
            converter = DeviceOptions.Rows.class,
            description = "Chains at the same time. Default: ${DEFAULT-VALUE}.")
    private int rows = 1;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "Tokens of each chain. Default: 8192, or the context if that is less.")
    private @Nullable Integer tokens;

    @Mixin private ImportChoices choices = new ImportChoices();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean asJson;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final WorkbenchOpener opener;
    private final Console console;

    ModelEstimateCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException {
        if (tokens != null && tokens < 1) {
            throw new ParameterException(spec.commandLine(), "--tokens is a number from 1");
        }
        Facts facts = new Facts();
        MemoryEstimate estimate =
                ModelFolder.isCheckpoint(path) ? ofCheckpoint(facts) : ofModel(facts);
        facts.print(console, asJson);
        return (estimate.fits() ? ExitCode.OK : ExitCode.FINDINGS).code();
    }

    private MemoryEstimate ofCheckpoint(Facts facts) throws WorkbenchException {
        ImportPlan plan = ModelImport.plan(path, choices.options(opener.version()));
        facts.json().put("path", plan.source().toString());
        facts.json().put("layout", "checkpoint");
        facts.json().put("precision", plan.options().precision().label());
        String blocks = "";
        if (plan.options().quantizes()) {
            facts.json().put("block", plan.options().block());
            blocks = " in blocks of " + plan.options().block();
        }
        facts.json().put("importBytes", plan.resultSize().bytes());
        facts.json().put("importMemoryBytes", plan.workingMemory().bytes());
        facts.line(
                "import",
                "%s%s, %s on the disk; %s of memory while it is made"
                        .formatted(
                                plan.options().precision().label(),
                                blocks,
                                plan.resultSize(),
                                plan.workingMemory()));
        int planned = tokens(plan.shape());
        MemoryEstimate estimate =
                MemoryEstimate.of(
                        plan.shape(),
                        AttentionKind.SHARED,
                        plan.resultSize(),
                        rows,
                        planned,
                        new SystemMemory());
        ModelFacts.addEstimate(estimate, rows, planned, facts);
        return estimate;
    }

    private MemoryEstimate ofModel(Facts facts) throws WorkbenchException {
        if (choices.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the options of an import are for a checkpoint (safetensors); this is a graph");
        }
        ModelFolder model = ModelFolder.open(path, Optional.ofNullable(graph));
        facts.json().put("path", model.files().folder().toString());
        facts.json().put("graph", model.graph());
        int planned = tokens(model.shape());
        MemoryEstimate estimate = MemoryEstimate.of(model, rows, planned, new SystemMemory());
        ModelFacts.addEstimate(estimate, rows, planned, facts);
        return estimate;
    }

    private int tokens(DecoderShape shape) {
        int wanted = tokens == null ? PLANNED_TOKENS : tokens;
        if (tokens != null && wanted > shape.contextLength()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tokens is at most the model's context of " + shape.contextLength());
        }
        return Math.min(wanted, shape.contextLength());
    }
}
