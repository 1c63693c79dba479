package org.prmscope.reproduce;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.report.OutputFile;
import org.prmscope.run.ChainKey;
import org.prmscope.run.ChainResult;
import org.prmscope.run.RunSummary;
import org.prmscope.run.SolutionResult;
import org.prmscope.run.Workbench;
import org.prmscope.synthesis.ProcessBenchText;
import org.prmscope.synthesis.SampleSets;
import org.prmscope.synthesis.export.ChatWriting;
import org.prmscope.synthesis.export.TrainingRows;
import org.prmscope.synthesis.filter.ChainFacts;
import org.prmscope.synthesis.filter.ExaminedChain;
import org.prmscope.synthesis.filter.FilterPlan;
import org.prmscope.synthesis.filter.FilterText;
import org.prmscope.synthesis.filter.SampledChain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Samples chains from a seed's base for solutions that it has not seen, and keeps the same number
/// of them for each arm.
final class SampleStage {
    /// Tokens that the text of a conversation may have more than its chain.
    private static final int AROUND = 100;

    private final Experiment experiment;

    SampleStage(Experiment experiment) {
        this.experiment = experiment;
    }

    /// The stage's folder, which holds `chains-ARM.jsonl` for each arm.
    StageFolder run(int seed, BaseStage.Base base) throws WorkbenchException {
        Scale scale = experiment.scale();
        List<Solution> solutions =
                SampleSets.solutions(
                        NoisyExamples.others(seed, scale.solutions(), SampleSets.problems()));
        String text = ProcessBenchText.write(solutions);
        ObjectNode plan = experiment.plan("sample", seed);
        plan.put("base", base.sha256());
        plan.put("solutions", StageFolder.sha256(text));
        Arm.TUNED.forEach(arm -> plan.put(arm.word(), filters(arm)));
        StageFolder stage = StageFolder.open(experiment.stage(seed, "chains"), plan);
        if (stage.isDone()) {
            experiment.tell("seed %d: the chains are there".formatted(seed));
            return stage;
        }
        experiment.tell(
                "seed %d: sampling %d chains of each of %d solutions"
                        .formatted(seed, scale.chains(), scale.solutions()));
        Path input = stage.path().resolve("solutions.json");
        OutputFile.write(input, text);
        try (CostLog.Piece _ = experiment.costs().begin("sampling");
                Workbench workbench =
                        experiment
                                .tools()
                                .workspaces()
                                .open(stage.path().resolve("chains.prmscope"))) {
            WorkspaceRuns runs =
                    new WorkspaceRuns(
                            workbench,
                            input,
                            scale.mode(),
                            experiment.cancellation(),
                            experiment.listener());
            RunSummary run =
                    runs.make(
                            runs.choice("base of seed " + seed, base.model().toString()),
                            scale.sampling(Experiment.draw(seed, 2)));
            keep(seed, stage, workbench, run);
        }
        return stage;
    }

    private void keep(int seed, StageFolder stage, Workbench workbench, RunSummary run)
            throws WorkbenchException {
        long id = run.run().id();
        Set<ChainKey> tooLong = tooLong(workbench, run);
        Map<Arm, List<ChainFacts>> kept = new EnumMap<>(Arm.class);
        ObjectNode result = new JsonMapper().createObjectNode();
        for (Arm arm : Arm.TUNED) {
            List<ExaminedChain> examined =
                    workbench
                            .synthesis()
                            .examine(
                                    id,
                                    new FilterPlan(experiment.filters(arm), 0),
                                    _ -> {},
                                    experiment.cancellation());
            kept.put(
                    arm,
                    examined.stream()
                            .filter(one -> one.rejections().isEmpty())
                            .map(ExaminedChain::facts)
                            .filter(facts -> !tooLong.contains(key(facts)))
                            .toList());
            result.put("chains", examined.size());
            result.put("tooLong", tooLong.size());
        }
        Map<Arm, List<ChainFacts>> drawn =
                EqualDraw.of(kept, experiment.scale().mostKept(), Experiment.draw(seed, 3));
        if (drawn.values().stream().anyMatch(List::isEmpty)) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "A filter keeps no chain, so there is nothing to compare",
                            stage.path().toString(),
                            "at least one chain for each filter",
                            counts(kept),
                            "Use a larger scale, or another seed."));
        }
        result.put("generatedTokens", generated(workbench.resultsOf(id)));
        ObjectNode arms = result.putObject("arms");
        List<Path> files = new ArrayList<>();
        for (Arm arm : Arm.TUNED) {
            Path file = stage.path().resolve(file(arm));
            OutputFile.write(file, rows(workbench, run, drawn.getOrDefault(arm, List.of())));
            files.add(file);
            ObjectNode counts = arms.putObject(arm.word());
            counts.put("filters", filters(arm));
            counts.put("passed", kept.getOrDefault(arm, List.of()).size());
            counts.put("kept", drawn.getOrDefault(arm, List.of()).size());
            counts.put("agreeing", agreeing(drawn.getOrDefault(arm, List.of())));
        }
        stage.done(experiment.tools().version(), result, files);
    }

    /// Chains that cannot be trained on whole, which no arm draws: arms are compared on the same
    /// number of them.
    private Set<ChainKey> tooLong(Workbench workbench, RunSummary run) throws WorkbenchException {
        Set<ChainKey> found = new HashSet<>();
        for (SolutionResult result : workbench.resultsOf(run.run().id())) {
            for (ChainResult one : result.chains()) {
                int tokens =
                        workbench
                                .chain(run.run().id(), one.solutionId(), one.chainIndex())
                                .map(chain -> chain.tokens().size())
                                .orElse(0);
                if (tokens > Scale.LONGEST - AROUND) {
                    found.add(new ChainKey(one.solutionId(), one.chainIndex()));
                }
            }
            experiment.check();
        }
        return found;
    }

    private static ChainKey key(ChainFacts facts) {
        return new ChainKey(facts.solutionId(), facts.chain());
    }

    private String filters(Arm arm) {
        return experiment.filters(arm).stream()
                .map(FilterText::of)
                .collect(Collectors.joining(" "));
    }

    private static String counts(Map<Arm, List<ChainFacts>> kept) {
        List<String> texts = new ArrayList<>();
        kept.forEach((arm, facts) -> texts.add(arm.title() + " " + facts.size()));
        return String.join(", ", texts);
    }

    private static long agreeing(List<ChainFacts> facts) {
        return facts.stream().filter(ChainFacts::agrees).count();
    }

    private static long generated(List<SolutionResult> results) {
        return results.stream().mapToLong(result -> result.usage().generated()).sum();
    }

    /// The name of an arm's training file.
    static String file(Arm arm) {
        return "chains-" + arm.word() + ".jsonl";
    }

    private static String rows(Workbench workbench, RunSummary run, List<ChainFacts> facts)
            throws WorkbenchException {
        RunConfiguration configuration = run.run().configuration();
        Map<String, Solution> solutions = new HashMap<>();
        workbench.solutionsOf(run.run().id()).forEach(one -> solutions.put(one.id(), one));
        TrainingRows rows = new TrainingRows();
        StringBuilder text = new StringBuilder();
        for (ChainFacts one : facts) {
            VerificationChain chain =
                    workbench.chain(run.run().id(), one.solutionId(), one.chain()).orElseThrow();
            Solution solution = solutions.get(one.solutionId());
            if (solution != null) {
                text.append(
                                rows.openAi(
                                        ChatWriting.of(
                                                new SampledChain(solution, configuration, chain))))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
