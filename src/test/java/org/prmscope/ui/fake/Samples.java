package org.prmscope.ui.fake;

import org.prmscope.core.ChainEvent;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.FirstError;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Solutions and chains that look like the real ones.
public final class Samples {
    private static final String EXECUTOR = "bubblewrap, Python 3.11.2";
    private static final String[] GENERATORS = {
        "Qwen2-7B-Instruct", "Llama-3.1-8B-Instruct", "Qwen2.5-Math-72B-Instruct"
    };

    private Samples() {}

    /// A school buys pens, in four steps, the third wrong.
    public static Solution pens(String id) {
        return new Solution(
                id,
                "A school buys 24 boxes of pens. Each box holds 15 pens and costs $4.50. How many"
                        + " pens does the school get, and what is the price of one pen,"
                        + " \\(p = 24 \\cdot 4.50 / n\\)?",
                List.of(
                        "There are 24 boxes with 15 pens each.",
                        "The total cost is \\(24 \\times 4.50 = 108\\) dollars.",
                        "The number of pens is \\(24 \\times 15 = 350\\).",
                        "So one pen costs \\(108/350 \\approx 0.31\\) dollars. The answer is"
                                + " $\\boxed{0.31}$."),
                GENERATORS[0],
                GoldLabels.ofFirstError("ProcessBench", 4, new FirstError.At(2)),
                false,
                "{}");
    }

    /// A verification that finds the error in step 3 with code, after one exception.
    public static VerificationChain pensChain(Solution solution) {
        ChainText chain = new ChainText(solution.id(), solution.steps().size(), 7);
        chain.prompt("You are a math teacher. Review the paragraphs step by step.\nQuestion: ")
                .prompt(solution.problem() + "\n\n" + solution.steps().getFirst() + "\n")
                .critique(
                        0, "Paragraph 1 restates the problem: 24 boxes, 15 pens each. This holds.")
                .code(0, "boxes = 24\npens = 15\nprint(boxes, pens)", ran("24 15\n", 29))
                .judge(0, new Verdict.Correct(), 0.97)
                .prompt(solution.steps().get(1) + "\n")
                .critique(1, "Paragraph 2 multiplies boxes by price: \\(24 \\times 4.50 = 108\\).")
                .code(1, "print(boxes * 4.5)", ran("108.0\n", 24))
                .judge(1, new Verdict.Correct(), 0.95)
                .prompt(solution.steps().get(2) + "\n")
                .critique(
                        2,
                        "Paragraph 3 multiplies the 24 boxes by 15 pens and claims"
                                + " \\(24 \\times 15 = 350\\). Let me check the product with code"
                                + " before trusting it.")
                .code(
                        2,
                        "claimed = 350\nprint(boxes * pens == claim)",
                        new CodeResult(
                                new CodeOutcome.Raised(
                                        "NameError", "name 'claim' is not defined", 2),
                                "",
                                "NameError: name 'claim' is not defined\n",
                                31,
                                EXECUTOR))
                .code(
                        2,
                        "claimed = 350\nprint(boxes * pens, boxes * pens == claimed)",
                        ran("360 False\n", 31))
                .section(
                        org.prmscope.core.SectionKind.COMMENT,
                        2,
                        "The product is 360, not 350, so the paragraph is wrong.")
                .tag("</verify>\n")
                .judge(2, new Verdict.Incorrect(), 0.08)
                .event(ChainEvent.Kind.CODE_FAILED, 2, "Round 1 raised NameError in line 2.")
                .event(ChainEvent.Kind.CODE_RAN, 2, "Code ran, 2 of 3 rounds.");
        return chain.build();
    }

    private static CodeResult ran(String output, double ms) {
        return new CodeResult(new CodeOutcome.Completed(), output, "", ms, EXECUTOR);
    }

