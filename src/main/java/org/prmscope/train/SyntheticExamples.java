package org.prmscope.train;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.synthesis.ChainSegment;
import org.prmscope.synthesis.CheckExecution;
import org.prmscope.synthesis.ForeignSolutions;
import org.prmscope.synthesis.GenPrmChains;
import org.prmscope.synthesis.SampleSets;
import org.prmscope.synthesis.SolutionGenerator;
import org.prmscope.synthesis.SyntheticRound;
import org.prmscope.synthesis.SyntheticSolution;
import org.prmscope.synthesis.ThinkPrmChains;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

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
        for (Draft draft : drafts(solutions, random, cancellation)) {
            draft.example(vocabulary, longest).ifPresent(examples::add);
        }
        return examples;
    }

    /// A chain to be written: with fewer rounds if it gets too long, and with a single careful one
    /// if nothing else is short enough.
    ///
    /// @param writing writes it from so many of its rounds, counted from the first
    /// @param single writes its last round alone, as the first
    private record Draft(
            List<SyntheticRound> rounds,
            Function<List<SyntheticRound>, List<ChainSegment>> writing,
            Supplier<List<ChainSegment>> single) {
        Optional<TrainingExample> example(BytePairVocabulary vocabulary, int longest) {
            List<SyntheticRound> left = rounds;
            while (!left.isEmpty()) {
                TrainingExample example = encode(vocabulary, writing.apply(left));
                if (example.length() <= longest) {
                    return Optional.of(example);
                }
                left = RoundDraw.fewer(left);
            }
            return Optional.of(encode(vocabulary, single.get()))
                    .filter(example -> example.length() <= longest);
        }
    }

    private SyntheticSolution solution(long seed) {
        return Math.floorMod(seed * 31, 100) < FOREIGN
                ? foreign.generate("foreign", seed)
                : generator.generate("train", seed);
    }

    private static Draft single(Supplier<List<ChainSegment>> chain) {
        return new Draft(List.of(), _ -> List.of(), chain);
    }

    /// A chain with checks to execute.
    ///
    /// @param imagines whether the verifier writes their outputs itself
    private record Executed(List<SyntheticRound> rounds, boolean imagines) {}

    /// Of the solutions 46 % ThinkPRM, 5 % GenPRM by analysis alone, 4 % with an imagined output,
    /// the rest with the executed one. What ThinkPRM's means do not decide goes to GenPRM.
    private List<Draft> drafts(
            List<SyntheticSolution> solutions, SplittableRandom random, Cancellation cancellation)
            throws WorkbenchException {
        RoundDraw rounds = new RoundDraw(random);
        List<Draft> drafts = new ArrayList<>();
        List<Executed> executed = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        for (SyntheticSolution solution : solutions) {
            int draw = random.nextInt(100);
            if (draw < 46 && ThinkPrmChains.decides(solution)) {
                drafts.add(
                        new Draft(
                                rounds.of(solution, ThinkPrmChains::decides),
                                ThinkPrmChains::write,
                                () -> ThinkPrmChains.write(solution)));
            } else if (draw >= 95) {
                drafts.add(single(() -> GenPrmChains.analyzeOnly(solution)));
            } else {
                boolean imagines = random.nextInt(49) < 4;
                List<SyntheticRound> drawn =
                        imagines
                                ? List.of(SyntheticRound.first(solution))
                                : rounds.of(solution, _ -> true);
                executed.add(new Executed(drawn, imagines));
                drawn.forEach(round -> codes.addAll(GenPrmChains.codes(round.seen())));
            }
        }
        List<String> outputs = execution.run(codes, cancellation);
        int at = 0;
        for (Executed chain : executed) {
            List<List<String>> printed = new ArrayList<>();
            for (SyntheticRound round : chain.rounds()) {
                int count = GenPrmChains.codes(round.seen()).size();
                printed.add(outputs.subList(at, at + count));
                at += count;
            }
            SyntheticSolution solution = chain.rounds().getLast().seen();
            drafts.add(
                    chain.imagines()
                            ? single(() ->
                                    GenPrmChains.withoutExecution(solution, printed.getLast()))
                            : new Draft(
                                    chain.rounds(),
                                    left -> GenPrmChains.withExecution(left, printed),
                                    () -> GenPrmChains.withExecution(solution, printed.getLast())));
        }
        return drafts;
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
