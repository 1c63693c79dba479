package org.prmscope.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.run.HealthCheck;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `prmscope doctor`: says what works on this machine, what does not, and why.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Say what works on this machine, what does not, and why.")
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean asJson;

    @Option(names = "--workspace", paramLabel = "W", description = "Examine this workspace file.")
    private @Nullable Path workspace;

    private final WorkbenchOpener opener;
    private final Console console;

    DoctorCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    @Override
    public Integer call() {
        List<HealthCheck> checks = opener.examine(workspace);
        boolean error = checks.stream().anyMatch(c -> c.state() == HealthCheck.State.ERROR);
        if (asJson) {
            ObjectNode report = new ObjectMapper().createObjectNode();
            report.put("version", opener.version());
            report.put("ok", !error);
            ArrayNode nodes = report.putArray("checks");
            for (HealthCheck check : checks) {
                ObjectNode node = nodes.addObject();
                node.put("name", check.name());
                node.put("state", check.state().name().toLowerCase(Locale.ROOT));
                node.put("detail", check.detail());
                node.put("remedy", check.remedy());
            }
            console.out().println(report);
        } else {
            console.out().println("PRMScope " + opener.version());
            for (HealthCheck check : checks) {
                console.out().println(line(check));
            }
        }
        return (error ? ExitCode.FINDINGS : ExitCode.OK).code();
    }

    private static String line(HealthCheck check) {
        String mark =
                switch (check.state()) {
                    case OK -> "✓";
                    case NOTICE -> "!";
                    case ERROR -> "✗";
                };
        String remedy = check.remedy().isEmpty() ? "" : "\n    " + check.remedy();
        return String.format(
                Locale.ROOT, "%s %-16s %s%s", mark, check.name(), check.detail(), remedy);
    }
}
