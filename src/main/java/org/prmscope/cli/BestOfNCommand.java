package org.prmscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.bestofn.AnswerGrader;
import org.prmscope.bestofn.BestOfN;
import org.prmscope.bestofn.Grading;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Candidate;
import org.prmscope.core.CandidateGroup;
import org.prmscope.core.IoReason;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.dataset.AnswerReader;
import org.prmscope.dataset.CandidateSets;
import org.prmscope.plot.InterMetrics;
import org.prmscope.plot.Palette;
import org.prmscope.plot.PlotLayout;
import org.prmscope.plot.SvgWriter;
import org.prmscope.report.OutputFile;
import org.prmscope.run.BestOfNOutput;
import org.prmscope.run.CandidateScores;
import org.prmscope.run.ImportOutcome;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SandboxAlgebra;
import org.prmscope.run.Workbench;
import org.prmscope.scaling.Aggregation.StepReduction;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// `prmscope bestofn`: ranks candidate solutions and says what choosing among N of them gives.
@Command(
        name = "bestofn",
        mixinStandardHelpOptions = true,
        description = {
            "Grade the final answers of candidate solutions and print what choosing among N of"
                    + " them",
            "gives: best score, majority, weighted majority, pass@N and chance, with intervals.",
            "Scores are the file's own unless a verifier is named with --model."
        },
        footer = {
            "",
            "Exit codes: 0 all done; 1 rows were rejected, answers were not decided or it was"
                    + " interrupted; 2 usage; 3 a file, the model or the machine is not as needed."
        })
final class BestOfNCommand implements Callable<Integer> {
    @Mixin private VerifierOptions verifier = new VerifierOptions();

    @Mixin private ScalingOptions scaling = new ScalingOptions();

    @Mixin private BestOfNOptions options = new BestOfNOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    private final WorkbenchOpener opener;
    private final Console console;

    BestOfNCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, InterruptedException {
        options.check(spec.commandLine());
        refuseToLoseAnything();
        RunConfiguration configuration = configuration();
        boolean verifies = spec.commandLine().getParseResult().hasMatchedOption("--model");
        AnswerReader.Answers answers =
                options.answers == null ? null : new AnswerReader().read(options.answers);
        prepare();
        Path workspace =
                verifier.workspace == null && verifies
                        ? options.output.out.resolve("bestofn.prmscope")
                        : verifier.workspace;
        try (Interruption interruption = new Interruption();
                Workbench workbench = opener.open(workspace)) {
            try {
                ImportOutcome imported =
                        workbench.open(verifier.input, _ -> {}, interruption.cancellation());
                List<CandidateGroup> groups =
                        groups(workbench.solutions(imported.set().id()), answers);
                CandidateScores scores =
                        verifies
                                ? verified(
                                        groups,
                                        new SetRuns(
                                                workbench,
                                                verifier,
                                                console,
                                                interruption.cancellation(),
                                                _ -> solutions(groups)),
                                        workbench,
                                        configuration)
                                : CandidateScores.ofFile(groups, reduction(true));
                if (!verifies) {
                    imported.rejected()
                            .forEach(row -> console.err().println("rejected: " + row.text()));
                }
                return grade(
                        groups, scores, imported.set().rejectedRows(), interruption.cancellation());
            } catch (CancellationException e) {
                console.err()
                        .println(
                                verifies
                                        ? "interrupted; go on with --resume."
                                        : "interrupted; nothing was written.");
                return ExitCode.FINDINGS.code();
            }
        }
    }

    private void refuseToLoseAnything() {
        List<NeededFile> needed = new ArrayList<>(verifier.needed(spec.commandLine()));
        if (options.answers != null) {
            needed.add(new NeededFile(spec.commandLine(), "--answers", options.answers));
        }
        options.output.refuseToLose(needed, BestOfNOptions.WRITTEN::contains);
    }

    private RunConfiguration configuration() {
        try {
            if (verifier.limit != null && verifier.limit < 1) {
                throw new IllegalArgumentException(
                        "--limit must be 1 or more, was " + verifier.limit);
            }
            return verifier.configuration(scaling.scaling());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void prepare() throws WorkbenchException {
        try {
            Files.createDirectories(options.output.out);
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The folder cannot be made",
                            options.output.out.toString(),
                            "a place that can be written",
                            IoReason.of(e),
                            ""),
                    e);
        }
    }

