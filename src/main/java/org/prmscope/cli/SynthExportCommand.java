package org.prmscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.Workbench;
import org.prmscope.synthesis.export.TrainingExport;
import org.prmscope.synthesis.export.TrainingFormat;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// `prmscope synth export`: writes kept chains as files that other programs train on.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write kept chains as training files.",
            "A manifest beside them says where they come from."
        },
        footer = {
            "",
            "Exit codes: 0 all done; 1 it was interrupted; 2 usage; 3 there is nothing to export,"
                    + " or files cannot be written."
        })
final class SynthExportCommand implements Callable<Integer> {
    @Mixin private SynthWorkspace workspace = new SynthWorkspace();

    @Option(
            names = "--synthesis",
            paramLabel = "ID",
            description = "The synthesis run. Default: the newest.")
    private @Nullable Long synthesis;

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            converter = FormatName.class,
            description =
                    "openai, sharegpt, trl-completion, trl-stepwise; several with commas between."
                            + " Default: all.")
    private List<TrainingFormat> formats = List.of(TrainingFormat.values());

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for the files.")
    private Path out = Path.of("");

    @Option(names = "--overwrite", description = "Replace an earlier export.")
    private boolean overwrite;

    @Option(names = "--json", description = "Print the manifest.")
    private boolean asJson;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final WorkbenchOpener opener;
    private final Console console;

    SynthExportCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    /// Reads a format's name.
    static final class FormatName implements ITypeConverter<TrainingFormat> {
        @Override
        public TrainingFormat convert(String value) {
            return Arrays.stream(TrainingFormat.values())
                    .filter(format -> format.word().equals(value))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "expected openai, sharegpt, trl-completion or trl-stepwise,"
                                            + " found "
                                            + value));
        }
    }

    @Override
    public Integer call() throws WorkbenchException {
        new NeededFile(spec.commandLine(), "--workspace", workspace.file)
                .refuseIn("--out", out, TrainingExport::isWritten);
        try (Interruption interruption = new Interruption();
                Workbench workbench = workspace.open(opener)) {
            SynthesisRun run = SynthWorkspace.synthesis(workbench, synthesis);
            ObjectNode manifest =
                    workbench
                            .synthesis()
                            .export(
                                    run.id(),
                                    new TrainingExport.Target(
                                            out, EnumSet.copyOf(formats), overwrite),
                                    _ -> {},
                                    interruption.cancellation());
            if (asJson) {
                console.out().println(manifest);
            } else {
                print(run, manifest);
            }
            return ExitCode.OK.code();
        } catch (CancellationException e) {
            console.err().println("interrupted; nothing was written");
            return ExitCode.FINDINGS.code();
        }
    }

    private void print(SynthesisRun run, ObjectNode manifest) {
        console.out()
                .printf(
                        "%d of %d chains of synthesis run %d in %s%n",
                        manifest.at("/counts/kept").asInt(),
                        manifest.at("/counts/chains").asInt(),
                        run.id(),
                        out);
        for (JsonNode file : manifest.path("files")) {
            console.out()
                    .printf(
                            "  %-28s %8d rows %12d bytes%n",
                            file.path("name").asText(),
                            file.path("rows").asInt(),
                            file.path("bytes").asLong());
        }
        for (JsonNode notice : manifest.path("notices")) {
            console.err().println(notice.asText());
        }
    }
}
