package org.prmscope.synthesis;

import java.util.ArrayList;
import java.util.List;

/// Writes GenPRM chains: the conversation exactly as the protocol runs it, one paragraph a turn,
/// ending at the first error.
public final class GenPrmChains {
    private static final String SYSTEM =
            "You are a math teacher. Your task is to review and critique the paragraphs in solution"
                    + " step by step.";

    private static final String VERIFY =
            """
            <verify>
            Let's use python code to find any potential error:
            ```python
            """;

    private static final String CODE_END = "\n```\n";

    private GenPrmChains() {}

    /// The code of every step that a verifier reaches, in order.
    public static List<String> codes(SyntheticSolution solution) {
        List<String> codes = new ArrayList<>();
        for (int step = 0; step < solution.reached(); step++) {
            codes.add(CheckCode.of(solution.checks().get(step)));
        }
        return codes;
    }

    /// A chain with code; `outputs` holds what executing each of [#codes] printed.
    public static List<ChainSegment> withExecution(
            SyntheticSolution solution, List<String> outputs) {
        return withExecution(List.of(SyntheticRound.first(solution)), List.of(outputs));
    }

    /// A chain of several rounds with code, each of which goes over the paragraphs again in the
    /// same conversation; `outputs` holds for each what executing [#codes] of what it saw printed.
    public static List<ChainSegment> withExecution(
            List<SyntheticRound> rounds, List<List<String>> outputs) {
        List<ChainSegment> chain = new ArrayList<>();
        for (int round = 0; round < rounds.size(); round++) {
            addWithCode(chain, rounds.get(round), outputs.get(round), true);
        }
        return chain;
    }

    /// A chain in which the verifier writes the code's output itself; `outputs` as before.
    public static List<ChainSegment> withoutExecution(
            SyntheticSolution solution, List<String> outputs) {
        List<ChainSegment> chain = new ArrayList<>();
        addWithCode(chain, SyntheticRound.first(solution), outputs, false);
        return chain;
    }

    private static void addWithCode(
            List<ChainSegment> chain,
            SyntheticRound round,
            List<String> outputs,
            boolean executed) {
        for (int step = 0; step < round.seen().reached(); step++) {
            List<StepCheck> checks = round.seen().checks().get(step);
            open(chain, round, step);
            chain.add(ChainSegment.given(VERIFY));
            String code = CheckCode.of(checks) + CODE_END;
            String output = outputs.get(step).strip();
            String printed = "[Code Output]\n\n```\n" + output + CODE_END;
            String judgement =
                    reading(output, checks) + "\n</verify>\n<output>\n**Judgement**: $\\boxed";
            if (executed) {
                chain.add(round.said(code));
                chain.add(ChainSegment.given(printed));
                chain.add(round.said(judgement));
            } else {
                chain.add(round.said(code + printed + judgement));
            }
            verdict(chain, round, step);
        }
    }

    private static String reading(String output, List<StepCheck> checks) {
        if (output.contains("False")) {
            return "The output has False, so the paragraph is wrong.";
        }
        if (output.contains(CheckCode.UNKNOWN)) {
            return Critique.GUESS;
        }
        return StepCheck.guessed(checks)
                ? "The arithmetic is right. " + Critique.GUESS
                : "The output is True, so the paragraph is correct.";
    }

    /// The label and the end of the turn.
    private static void verdict(List<ChainSegment> chain, SyntheticRound round, int step) {
        chain.add(round.said("{"));
        chain.add(round.label(step, step == round.seen().errorStep() ? "No" : "Yes"));
        chain.add(round.said("}$\n</output>\n"));
        chain.add(ChainSegment.control(ControlTokens.END));
    }

    /// A chain of analysis and judgement alone.
    public static List<ChainSegment> analyzeOnly(SyntheticSolution solution) {
        List<ChainSegment> chain = new ArrayList<>();
        SyntheticRound round = SyntheticRound.first(solution);
        for (int step = 0; step < round.seen().reached(); step++) {
            open(chain, round, step);
            chain.add(ChainSegment.given("<output>\n**Judgement**: $\\boxed"));
            verdict(chain, round, step);
        }
        return chain;
    }

    private static void open(List<ChainSegment> chain, SyntheticRound round, int step) {
        SyntheticSolution solution = round.seen();
        String paragraph = solution.steps().get(step);
        String trigger = step > 0 || round.trigger() == null ? "" : round.trigger() + "\n";
        if (step == 0 && round.trigger() == null) {
            chain.add(ChainSegment.control(ControlTokens.BEGIN));
            chain.add(ChainSegment.given(SYSTEM));
            paragraph = "Question: " + solution.problem().text() + "\n\n" + paragraph;
        }
        chain.add(ChainSegment.control(ControlTokens.USER));
        chain.add(ChainSegment.given(paragraph));
        chain.add(ChainSegment.control(ControlTokens.ASSISTANT));
        chain.add(
                ChainSegment.given(
                        trigger
                                + "<analyze>\nLet's analyze the Paragraph "
                                + (step + 1)
                                + " step by step: "));
        chain.add(round.said(Critique.text(solution.checks().get(step)) + "\n</analyze>\n"));
    }
}