    /// The first problems and candidates that are asked for, with the answers of the other file.
    private List<CandidateGroup> groups(
            List<Solution> solutions, AnswerReader.@Nullable Answers answers)
            throws WorkbenchException {
        List<CandidateGroup> groups = new ArrayList<>();
        for (CandidateGroup group : new CandidateSets().groups(solutions)) {
            if (verifier.limit != null && groups.size() >= verifier.limit) {
                break;
            }
            int most = options.candidates == null ? Integer.MAX_VALUE : options.candidates;
            List<Candidate> first =
                    group.candidates().subList(0, Math.min(most, group.candidates().size()));
            CandidateGroup cut =
                    new CandidateGroup(group.id(), group.problem(), group.answer(), first);
            groups.add(answers == null ? cut : answers.answered(cut));
        }
        if (groups.isEmpty()) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The file has no candidates",
                            verifier.input.toString(),
                            "several solutions a problem, as search-and-learn or GSM8K's example"
                                    + " solutions have them",
                            "solutions without a field \"candidate\"",
                            "docs/formats.md shows the formats."));
        }
        return groups;
    }

    private static List<Solution> solutions(List<CandidateGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.candidates().stream())
                .map(Candidate::solution)
                .toList();
    }

    private StepReduction reduction(boolean ofFile) {
        return Objects.requireNonNullElse(options.reduce, CandidateScores.usual(ofFile));
    }

    private CandidateScores verified(
            List<CandidateGroup> groups,
            SetRuns runs,
            Workbench workbench,
            RunConfiguration configuration)
            throws WorkbenchException, InterruptedException {
        RunSummary run =
                runs.make(
                        "%d candidates of %d problems"
                                .formatted(runs.solutions().size(), groups.size()),
                        configuration,
                        options.output.resume);
        if (!run.hasEnded()) {
            throw new CancellationException("interrupted");
        }
        return CandidateScores.ofRun(
                run.run(), workbench.resultsOf(run.run().id()), reduction(false));
    }

    private int grade(
            List<CandidateGroup> groups,
            CandidateScores scores,
            int rejected,
            Cancellation cancellation)
            throws WorkbenchException {
        return opener.withExecutor(executor -> {
            try (SandboxAlgebra algebra = new SandboxAlgebra(executor, cancellation)) {
                Grading grading =
                        Grading.of(
                                groups,
                                new AnswerGrader(algebra),
                                scores::of,
                                _ -> refuseIfCancelled(cancellation));
                BestOfN figures = BestOfN.of(grading.problems(), 0, verifier.seed);
                BestOfNOutput output =
                        new BestOfNOutput(
                                groups, grading, figures, scores.source(), algebra.description());
                ObjectNode summary = write(output);
                console.out().println(options.output.asJson ? summary : BestOfNText.of(output));
                console.err().println("figures, tables and rows in " + options.output.out);
                boolean clean =
                        rejected == 0
                                && grading.ungraded().stream()
                                        .noneMatch(one ->
                                                one.kind() != Grading.Ungraded.Kind.NO_ANSWER);
                return (clean ? ExitCode.OK : ExitCode.FINDINGS).code();
            }
        });
    }

    private static void refuseIfCancelled(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new CancellationException("cancelled while grading");
        }
    }

    private ObjectNode write(BestOfNOutput output) throws WorkbenchException {
        write("curves.csv", output.curves().csv());
        write("ungraded.csv", output.ungraded().csv());
        write("candidates.jsonl", output.candidates().jsonLines());
        PlotLayout layout = PlotLayout.of(output.plot(), 720, 440, 13, new InterMetrics());
        write("bestofn.svg", new SvgWriter(Palette.LIGHT, false).svg(layout));
        ObjectNode summary = output.summary();
        write(BestOfNOptions.SUMMARY, summary.toPrettyString() + "\n");
        return summary;
    }

    private void write(String name, String text) throws WorkbenchException {
        if (!BestOfNOptions.WRITTEN.contains(name)) {
            throw new IllegalStateException(name + " is not said to be written");
        }
        OutputFile.write(options.output.out.resolve(name), text);
    }
}
