package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.bench.BenchHistory;
import org.prmscope.bench.BenchReport;
import org.prmscope.bench.BenchSubject;
import org.prmscope.bench.BenchText;
import org.prmscope.bench.ModelBench;
import org.prmscope.core.VisibleText;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.VerifierChoice;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `prmscope bench`: measures a model on this machine.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure a model on this machine: memory bandwidth, prefill, decoding of several",
            "chains, the time outside the runtime, and a GenPRM verification of eight steps with code.",
            "Takes minutes with a large model; let nothing else run meanwhile."
        })
final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--model",
            defaultValue = VerifierChoice.BUILTIN,
            paramLabel = "builtin|DIR",
            converter = VerifierOptions.ModelName.class,
            description = "The verifier: ${DEFAULT-VALUE}, or a model folder.")
    private String model = VerifierChoice.BUILTIN;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean asJson;

    @Option(
            names = "--no-genprm",
            description = "Leave out the verifications, which take the longest.")
    private boolean withoutGenPrm;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "Add the report to this file of JSON lines.")
    private @Nullable Path history;

    @Option(
            names = "--commit",
            defaultValue = "",
            paramLabel = "ID",
            description = "The commit that the program was built from, for the history.")
    private String commit = "";

    private final BenchTools tools;
    private final Console console;

    BenchCommand(BenchTools tools, Console console) {
        this.tools = tools;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, InterruptedException {
        BenchHistory written = new BenchHistory();
        if (history != null) {
            written.check(history);
        }
        BenchReport report;
        try (BenchSubject subject = tools.subject(VerifierOptions.choice(model))) {
            report =
                    new ModelBench(
                                    subject,
                                    tools.plan(commit, !withoutGenPrm),
                                    tools.nanoTime(),
                                    what -> console.err().println(what))
                            .run();
        }
        if (asJson) {
            console.out().println(written.line(report));
        } else {
            BenchText.of(report).forEach(line -> console.out().println(VisibleText.of(line)));
        }
        if (history != null) {
            written.add(history, report);
        }
        return ExitCode.OK.code();
    }
}
