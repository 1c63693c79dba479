package org.prmscope.cli;

import org.prmscope.core.WorkbenchException;
import org.prmscope.model.ImportPlan;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.ModelImport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `prmscope model import`: makes a model folder of a Hugging Face checkpoint.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Make a model folder of a Hugging Face checkpoint (safetensors).",
            "",
            "The folder appears complete or not at all; Ctrl+C leaves nothing."
        })
final class ModelImportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "The checkpoint's folder.")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "TARGET", description = "A new or empty folder.")
    private Path target = Path.of("");

    @Mixin private ImportChoices choices = new ImportChoices();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean asJson;

    private final WorkbenchOpener opener;
    private final Console console;

    ModelImportCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException {
        long start = opener.nanoTime().getAsLong();
        ImportPlan plan = ModelImport.plan(source, choices.options(opener.version()));
        ImportLine line = new ImportLine(console);
        Optional<Path> written;
        try (Interruption interruption = new Interruption()) {
            written = plan.write(target, line, interruption.cancellation());
        } finally {
            line.end();
        }
        if (written.isEmpty()) {
            console.err().println("prmscope: the import was cancelled; nothing was left");
            return ExitCode.FINDINGS.code();
        }
        ModelFolder model = ModelFolder.open(written.get());
        double seconds = (opener.nanoTime().getAsLong() - start) / 1e9;
        Facts facts = new Facts();
        facts.json().put("folder", written.get().toAbsolutePath().toString());
        facts.json().put("architecture", model.architecture());
        facts.json().put("parameters", model.weights().parameters());
        facts.json().put("seconds", seconds);
        facts.json().put("sourceBytes", plan.sourceSize().bytes());
        facts.json().put("bytes", model.weights().size().bytes());
        ModelFacts.addPrecision(model, facts);
        facts.line(
                "imported",
                String.format(
                        Locale.ROOT,
                        "%s: %s, %s to %s in %.1f s",
                        written.get(),
                        model.architecture(),
                        plan.sourceSize(),
                        model.weights().size(),
                        seconds));
        facts.print(console, asJson);
        return ExitCode.OK.code();
    }
}
