package org.prmscope.reproduce;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.CheckExecution;
import org.prmscope.synthesis.SampleSets;
import org.prmscope.synthesis.SolutionGenerator;
import org.prmscope.synthesis.SyntheticSolution;
import org.prmscope.train.BytePairVocabulary;
import org.prmscope.train.ExampleSource;
import org.prmscope.train.SyntheticExamples;
import org.prmscope.train.TokenizerFile;
import org.prmscope.train.TrainingExample;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Noisy chains of generated solutions, for the base's training; each shard from seeds of its own.
final class NoisyExamples implements ExampleSource {
    /// Generator seeds that one seed of the experiment may use.
    private static final long ROOM = 10_000_000;

    private final SolutionGenerator generator = new SolutionGenerator();
    private final BytePairVocabulary vocabulary;
    private final CheckExecution execution;
    private final Set<String> excludedProblems;
    private final Scale scale;
    private final long firstSeed;

    /// @param excludedProblems texts of problems that no example has
    NoisyExamples(
            BytePairVocabulary vocabulary,
            CheckExecution execution,
            Set<String> excludedProblems,
            Scale scale,
            int seed) {
        this.vocabulary = vocabulary;
        this.execution = execution;
        this.excludedProblems = Set.copyOf(excludedProblems);
        this.scale = scale;
        firstSeed = firstSeed(seed);
    }

    /// The generator seeds of a seed of the experiment: for the base from the start on, for the
    /// solutions that are sampled in its upper half.
    static long firstSeed(int seed) {
        return SampleSets.FIRST_TRAINING_SEED + seed * ROOM;
    }

    /// Solutions that are none of the base's examples.
    static List<SyntheticSolution> others(int seed, int count, Set<String> excludedProblems) {
        SolutionGenerator generator = new SolutionGenerator();
        List<SyntheticSolution> solutions = new ArrayList<>();
        for (long at = firstSeed(seed) + ROOM / 2; solutions.size() < count; at++) {
            SyntheticSolution solution = generator.generate("sampled", at);
            if (!excludedProblems.contains(solution.problem().text())) {
                solutions.add(solution);
            }
        }
        return solutions;
    }

    @Override
    public String vocabulary() {
        return TokenizerFile.sha256(vocabulary);
    }

    @Override
    public List<TrainingExample> shard(int number, Cancellation cancellation)
            throws WorkbenchException {
        long first = firstSeed + (long) number * scale.shard();
        SplittableRandom random = new SplittableRandom(first);
        NoisyChains noisy = new NoisyChains(scale.noise());
        List<SyntheticSolution> solutions = new ArrayList<>();
        List<NoisyChains.Checks> checks = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        for (long seed = first; seed < first + scale.shard(); seed++) {
            SyntheticSolution solution = generator.generate("train", seed);
            if (!excludedProblems.contains(solution.problem().text())) {
                solutions.add(solution);
                checks.add(noisy.checks(solution, random));
                codes.addAll(checks.getLast().codes());
            }
        }
        List<String> outputs = execution.run(codes, cancellation);
        List<TrainingExample> examples = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < solutions.size(); i++) {
            NoisyChains.Checks drawn = checks.get(i);
            List<String> printed = outputs.subList(at, at + drawn.codes().size());
            at += drawn.codes().size();
            TrainingExample example =
                    SyntheticExamples.encode(
                            vocabulary, noisy.write(solutions.get(i), drawn, printed, random));
            if (example.length() <= Scale.LONGEST) {
                examples.add(example);
            }
        }
        return examples;
    }
}
