package org.prmscope.ui.steps;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainSection;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.Round;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.VerificationChain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Cuts a chain into the blocks an opened step shows.
final class StepBlocks {
    private static final Pattern TAG =
            Pattern.compile("</?(?:analyze|verify|output|think)>|\\[Code Output]");

    /// Where a section stands among those of its step.
    ///
    /// @param attempt at code in this pass over the step, from 1
    /// @param before passes that came to this attempt before
    /// @param pass the round; null in a chain of a single one
    /// @param live whether the chain is still being written
    private record Place(int attempt, int before, @Nullable Round pass, boolean live) {
        static final Place FIRST = new Place(1, 0, null, false);
    }

    private StepBlocks() {}

    /// The round that a section is in; null in a chain of a single one.
    private static @Nullable Round pass(VerificationChain chain, ChainSection section) {
        Round pass = null;
        if (chain.rounds().size() > 1) {
            for (Round round : chain.rounds()) {
                if (round.tokens().start() <= section.tokens().start()) {
                    pass = round;
                }
            }
        }
        return pass;
    }

    /// The blocks of a step, from 0.
    ///
    /// @param live whether the chain is still being written
    static List<StepBlock> ofStep(VerificationChain chain, int step, boolean live) {
        List<StepBlock> blocks = new ArrayList<>();
        int attempt = 0;
        Map<Integer, Integer> before = new HashMap<>();
        Round pass = null;
        for (ChainSection section : chain.sections()) {
            if (!Objects.equals(section.step(), step)) {
                continue;
            }
            Round now = pass(chain, section);
            if (now != null && !now.equals(pass)) {
                pass = now;
                attempt = 0;
                blocks.add(
                        new StepBlock.RoundStart(
                                now.index() + 1,
                                chain.rounds().size(),
                                now.trigger(),
                                now.tokens()));
            }
            if (section.kind() == org.prmscope.core.SectionKind.CODE) {
                attempt++;
                before.merge(attempt, 1, Integer::sum);
            }
            int number = Math.max(attempt, 1);
            Place place = new Place(number, before.getOrDefault(number, 1) - 1, pass, live);
            blocks.add(block(chain, section, step, place));
        }
        return blocks;
    }

    /// The blocks that belong to no step: a preamble and the decision on the whole solution.
    static List<StepBlock> ofSolution(VerificationChain chain) {
        List<StepBlock> blocks = new ArrayList<>();
        for (ChainSection section : chain.sections()) {
            if (section.step() == null) {
                blocks.add(block(chain, section, -1, Place.FIRST));
            }
        }
        return blocks;
    }

    private static StepBlock block(
            VerificationChain chain, ChainSection section, int step, Place place) {
        TokenTrace tokens = chain.tokens();
        TokenSpan span = section.tokens();
        String raw = tokens.text(span);
        boolean complete = section.complete();
        return switch (section.kind()) {
            case CRITIQUE -> new StepBlock.Critique(readable(raw), raw, span, complete);
            case CODE ->
                    new StepBlock.Code(
                            place.attempt(),
                            withoutFence(raw),
                            check(chain, step, place),
                            raw,
                            span,
                            complete);
            case CODE_OUTPUT ->
                    new StepBlock.Output(
                            place.attempt(), outputText(raw), generated(tokens, span), raw, span);
            case COMMENT -> new StepBlock.Comment(readable(raw), raw, span, complete);
            case JUDGEMENT ->
                    new StepBlock.Judgement(
                            readable(raw),
                            verdict(chain, step, place),
                            raw,
                            span,
                            complete,
                            place.live());
            case SOLUTION_DECISION ->
                    new StepBlock.Passage("SOLUTION DECISION", readable(raw), raw, span, complete);
            case PREAMBLE ->
                    new StepBlock.Passage("BETWEEN STEPS", readable(raw), raw, span, complete);
        };
    }

    /// The tokens of a step: its sections and the tags around them, without prompt text. In a chain
    /// of several rounds those of the last round that came to the step: what lies between its
    /// rounds is other steps' text.
    static TokenSpan span(VerificationChain chain, @Nullable Integer step) {
        Round pass = null;
        for (ChainSection section : chain.sections()) {
            pass = Objects.equals(section.step(), step) ? pass(chain, section) : pass;
        }
        int start = -1;
        int end = 0;
        int before = pass == null ? 0 : pass.tokens().start();
        int after = pass == null ? chain.tokens().size() : pass.tokens().end();
        for (ChainSection section : chain.sections()) {
            TokenSpan tokens = section.tokens();
            if (Objects.equals(section.step(), step)
                    && Objects.equals(pass(chain, section), pass)) {
                start = start < 0 ? tokens.start() : Math.min(start, tokens.start());
                end = Math.max(end, tokens.end());
            }
        }
        if (start < 0) {
            return new TokenSpan(0, 0);
        }
        for (ChainSection section : chain.sections()) {
            TokenSpan tokens = section.tokens();
            if (!Objects.equals(section.step(), step)) {
                before = tokens.end() <= start ? Math.max(before, tokens.end()) : before;
                after = tokens.start() >= end ? Math.min(after, tokens.start()) : after;
            }
        }
        while (start > before && chain.tokens().origin(start - 1) != TokenOrigin.PROMPT) {
            start--;
        }
        while (end < after && chain.tokens().origin(end) != TokenOrigin.PROMPT) {
            end++;
        }
        return new TokenSpan(start, end);
    }

    /// The check that a code section led to: every round numbers those of a step anew.
    private static @Nullable CodeCheck check(VerificationChain chain, int step, Place place) {
        return chain.codeChecks().stream()
                .filter(check -> check.step() == step && check.round() == place.attempt())
                .skip(place.before())
                .findFirst()
                .orElse(null);
    }

    /// What the section's own round says, not what stands after the last.
    private static @Nullable StepVerdict verdict(VerificationChain chain, int step, Place place) {
        Round pass = place.pass();
        for (StepVerdict verdict : pass == null ? chain.verdicts() : pass.verdicts()) {
            if (verdict.step() == step) {
                return verdict;
            }
        }
        return null;
    }

    private static boolean generated(TokenTrace tokens, TokenSpan span) {
        for (int position = span.start(); position < span.end(); position++) {
            if (tokens.origin(position) != TokenOrigin.GENERATED) {
                return false;
            }
        }
        return span.length() > 0;
    }

    private static String readable(String raw) {
        return TAG.matcher(raw).replaceAll("").strip();
    }

    private static String withoutFence(String raw) {
        String code = raw.strip();
        if (code.startsWith("```")) {
            int line = code.indexOf('\n');
            code = line < 0 ? "" : code.substring(line + 1);
        }
        return code.endsWith("```") ? code.substring(0, code.length() - 3).stripTrailing() : code;
    }

    private static String outputText(String raw) {
        return withoutFence(TAG.matcher(raw).replaceAll(""));
    }
}
