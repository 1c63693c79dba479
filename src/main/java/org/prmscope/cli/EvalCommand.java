package org.prmscope.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.diagnostics.Estimate;
import org.prmscope.diagnostics.Evaluation;
import org.prmscope.diagnostics.Judged;
import org.prmscope.run.ResultRows;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `prmscope eval`: verifies a file and prints ProcessBench's metrics.
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = {
            "Verify a file and print ProcessBench's error accuracy, correct accuracy and F1,",
            "and the share of invalid judgements, each with n and a 95 %% bootstrap interval."
        })
final class EvalCommand implements Callable<Integer> {
    @Mixin private VerifierOptions options = new VerifierOptions();

    @Mixin private ScalingOptions scaling = new ScalingOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean asJson;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final VerificationRun run;
    private final Console console;

    EvalCommand(VerificationRun run, Console console) {
        this.run = run;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, InterruptedException, java.io.IOException {
        VerificationRun.Outcome outcome = run.verify(options, scaling, spec.commandLine(), _ -> {});
        List<Judged> judged =
                outcome.judged().stream()
                        .map(one -> new Judged(one.gold(), one.predicted()))
                        .toList();
        Evaluation evaluation = Evaluation.of(judged, options.seed);
        console.out().println(asJson ? json(evaluation, outcome) : text(evaluation, outcome));
        return outcome.exitCode().code();
    }

    static String text(Evaluation evaluation, VerificationRun.Outcome outcome) {
        return String.join(
                "\n",
                line("error accuracy", evaluation.errorAccuracy()),
                line("correct accuracy", evaluation.correctAccuracy()),
                line("F1", evaluation.f1()),
                line("invalid", evaluation.invalid()),
                String.format(
                        Locale.ROOT,
                        "%d solutions, %d failed chains, %d rows rejected, %d tokens generated in"
                                + " %.1f s on %s",
                        outcome.judged().size(),
                        outcome.failedChains(),
                        outcome.rejectedRows(),
                        outcome.usage().generated(),
                        outcome.elapsedMs() / 1000,
                        VerificationRun.Outcome.place(outcome.computation())));
    }

    private static String line(String name, Estimate estimate) {
        return String.format(Locale.ROOT, "%-17s %s", name, value(estimate));
    }

    private static String value(Estimate estimate) {
        Double value = estimate.value();
        Estimate.Interval interval = estimate.interval();
        if (value == null || interval == null) {
            return "not defined (n = " + estimate.n() + ")";
        }
        return String.format(
                Locale.ROOT,
                "%.3f  [%.3f, %.3f]  n = %d",
                value,
                interval.low(),
                interval.high(),
                estimate.n());
    }

    static String json(Evaluation evaluation, VerificationRun.Outcome outcome) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode node = mapper.createObjectNode();
        put(node, "errorAccuracy", evaluation.errorAccuracy());
        put(node, "correctAccuracy", evaluation.correctAccuracy());
        put(node, "f1", evaluation.f1());
        put(node, "invalid", evaluation.invalid());
        node.put("solutions", outcome.judged().size());
        node.put("failedChains", outcome.failedChains());
        node.put("rejectedRows", outcome.rejectedRows());
        node.put("generatedTokens", outcome.usage().generated());
        node.put("elapsedMs", outcome.elapsedMs());
        node.set("computation", new ResultRows().computation(outcome.computation()));
        node.put("bootstrapResamples", Evaluation.RESAMPLES);
        return node.toString();
    }

    private static void put(ObjectNode parent, String name, Estimate estimate) {
        ObjectNode node = parent.putObject(name);
        Double value = estimate.value();
        node.put("value", value);
        node.put("n", estimate.n());
        Estimate.@Nullable Interval interval = estimate.interval();
        if (interval == null) {
            node.putNull("interval95");
        } else {
            node.putArray("interval95").add(interval.low()).add(interval.high());
        }
    }
}
