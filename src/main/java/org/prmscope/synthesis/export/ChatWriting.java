package org.prmscope.synthesis.export;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainSection;
import org.prmscope.core.Protocol;
import org.prmscope.core.Solution;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.synthesis.filter.SampledChain;
import org.prmscope.verify.GenPrmPrompt;
import org.prmscope.verify.ThinkPrmPrompt;

import java.util.ArrayList;
import java.util.List;

/// Turns a chain into the conversation that a verifier is to learn.
///
/// The assistant's messages are the chain's tokens as they were sampled and appended, whole:
/// nothing after a tag or after the last verdict is cut. What the program appended is masked. A
/// ThinkPRM chain ends in the question on the whole solution, whose answer the protocol scores
/// instead of sampling it; the answer it found more probable is added, so that the verifier learns
/// to give it.
public final class ChatWriting {
    private ChatWriting() {}

    /// Writes a chain.
    public static TrainingChat of(SampledChain sampled) {
        VerificationChain chain = sampled.chain();
        Protocol protocol = sampled.configuration().protocol();
        List<ChatMessage> messages =
                switch (protocol) {
                    case GENPRM -> genPrm(sampled.solution(), chain);
                    case THINKPRM -> thinkPrm(sampled);
                };
        List<@Nullable Boolean> labels = new ArrayList<>();
        for (StepVerdict step : chain.verdicts()) {
            labels.add(label(step.verdict()));
        }
        return new TrainingChat(sampled.solution().id(), chain.index(), protocol, messages, labels);
    }

    private static @Nullable Boolean label(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Correct() -> true;
            case Verdict.Incorrect() -> false;
            case Verdict.Invalid _, Verdict.NotReached() -> null;
        };
    }

    private static List<ChatMessage> genPrm(Solution solution, VerificationChain chain) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(ChatMessage.given(ChatMessage.Role.SYSTEM, GenPrmPrompt.SYSTEM));
        int step = -1;
        for (TokenSpan turn : turns(chain.tokens())) {
            step = step(chain, turn, step);
            String paragraph = solution.steps().get(step);
            messages.add(
                    ChatMessage.given(
                            ChatMessage.Role.USER,
                            messages.size() == 1
                                    ? GenPrmPrompt.firstTurn(solution.problem(), paragraph)
                                    : paragraph));
            messages.add(spoken(chain.tokens(), turn, ""));
        }
        return messages;
    }

    /// The step that a turn is about: what its sections say; else the one after the last.
    private static int step(VerificationChain chain, TokenSpan turn, int last) {
        int next = Math.min(last + 1, chain.verdicts().size() - 1);
        return chain.sections().stream()
                .filter(section ->
                        section.tokens().start() >= turn.start()
                                && section.tokens().end() <= turn.end())
                .map(ChainSection::step)
                .filter(step -> step != null && step >= 0 && step < chain.verdicts().size())
                .findFirst()
                .orElse(next);
    }

    private static List<ChatMessage> thinkPrm(SampledChain sampled) {
        TokenTrace tokens = sampled.chain().tokens();
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(
                ChatMessage.given(
                        ChatMessage.Role.USER,
                        ThinkPrmPrompt.userTurn(
                                sampled.solution().problem(), sampled.solution().steps())));
        for (TokenSpan turn : turns(tokens)) {
            boolean asks = tokens.text(turn).stripTrailing().endsWith(ThinkPrmPrompt.QUESTION);
            Boolean says = sampled.outcome().saysCorrect();
            messages.add(
                    spoken(
                            tokens,
                            turn,
                            asks && says != null ? ThinkPrmPrompt.ANSWERS.get(says ? 0 : 1) : ""));
        }
        return messages;
    }

    /// The assistant's turns: stretches without tokens of the prompt.
    private static List<TokenSpan> turns(TokenTrace tokens) {
        List<TokenSpan> turns = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= tokens.size(); at++) {
            if (at == tokens.size() || tokens.origin(at) == TokenOrigin.PROMPT) {
                if (at > start) {
                    turns.add(new TokenSpan(start, at));
                }
                start = at + 1;
            }
        }
        return turns;
    }

    private static ChatMessage spoken(TokenTrace tokens, TokenSpan turn, String answer) {
        StringBuilder content = new StringBuilder();
        List<MaskedRange> masked = new ArrayList<>();
        int length = 0;
        int start = turn.start();
        for (int at = turn.start() + 1; at <= turn.end(); at++) {
            if (at == turn.end() || tokens.origin(at) != tokens.origin(start)) {
                String text = tokens.text(new TokenSpan(start, at));
                int end = length + text.codePointCount(0, text.length());
                if (tokens.origin(start) == TokenOrigin.INJECTED && end > length) {
                    masked.add(new MaskedRange(length, end));
                }
                content.append(text);
                length = end;
                start = at;
            }
        }
        return new ChatMessage(
                ChatMessage.Role.ASSISTANT, content.append(answer).toString(), masked);
    }
}
