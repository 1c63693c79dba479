package org.prmscope.cli;

import org.prmscope.core.IoReason;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.dataset.AnswerReader;
import org.prmscope.dataset.ScoredSolutions;
import org.prmscope.dataset.SolutionWriter;
import org.prmscope.run.RolloutRequest;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;
import org.prmscope.synthesis.rollout.RolloutPlan;
import org.prmscope.synthesis.rollout.RolloutScores;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Samples the scores that solutions lack. Each solution's are kept as soon as they are there:
/// `--resume` goes on from them.
final class RolloutRun {
    private final WorkbenchOpener opener;
    private final Console console;
    private final SynthLabelsOptions options;
    private final ScoredSolutions scored = new ScoredSolutions();
    private final Map<String, Solution> known = new HashMap<>();
    private final KeptScores kept;

    /// @param inputSha256 of the file with the solutions
    RolloutRun(
            WorkbenchOpener opener,
            Console console,
            SynthLabelsOptions options,
            String inputSha256) {
        this.opener = opener;
        this.console = console;
        this.options = options;
        RolloutPlan plan = options.plan();
        kept =
                new KeptScores(
                        options.out,
                        Map.of(
                                "input", inputSha256,
                                "answers", String.valueOf(options.answers),
                                "policy", model(),
                                "rollouts", String.valueOf(plan.rollouts()),
                                "temperature", String.valueOf(plan.sampling().temperature()),
                                "tokens", String.valueOf(plan.maxTokens()),
                                "seed", String.valueOf(plan.seed())));
    }

    private String model() {
        return options.policy == null ? VerifierChoice.BUILTIN : options.policy;
    }

    /// The solutions, with scores where they had some or could be scored.
    ///
    /// @throws java.util.concurrent.CancellationException if it was interrupted
    List<Solution> score(List<Solution> solutions) throws WorkbenchException {
        kept.take(options.resume, options.overwrite)
                .forEach(solution -> known.put(solution.id(), solution));
        if (!known.isEmpty()) {
            console.err().printf("%d solutions are scored already%n", known.size());
        }
        List<RolloutRequest.Item> due = due(solutions);
        if (!due.isEmpty()) {
            sample(due);
        }
        List<Solution> all = new ArrayList<>();
        for (Solution solution : solutions) {
            all.add(known.getOrDefault(solution.id(), solution));
        }
        return all;
    }

    /// Removes what was kept, once the result is written.
    void written() {
        try {
            kept.drop();
        } catch (IOException e) {
            console.err().printf("%s could not be removed: %s%n", kept.file(), IoReason.of(e));
        }
    }

    private List<RolloutRequest.Item> due(List<Solution> solutions) throws WorkbenchException {
        AnswerReader.Answers answers =
                options.answers == null ? null : new AnswerReader().read(options.answers);
        List<RolloutRequest.Item> due = new ArrayList<>();
        int unanswered = 0;
        for (Solution solution : solutions) {
            if (known.containsKey(solution.id()) || scored.scores(solution).isPresent()) {
                continue;
            }
            String answer = scored.answer(solution);
            if (answers != null) {
                String other =
                        answers.byId()
                                .getOrDefault(
                                        solution.id(),
                                        answers.byProblem()
                                                .getOrDefault(solution.problem().strip(), ""));
                answer = other.isEmpty() ? answer : other;
            }
            if (answer == null) {
                unanswered++;
            } else {
                due.add(new RolloutRequest.Item(solution, answer));
            }
        }
        if (unanswered > 0) {
            console.err()
                    .printf(
                            "%d of %d solutions have no right answer to compare with%n",
                            unanswered, solutions.size());
        }
        return due;
    }

    private void sample(List<RolloutRequest.Item> due) throws WorkbenchException {
        SolutionWriter rows = new SolutionWriter();
        int[] counts = new int[3];
        try (Interruption interruption = new Interruption();
                Workbench workbench = opener.open(null);
                BufferedWriter writer = kept.writer()) {
            workbench.scoreSteps(
                    new RolloutRequest(due, options.policy(model()), options.plan()),
                    (solution, scores) -> {
                        Solution with = scored.with(solution, scores.scores());
                        known.put(solution.id(), with);
                        keep(writer, rows.row(with));
                        count(counts, scores);
                        console.err()
                                .printf(
                                        "%s: %s, then %s%n",
                                        solution.id(),
                                        scores.scores().start(),
                                        scores.scores().steps());
                    },
                    interruption.cancellation());
        } catch (IOException e) {
            throw kept.failure(e);
        } catch (UncheckedIOException e) {
            throw kept.failure(Objects.requireNonNull(e.getCause()));
        }
        console.err()
                .printf(
                        "%d continuations: %d without an answer, %d that could not be compared%n",
                        counts[0], counts[1], counts[2]);
    }

    private static void count(int[] counts, RolloutScores scores) {
        counts[0] += scores.continuations();
        counts[1] += scores.unanswered();
        counts[2] += scores.undecided();
    }

    private static void keep(BufferedWriter writer, String row) {
        try {
            writer.write(row);
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
