package org.prmscope.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.Computation;
import org.prmscope.core.FirstError;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.VisibleText;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ChainResult;
import org.prmscope.run.ImportOutcome;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.ResultRows;
import org.prmscope.run.RunHandle;
import org.prmscope.run.RunRequest;
import org.prmscope.run.RunSnapshot;
import org.prmscope.run.RunState;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierDescription;
import org.prmscope.run.Workbench;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Runs a verifier over a file and hands out result rows in the file's order as they finish.
final class VerificationRun {
    private static final Logger LOG = LoggerFactory.getLogger(VerificationRun.class);
    private static final int POLL_MS = 100;
    private static final int TIDY_SECONDS = 15;

    private final WorkbenchOpener opener;
    private final Console console;
    private final ResultRows rows = new ResultRows();

    VerificationRun(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    /// Takes one finished row.
    interface RowSink {
        void accept(String row) throws IOException;
    }

    /// One solution with its prediction.
    record Judged(String id, FirstError gold, FirstError predicted) {}

    /// What a run came to.
    record Outcome(
            RunState state,
            int total,
            int rejectedRows,
            int failedChains,
            int invalid,
            Computation computation,
            TokenUsage usage,
            double tokensPerSecond,
            double elapsedMs,
            List<Judged> judged) {
        ExitCode exitCode() {
            return switch (state) {
                case FAILED -> ExitCode.ENVIRONMENT;
                case CANCELLED -> ExitCode.FINDINGS;
                default -> rejectedRows + failedChains > 0 ? ExitCode.FINDINGS : ExitCode.OK;
            };
        }

        /// @param place what became of the rows, such as `rows in FILE`
        String text(String place) {
            return String.format(
                    Locale.ROOT,
                    "%d of %d solutions verified in %.1f s (%d invalid, %d failed, %d rows"
                            + " rejected); %d tokens generated, %.0f tok/s on %s; %s",
                    judged.size(),
                    total,
                    elapsedMs / 1000,
                    invalid,
                    failedChains,
                    rejectedRows,
                    usage.generated(),
                    tokensPerSecond,
                    place(computation),
                    place);
        }

        String json() {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("state", state.name().toLowerCase(Locale.ROOT));
            node.put("solutions", total);
            node.put("verified", judged.size());
            node.put("rejectedRows", rejectedRows);
            node.put("failedChains", failedChains);
            node.put("invalid", invalid);
            ObjectNode tokens = node.putObject("tokens");
            tokens.put("prefilled", usage.prefilled());
            tokens.put("generated", usage.generated());
            tokens.put("injected", usage.injected());
            node.put("tokensPerSecond", tokensPerSecond);
            node.put("elapsedMs", elapsedMs);
            node.set("computation", new ResultRows().computation(computation));
            return node.toString();
        }

        /// Such as `CPU (fast, 8 at a time)`.
        static String place(Computation computation) {
            return "%s (%s, %d at a time)"
                    .formatted(
                            computation.device(),
                            computation.mode().name().toLowerCase(Locale.ROOT),
                            computation.rows());
        }
    }

    /// Verifies what the options say.
    ///
    /// Ctrl+C cancels the run, lets this method write what is finished and close the workspace, and
    /// only then lets the process end.
    ///
    /// @throws ParameterException if an option is out of range
    Outcome verify(
            VerifierOptions options, ScalingOptions scaling, CommandLine command, RowSink sink)
            throws WorkbenchException, InterruptedException, IOException {
        RunConfiguration configuration = configuration(options, scaling, command);
        VerifierChoice choice = options.choice();
        Cancellation cancellation = new Cancellation();
        CountDownLatch tidy = new CountDownLatch(1);
        Thread onInterrupt = new Thread(() -> cancelAndWait(cancellation, tidy), "prmscope-cancel");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (Workbench workbench = opener.open(options.workspace)) {
            return verify(workbench, options, choice, configuration, cancellation, sink);
        } finally {
            tidy.countDown();
            if (!cancellation.isCancelled()) {
                Runtime.getRuntime().removeShutdownHook(onInterrupt);
            }
        }
    }

    private Outcome verify(
            Workbench workbench,
            VerifierOptions options,
            VerifierChoice choice,
            RunConfiguration configuration,
            Cancellation cancellation,
            RowSink sink)
            throws WorkbenchException, InterruptedException, IOException {
        ImportOutcome imported = workbench.open(options.input, _ -> {}, cancellation);
        for (WorkbenchException.Report report : imported.rejected()) {
            console.err().println("rejected: " + report.text());
        }
        List<Solution> solutions = workbench.solutions(imported.set().id());
        if (options.limit != null && options.limit < solutions.size()) {
            solutions = solutions.subList(0, options.limit);
        }
        VerifierDescription description = workbench.describe(choice);
        console.err().println(describedText(description));
        LoadedVerifier verifier = workbench.load(choice, cancellation);
        console.err().println(loadedText(verifier));
        RunHandle handle =
                workbench.start(
                        new RunRequest(imported.set().id(), solutions, choice, configuration));
        try (Cancellation.Registration _ = cancellation.onCancel(handle::cancel)) {
            return follow(workbench, handle, solutions, verifier, configuration, sink, imported);
        }
    }

    /// What is going to be loaded, and what it will take.
    static String describedText(VerifierDescription description) {
        return VisibleText.of(description.choice().name() + ": " + description.estimate());
    }

    /// Where and how it is computed; never silent about not having taken CUDA.
    static String loadedText(LoadedVerifier verifier) {
        Computation computation = verifier.computation();
        String kernels = computation.kernels().isEmpty() ? "" : ", " + computation.kernels();
        String placement = verifier.placement().isEmpty() ? "" : "\n" + verifier.placement();
        return "loaded on %s, %d threads%s%s"
                .formatted(Outcome.place(computation), computation.threads(), kernels, placement);
    }

    private static RunConfiguration configuration(
            VerifierOptions options, ScalingOptions scaling, CommandLine command) {
        if (options.limit != null && options.limit < 1) {
            throw new ParameterException(
                    command, "--limit must be 1 or more, was " + options.limit);
        }
        try {
            return options.configuration(scaling.scaling());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    private Outcome follow(
            Workbench workbench,
            RunHandle handle,
            List<Solution> solutions,
            LoadedVerifier verifier,
            RunConfiguration configuration,
            RowSink sink,
            ImportOutcome imported)
            throws WorkbenchException, InterruptedException, IOException {
        Deque<Solution> due = new ArrayDeque<>(solutions);
        List<Judged> judged = new java.util.ArrayList<>();
        int failed = 0;
        ProgressLine progress = new ProgressLine(console);
        RunSnapshot snapshot;
        do {
            snapshot = handle.snapshot();
            boolean over = snapshot.state().isOver();
            Iterator<Solution> next = due.iterator();
            while (next.hasNext()) {
                Solution solution = next.next();
                SolutionResult result = snapshot.finished().get(solution.id());
                boolean done = snapshot.isDone(solution.id());
                if (!done && !over) {
                    // Rows keep the file's order: the later ones wait for this one.
                    break;
                }
                if (result == null) {
                    continue;
                }
                next.remove();
                for (ChainResult light : result.chains()) {
                    VerificationChain chain =
                            workbench
                                    .chain(light.runId(), solution.id(), light.chainIndex())
                                    .orElseThrow();
                    sink.accept(
                            rows.row(
                                    solution,
                                    chain,
                                    configuration.protocol(),
                                    verifier.identity(),
                                    verifier.computation()));
                    failed += chain.end() == ChainEnd.FAILED ? 1 : 0;
                }
                if (done) {
                    judged.add(
                            new Judged(
                                    solution.id(), solution.goldFirstError(), result.firstError()));
                }
            }
            progress.show(snapshot);
            if (over) {
                break;
            }
            Thread.sleep(POLL_MS);
        } while (true);
        progress.end();
        if (snapshot.failure() != null) {
            throw new WorkbenchException(snapshot.failure());
        }
        int invalid =
                (int)
                        judged.stream()
                                .filter(one -> one.predicted() instanceof FirstError.Unknown)
                                .count();
        return new Outcome(
                snapshot.state(),
                solutions.size(),
                imported.set().rejectedRows(),
                failed,
                invalid,
                verifier.computation(),
                snapshot.usage(),
                snapshot.tokensPerSecond(),
                snapshot.elapsedMs(),
                judged);
    }

    private static void cancelAndWait(Cancellation cancellation, CountDownLatch tidy) {
        cancellation.cancel();
        try {
            if (!tidy.await(TIDY_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the run did not end within {} s of the interrupt", TIDY_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