    /// A solution of `steps` steps whose first error gold names.
    public static Solution plain(String id, int steps, FirstError gold, int kind) {
        List<String> texts = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            texts.add(
                    "In step %d we add %d apples: \\(%d + %d = %d\\)."
                            .formatted(step + 1, step + 2, step, step + 2, 2 * step + 2));
        }
        return new Solution(
                id,
                "Anna has %d apples and buys more each day. How many are there in the end?"
                        .formatted(steps),
                texts,
                GENERATORS[kind % GENERATORS.length],
                GoldLabels.ofFirstError("ProcessBench", steps, gold),
                null,
                "{}");
    }

    /// A verification that ends as `predicted` says; `Unknown` gives an invalid judgement.
    public static VerificationChain chain(Solution solution, FirstError predicted, long seed) {
        ChainText chain = new ChainText(solution.id(), solution.steps().size(), seed);
        Random random = new Random(seed);
        chain.prompt("Question: " + solution.problem() + "\n\n");
        for (int step = 0; step < solution.steps().size(); step++) {
            chain.prompt(solution.steps().get(step) + "\n");
            chain.critique(
                    step,
                    "Paragraph %d adds two numbers. Checking \\(%d + %d\\) again gives %d, as written."
                            .formatted(step + 1, step, step + 2, 2 * step + 2));
            chain.code(
                    step,
                    "total = %d + %d\nprint(total)".formatted(step, step + 2),
                    ran((2 * step + 2) + "\n", 20 + random.nextInt(20)));
            boolean last = step == solution.steps().size() - 1;
            if (predicted instanceof FirstError.At(int at) && at == step) {
                return chain.judge(step, new Verdict.Incorrect(), 0.02 + 0.3 * random.nextDouble())
                        .build();
            }
            if (predicted instanceof FirstError.Unknown && (step == 1 || last)) {
                return chain.judge(
                                step,
                                new Verdict.Invalid(InvalidReason.NO_BOX, "the box says “perhaps”"),
                                0)
                        .event(ChainEvent.Kind.TRUNCATED, step, "Generation ended at 2,048 tokens.")
                        .build();
            }
            chain.judge(step, new Verdict.Correct(), 0.6 + 0.39 * random.nextDouble());
        }
        return chain.build();
    }

    /// One chain of several: every fourth misses the error, or finds one where there is none.
    ///
    /// @param rounds passes over the solution in the chain; the first one says the opposite of the
    ///   later ones on every third solution
    public static VerificationChain chain(
            Solution solution, FirstError predicted, int index, int rounds, long seed) {
        FirstError other =
                predicted instanceof FirstError.None
                        ? new FirstError.At(solution.steps().size() - 1)
                        : new FirstError.None();
        Random random = new Random(seed * 31 + index);
        ChainText chain =
                new ChainText(solution.id(), solution.steps().size(), seed + 100L * index);
        chain.index(index).prompt("Question: " + solution.problem() + "\n\n");
        for (int round = 0; round < rounds; round++) {
            boolean strays = rounds > 1 ? round == 0 && seed % 3 == 1 : index % 4 == 3;
            if (rounds > 1) {
                chain.round(Scaling.sequential(rounds).trigger(round));
            }
            pass(chain, solution, strays ? other : predicted, round, random);
        }
        return chain.build();
    }

    private static void pass(
            ChainText chain, Solution solution, FirstError predicted, int round, Random random) {
        for (int step = 0; step < solution.steps().size(); step++) {
            chain.prompt(solution.steps().get(step) + "\n");
            chain.critique(
                    step,
                    "Paragraph %d adds two numbers%s. Checking \\(%d + %d\\) gives %d."
                            .formatted(
                                    step + 1,
                                    random.nextBoolean() ? " once more" : "",
                                    step,
                                    step + 2,
                                    2 * step + 2 + (random.nextInt(5) == 0 ? 1 : 0)));
            if (predicted instanceof FirstError.At(int at) && at == step) {
                chain.judge(step, new Verdict.Incorrect(), 0.02 + 0.3 * random.nextDouble());
                return;
            }
            if (predicted instanceof FirstError.Unknown && step == 1) {
                chain.judge(
                        step,
                        new Verdict.Invalid(InvalidReason.NO_BOX, "the box says “perhaps”"),
                        0);
                return;
            }
            chain.judge(
                    step, new Verdict.Correct(), 0.6 + 0.39 * random.nextDouble() - 0.01 * round);
        }
    }

    /// A verification of the whole solution in one chain, as ThinkPRM writes it.
    public static VerificationChain thinkPrm(Solution solution) {
        ChainText chain = new ChainText(solution.id(), solution.steps().size(), 3);
        chain.prompt("Check each step of: " + solution.problem() + "\n")
                .section(
                        org.prmscope.core.SectionKind.PREAMBLE,
                        null,
                        "Let me go through the solution step by step.\n");
        for (int step = 0; step < solution.steps().size(); step++) {
            chain.critique(step, "Step " + (step + 1) + ": this follows from the problem.")
                    .judge(step, new Verdict.Correct(), 0.9);
        }
        return chain.decide(0.83).build();
    }
}
