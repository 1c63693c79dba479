package org.prmscope;

import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainSection;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.FirstError;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.LabelScore;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.Protocol;
import org.prmscope.core.Round;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.Scaling;
import org.prmscope.core.SectionKind;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionFormat;
import org.prmscope.core.SolutionSet;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.store.RunState;
import org.prmscope.store.Workspace;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Writes a workspace with a run of several chains and one of 4 rounds over 400 solutions, drawn
/// from a seed: with 8 chains each, 3,600 chains with a critique of some 70 tokens on every step,
/// each token with its log-probability and five alternatives, each judgement with its label scores.
final class GeneratedRuns {
    static final int SOLUTIONS = 400;
    static final int ROUNDS = 4;

    private static final int ALTERNATIVES = 5;
    private static final int PROMPT = 220;
    private static final int CRITIQUE = 70;
    private static final long KV_BYTES_PER_TOKEN = 12_800;
    private static final String[] WORDS = {
        " the",
        " step",
        " is",
        " correct",
        " since",
        " 12",
        " divided",
        " by",
        " 3",
        " gives",
        " 4",
        " so",
        " we",
        " check",
        " sum",
        " $",
        "x",
        "^2",
        " +",
        " 7",
        " =",
        "\\frac{",
        "1",
        "}{",
        "2",
        "}",
        ".",
        " Then",
        " next",
        " value",
        " equals",
        " which",
        " was",
        " given",
        "\n",
        " and",
        " remaining",
        " pens",
        " cost",
        " each"
    };

    private final Random random = new Random(1);
    private final int chains;

    /// @param chains of each solution in the first run
    GeneratedRuns(int chains) {
        this.chains = chains;
    }

    /// Fills a workspace that is not there yet.
    void write(Path file, Path natives) throws WorkbenchException {
        List<Solution> solutions = new ArrayList<>();
        for (int i = 0; i < SOLUTIONS; i++) {
            solutions.add(solution(i));
        }
        try (Workspace workspace = Workspace.open(file, InstantSource.system(), natives)) {
            long set =
                    workspace.importSet(
                            new SolutionSet(
                                    "400 generated",
                                    "",
                                    SolutionFormat.PROCESSBENCH,
                                    "",
                                    solutions,
                                    List.of(),
                                    0));
            run(workspace, set, solutions, Scaling.parallel(chains));
            run(workspace, set, solutions, Scaling.sequential(ROUNDS));
        }
    }

    private Solution solution(int i) {
        int steps = 5 + random.nextInt(7);
        List<String> texts = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            texts.add("So $x_{%d} = %d$, ".formatted(step, random.nextInt(99)) + words(25));
        }
        return new Solution(
                "generated-" + i,
                words(60).strip() + "?",
                texts,
                "generator-" + i % 4,
                GoldLabels.ofFirstError(
                        "drawn",
                        steps,
                        FirstError.ofProcessBench(
                                random.nextInt(2) == 0 ? -1 : random.nextInt(steps))),
                null,
                "{\"level\":%d}".formatted(1 + i % 5));
    }

    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < count; word++) {
            text.append(WORDS[random.nextInt(15)]);
        }
        return text.toString();
    }

    private void run(Workspace workspace, long set, List<Solution> solutions, Scaling scaling)
            throws WorkbenchException {
        long run =
                workspace
                        .beginRun(
                                set,
                                solutions.stream().map(Solution::id).toList(),
                                RunConfiguration.of(Protocol.GENPRM).withScaling(scaling),
                                new ModelIdentity(
                                        "generated", "builtin", "0".repeat(64), "qwen2", "fp32", 1),
                                new RunEnvironment(
                                        "bench",
                                        "none",
                                        "25",
                                        "any",
                                        new Computation("CPU", 1, ComputeMode.FAST, 8, "none"),
                                        "none"))
                        .id();
        for (Solution solution : solutions) {
            for (int chain = 0; chain < scaling.chains(); chain++) {
                workspace.appendChain(run, chain(solution, chain, scaling.rounds()));
            }
        }
        workspace.finishRun(run, RunState.FINISHED);
    }

    private VerificationChain chain(Solution solution, int index, int rounds) {
        TokenTrace.Builder tokens = new TokenTrace.Builder(ALTERNATIVES);
        for (int id = 0; id < WORDS.length; id++) {
            tokens.piece(id, WORDS[id].getBytes(StandardCharsets.UTF_8));
        }
        for (int token = 0; token < PROMPT; token++) {
            tokens.fed(random.nextInt(WORDS.length), TokenOrigin.PROMPT);
        }
        List<ChainSection> sections = new ArrayList<>();
        List<Round> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            int start = tokens.size();
            List<StepVerdict> verdicts = new ArrayList<>();
            for (int step = 0; step < solution.steps().size(); step++) {
                verdicts.add(judge(solution, step, tokens, sections));
            }
            all.add(
                    new Round(
                            round,
                            round == 0 ? null : "Let me double check",
                            new TokenSpan(start, tokens.size()),
                            verdicts,
                            null,
                            tokens.size() - start));
        }
        int generated = tokens.size() - PROMPT;
        return new VerificationChain(
                solution.id(),
                index,
                index,
                tokens.build(),
                sections,
                List.of(),
                Round.standing(all),
                rounds == 1 ? List.of() : all,
                null,
                List.of(),
                ChainEnd.COMPLETED,
                new TokenUsage(PROMPT, generated, 0),
                generated * 2.5,
                tokens.size() * KV_BYTES_PER_TOKEN);
    }

    private StepVerdict judge(
            Solution solution, int step, TokenTrace.Builder tokens, List<ChainSection> sections) {
        int start = tokens.size();
        int length = CRITIQUE / 2 + random.nextInt(CRITIQUE);
        for (int token = 0; token < length; token++) {
            sample(tokens);
        }
        int decision = tokens.size();
        sections.add(
                new ChainSection(SectionKind.CRITIQUE, step, new TokenSpan(start, decision), true));
        for (int token = 0; token < 6; token++) {
            sample(tokens);
        }
        sections.add(
                new ChainSection(
                        SectionKind.JUDGEMENT, step, new TokenSpan(decision, tokens.size()), true));
        boolean wrong = solution.goldFirstError() instanceof FirstError.At(int at) && at == step;
        double p = Math.clamp((wrong ? 0.3 : 0.85) + 0.25 * random.nextGaussian(), 0.001, 0.999);
        if (random.nextInt(50) == 0) {
            return new StepVerdict(
                    step, new Verdict.Invalid(InvalidReason.NO_BOX, "no box"), null, null, length);
        }
        return new StepVerdict(
                step,
                p >= 0.5 ? new Verdict.Correct() : new Verdict.Incorrect(),
                new Confidence(
                        p,
                        ConfidenceDefinition.YES_NO_TOKEN_RATIO,
                        List.of(
                                new LabelScore("Yes", 15 * p, Math.log(p)),
                                new LabelScore("No", 15 * (1 - p), Math.log1p(-p)))),
                decision,
                length + 6);
    }

    private void sample(TokenTrace.Builder tokens) {
        int[] alternatives = new int[ALTERNATIVES];
        float[] logProbabilities = new float[ALTERNATIVES];
        float log = 0;
        for (int k = 0; k < ALTERNATIVES; k++) {
            alternatives[k] = random.nextInt(WORDS.length);
            log -= random.nextFloat();
            logProbabilities[k] = log;
        }
        tokens.sampled(alternatives[0], logProbabilities[0], alternatives, logProbabilities);
    }
}
