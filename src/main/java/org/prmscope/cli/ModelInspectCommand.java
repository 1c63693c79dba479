package org.prmscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ImportOptions;
import org.prmscope.model.ImportPlan;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.model.ModelException;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.ModelImport;
import org.prmscope.model.Precision;
import org.prmscope.model.SystemMemory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `prmscope model inspect`: says what a model folder holds and whether it can be run here.
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Say what a model folder holds and whether it can be run here.")
final class ModelInspectCommand implements Callable<Integer> {
    private static final int PLANNED_TOKENS = 8_192;

    @Parameters(paramLabel = "PATH", description = "A model folder, or an .onnx file in one.")
    private Path path = Path.of("");

    @Option(
            names = "--graph",
            paramLabel = "NAME",
            description = "One of several graphs, by its file or its precision, such as q4.")
    private @Nullable String graph;

    @Option(
            names = "--sha256",
            description =
                    "Read everything to give its checksum, and to compare what was imported with"
                            + " the checksums that were taken then.")
    private boolean sha256;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean asJson;

    private final Console console;

    ModelInspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException {
        Facts facts = new Facts();
        boolean runs =
                ModelFolder.isCheckpoint(path)
                        ? addCheckpoint(facts)
                        : addModel(ModelFolder.open(path, Optional.ofNullable(graph)), facts);
        facts.print(console, asJson);
        return (runs ? ExitCode.OK : ExitCode.FINDINGS).code();
    }

    private boolean addCheckpoint(Facts facts) throws ModelException {
        ImportPlan plan = ModelImport.plan(path, ImportOptions.of(Precision.INT4, "prmscope"));
        facts.json().put("path", plan.source().toString());
        facts.json().put("layout", "checkpoint");
        facts.json().put("architecture", plan.architecture());
        facts.json().put("parameters", plan.parameters());
        facts.json().put("bytes", plan.sourceSize().bytes());
        plan.storedTypes().forEach(facts.json().putArray("storedTypes")::add);
        facts.json().put("runs", false);
        facts.json().put("reason", "a checkpoint is to be imported first");
        facts.line("layout", "Hugging Face checkpoint (safetensors)");
        facts.line(
                "architecture",
                String.format(
                        Locale.ROOT,
                        "%s, %,d parameters, %s in %s",
                        plan.architecture(),
                        plan.parameters(),
                        plan.sourceSize(),
                        String.join("+", plan.storedTypes())));
        facts.line("runs", "no: import it first, prmscope model import " + path + " FOLDER");
        return false;
    }

    private boolean addModel(ModelFolder model, Facts facts) throws WorkbenchException {
        ModelFacts.add(model, facts);
        int tokens = Math.min(PLANNED_TOKENS, model.shape().contextLength());
        MemoryEstimate estimate = MemoryEstimate.of(model, 1, tokens, new SystemMemory());
        ModelFacts.addEstimate(estimate, 1, tokens, facts);
        boolean whole = !sha256 || addChecksums(model, facts);
        String reason = reason(model, estimate);
        facts.json().put("runs", reason.isEmpty());
        facts.json().put("reason", reason);
        facts.line("runs", reason.isEmpty() ? "yes, on the CPU" : "no: " + reason);
        return whole && reason.isEmpty();
    }

    /// Why the model cannot be run on this machine; empty if it can.
    private static String reason(ModelFolder model, MemoryEstimate estimate) {
        try {
            model.checkPatch();
            model.checkTokenizer();
            estimate.requireFit(model);
            return "";
        } catch (ModelException e) {
            return e.report().text();
        }
    }

    /// @return false if a file is not as the import of the folder wrote it
    private static boolean addChecksums(ModelFolder model, Facts facts) throws ModelException {
        try (Interruption interruption = new Interruption()) {
            model.identity(interruption.cancellation())
                    .map(ModelIdentity::sha256)
                    .ifPresent(sum -> {
                        facts.json().put("sha256", sum);
                        facts.line("sha256", sum);
                    });
            Optional<List<ModelFolder.ChangedFile>> changed =
                    model.changedSinceImport(interruption.cancellation());
            changed.ifPresent(files -> addChanged(files, facts));
            return changed.isEmpty() || changed.get().isEmpty();
        }
    }

    private static void addChanged(List<ModelFolder.ChangedFile> files, Facts facts) {
        ArrayNode json = facts.json().putArray("changedSinceImport");
        if (files.isEmpty()) {
            facts.line("files", "all as they were imported");
        }
        for (ModelFolder.ChangedFile file : files) {
            json.addObject()
                    .put("name", file.name())
                    .put("expected", file.expected())
                    .put("found", file.found());
            facts.line(
                    "changed",
                    "%s is not as it was imported: expected %s, found %s"
                            .formatted(file.name(), file.expected(), file.found()));
        }
    }
}
