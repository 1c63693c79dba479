package org.prmscope.train;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.ChainSegment;
import org.prmscope.synthesis.CheckExecution;
import org.prmscope.synthesis.ForeignSolutions;
import org.prmscope.synthesis.GenPrmChains;
import org.prmscope.synthesis.SampleSets;
import org.prmscope.synthesis.SolutionGenerator;
import org.prmscope.synthesis.SyntheticSolution;
import org.prmscope.synthesis.ThinkPrmChains;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Training examples from generated solutions, each shard from seeds of its own.
public final class SyntheticExamples implements ExampleSource {
    /// Training seeds start here; held-out and sample sets have lower ones.
    public static final long FIRST_SEED = SampleSets.FIRST_TRAINING_SEED;

    /// Of 100 solutions, those of kinds that the verifier is not taught to judge.
    private static final int FOREIGN = 14;

    private final SolutionGenerator generator = new SolutionGenerator();
    private final ForeignSolutions foreign = new ForeignSolutions();
    private final BytePairVocabulary vocabulary;
    private final CheckExecution execution;
    private final Set<String> excludedProblems;
    private final int shardSize;
    private final int longest;

    /// @param excludedProblems texts of held-out problems, which no example has
    /// @param shardSize solutions in a shard
    /// @param longest tokens that an example may have; longer ones are left out
    public SyntheticExamples(
            BytePairVocabulary vocabulary,
            CheckExecution execution,
            Set<String> excludedProblems,
            int shardSize,
            int longest) {
        this.vocabulary = vocabulary;
        this.execution = execution;
        this.excludedProblems = Set.copyOf(excludedProblems);
        this.shardSize = shardSize;
        this.longest = longest;
    }

    @Override
    public String vocabulary() {
        return TokenizerFile.sha256(vocabulary);
    }

    @Override
    public List<TrainingExample> shard(int number, Cancellation cancellation)
            throws WorkbenchException {
        List<SyntheticSolution> solutions = new ArrayList<>();
        long first = FIRST_SEED + (long) number * shardSize;
        for (long seed = first; seed < first + shardSize; seed++) {
            SyntheticSolution solution = solution(seed);
            if (!excludedProblems.contains(solution.problem().text())) {
                solutions.add(solution);
            }
        }
        SplittableRandom random = new SplittableRandom(first);
        List<TrainingExample> examples = new ArrayList<>();
        for (List<ChainSegment> chain : chains(solutions, random, cancellation)) {
            TrainingExample example = encode(vocabulary, chain);
            if (example.length() <= longest) {
                examples.add(example);
            }
        }
        return examples;
    }

    private SyntheticSolution solution(long seed) {
        return Math.floorMod(seed * 31, 100) < FOREIGN
                ? foreign.generate("foreign", seed)
                : generator.generate("train", seed);
    }

    /// Of the solutions 46 % ThinkPRM, 5 % GenPRM by analysis alone, 4 % with an imagined output,
    /// the rest with the executed one. What ThinkPRM's means do not decide goes to GenPRM.
    private List<List<ChainSegment>> chains(
            List<SyntheticSolution> solutions, SplittableRandom random, Cancellation cancellation)
            throws WorkbenchException {
        List<List<ChainSegment>> chains = new ArrayList<>();
        List<SyntheticSolution> executed = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        for (SyntheticSolution solution : solutions) {
            int draw = random.nextInt(100);
            if (draw < 46 && ThinkPrmChains.decides(solution)) {
                chains.add(ThinkPrmChains.write(solution));
            } else if (draw >= 95) {
                chains.add(GenPrmChains.analyzeOnly(solution));
            } else {
                executed.add(solution);
                codes.addAll(GenPrmChains.codes(solution));
            }
        }
        List<String> outputs = execution.run(codes, cancellation);
        int at = 0;
        for (SyntheticSolution solution : executed) {
            int count = GenPrmChains.codes(solution).size();
            List<String> printed = outputs.subList(at, at + count);
            chains.add(
                    random.nextInt(49) < 4
                            ? GenPrmChains.withoutExecution(solution, printed)
                            : GenPrmChains.withExecution(solution, printed));
            at += count;
        }
        return chains;
    }

    /// A chain as ids, each segment tokenized by itself. Control tokens are not trained on: where a
    /// turn ends, a stop string has ended it before.
    public static TrainingExample encode(BytePairVocabulary vocabulary, List<ChainSegment> chain) {
        int[] ids = new int[64];
        boolean[] trained = new boolean[64];
        int size = 0;
        for (ChainSegment segment : chain) {
            int[] part =
                    switch (segment.origin()) {
                        case CONTROL -> new int[] {vocabulary.control(segment.text())};
                        case GIVEN, VERIFIER -> vocabulary.encode(segment.text());
                    };
            while (size + part.length > ids.length) {
                ids = Arrays.copyOf(ids, ids.length * 2);
                trained = Arrays.copyOf(trained, trained.length * 2);
            }
            System.arraycopy(part, 0, ids, size, part.length);
            boolean own = segment.origin() == ChainSegment.Origin.VERIFIER;
            Arrays.fill(trained, size, size + part.length, own);
            size += part.length;
        }
        return new TrainingExample(Arrays.copyOf(ids, size), Arrays.copyOf(trained, size));
    }
}
