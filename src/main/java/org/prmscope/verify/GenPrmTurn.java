package org.prmscope.verify;

import org.prmscope.core.ChainEvent;
import org.prmscope.core.ChainSection;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.CodeMode;
import org.prmscope.core.CodeResult;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.Verdict;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.FinishReason;
import org.prmscope.decode.Generation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One assistant turn of GenPRM: analysis, code rounds, judgement, and the fallback when rounds or
/// tokens run out.
///
/// Follows `GenPRM._single_inference` of the reference (`genprm_inference.py`): the token budget
/// counts the whole turn, injected text included; a round is one stretch of generation after the
/// analysis, so with 3 rounds the output of the third code block is never read; the fallback drops
/// everything after the analysis and forces a judgement of at most 20 tokens. It differs where the
/// reference goes on from broken text: an end token ends the turn instead of running the last code
/// once more, a truncated stretch is not run, and the fallback is tried once, not until it happens
/// to succeed.
final class GenPrmTurn {
    /// Tokens of a forced judgement in the reference.
    private static final int FALLBACK_TOKENS = 20;

    /// Bytes that no vocabulary entry exceeds.
    private static final int LONGEST_TOKEN = 256;

    private final ChainWork work;
    private final ChainCode code;
    private final DecisionTokens labels;
    private final RunConfiguration configuration;

    GenPrmTurn(ChainWork work, ChainCode code, DecisionTokens labels) {
        this.work = work;
        this.code = code;
        this.labels = labels;
        configuration = work.context().configuration();
    }

    /// Tokens that are injected before the model says anything.
    int headLength(int step, String opening) {
        return work.encode(opening + GenPrmPrompt.analyzeHead(step)).length;
    }

    /// Whether the budget has room for a judgement, be it a forced one.
    boolean hasBudget() {
        return work.left() > FALLBACK_TOKENS;
    }

    /// Verifies a step whose user turn is in place, and settles its sections and verdict.
    ///
    /// @param opening what the turn begins with before the analysis, such as a trigger phrase
    StepVerdict judge(int step, String opening) throws WorkbenchException, CancelledException {
        int start = work.decoder().position();
        int sampledBefore = work.decoder().usage().generated();
        work.recorder()
                .open(
                        start,
                        text ->
                                new ChainRecorder.Reading(
                                        sections(step, text, transcript(text)), List.of()));
        FinishReason end = generate(step, start, opening);
        TracedText text = work.recorder().text();
        GenPrmTranscript transcript = transcript(text);
        int sampled = work.decoder().usage().generated() - sampledBefore;
        StepVerdict verdict = verdict(step, text, transcript.judgement(), end, sampled);
        work.recorder()
                .settle(
                        new ChainRecorder.Reading(
                                sections(step, text, transcript), List.of(verdict)));
        return verdict;
    }

    private FinishReason generate(int step, int start, String opening)
            throws WorkbenchException, CancelledException {
        inject(opening + GenPrmPrompt.analyzeHead(step));
        // A forced judgement must stay within the budget.
        int limit = Math.min(configuration.maxTokens(), work.left() - FALLBACK_TOKENS);
        Generation analysis = work.generate(step, limit, List.of(GenPrmPrompt.ANALYZE_END));
        int analysisEnd = work.decoder().position();
        boolean closed = analysis.reason() == FinishReason.STOP_STRING;
        boolean tokensLeft = left(start) > 0;
        return switch (analysis.reason()) {
            case LOOP -> FinishReason.LOOP;
            case CONTEXT_FULL -> FinishReason.CONTEXT_FULL;
            case MAX_TOKENS -> fallback(step, analysisEnd, closed, Spent.TOKENS);
            case STOP_STRING, END_OF_TEXT -> {
                if (!tokensLeft) {
                    yield fallback(step, analysisEnd, closed, Spent.TOKENS);
                }
                if (!closed && !tryInject(GenPrmPrompt.ANALYZE_END)) {
                    yield FinishReason.CONTEXT_FULL;
                }
                yield configuration.codeMode() == CodeMode.ANALYZE_ONLY
                        ? forcedJudgement(step, Math.max(left(start), FALLBACK_TOKENS))
                        : codeRounds(step, start, analysisEnd, closed);
            }
        };
    }

    private FinishReason codeRounds(int step, int start, int analysisEnd, boolean closed)
            throws WorkbenchException, CancelledException {
        if (!tryInject(GenPrmPrompt.VERIFY_HEAD)) {
            return fallback(step, analysisEnd, closed, Spent.TOKENS);
        }
        boolean execute = configuration.codeMode() == CodeMode.WITH_EXECUTION;
        List<String> stops =
                execute
                        ? List.of(GenPrmPrompt.CODE_END, GenPrmPrompt.OUTPUT_END)
                        : List.of(GenPrmPrompt.OUTPUT_END);
        for (int round = 1; round <= configuration.maxCodeRounds(); round++) {
            if (left(start) <= 0) {
                return fallback(step, analysisEnd, closed, Spent.TOKENS);
            }
            Generation generation = work.generate(step, left(start), stops);
            switch (generation.reason()) {
                case END_OF_TEXT, LOOP -> {
                    return generation.reason();
                }
                case MAX_TOKENS, CONTEXT_FULL -> {
                    return fallback(step, analysisEnd, closed, Spent.TOKENS);
                }
                case STOP_STRING -> {
                    if (!GenPrmPrompt.CODE_END.equals(generation.stop())) {
                        return FinishReason.STOP_STRING;
                    }
                    boolean last = round >= configuration.maxCodeRounds();
                    if (!check(step, round, start, last)) {
                        return fallback(
                                step, analysisEnd, closed, last ? Spent.ROUNDS : Spent.TOKENS);
                    }
                }
            }
        }
        return fallback(step, analysisEnd, closed, Spent.ROUNDS);
    }

    /// Runs the last code block and appends its output.
    ///
    /// @param last whether nobody will read the output; the block still runs, as in the reference,
    ///   because later steps see the names it leaves
    /// @return whether generation can go on after the output
    private boolean check(int step, int round, int start, boolean last)
            throws WorkbenchException, CancelledException {
        TracedText text = work.recorder().text();
        Optional<String> block =
                GenPrmTranscript.lastCode(text.text())
                        .map(section -> text.utf8(section.start(), section.end()));
        CodeResult result = code.run(block, work.cancellation());
        work.recorder().add(ChainCode.event(step, round, result));
        String fedBack = GenPrmPrompt.codeOutput(result.asReferenceOutput());
        // No token has more bytes than the longest vocabulary entry, so a text this long cannot
        // fit;
        // encoding it only to find that out would take long.
        boolean hopeless = fedBack.length() / LONGEST_TOKEN > left(start);
        int[] ids = last || hopeless ? new int[0] : work.encode(fedBack);
        boolean goesOn = !last && !hopeless && ids.length < left(start) && work.fits(ids.length);
        if (goesOn) {
            int head = bytes(GenPrmPrompt.CODE_OUTPUT_HEAD);
            int end = bytes(fedBack) - bytes(GenPrmPrompt.CODE_END);
            int position = work.decoder().position();
            work.recorder().hide(inside(ids, position, head, end));
            work.append(ids, TokenOrigin.INJECTED);
        }
        work.recorder()
                .add(new CodeCheck(step, round, block.orElse(""), result, goesOn ? fedBack : ""));
        return goesOn;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// The tokens that hold any byte of a range of the text that `ids` encode.
    private TokenSpan inside(int[] ids, int position, int start, int end) {
        int first = ids.length;
        int last = 0;
        int offset = 0;
        for (int i = 0; i < ids.length; i++) {
            int next = offset + work.context().tokenizer().piece(ids[i]).length;
            if (offset < end && next > start) {
                first = Math.min(first, i);
                last = i + 1;
            }
            offset = next;
        }
        return first < last
                ? new TokenSpan(position + first, position + last)
                : new TokenSpan(position, position);
    }

    private enum Spent {
        ROUNDS,
        TOKENS
    }

    /// Drops everything after the analysis and forces a judgement from it; never unmarked.
    private FinishReason fallback(int step, int analysisEnd, boolean closed, Spent spent)
            throws WorkbenchException, CancelledException {
        work.event(
                switch (spent) {
                    case ROUNDS -> ChainEvent.Kind.FALLBACK_ROUNDS_SPENT;
                    case TOKENS -> ChainEvent.Kind.FALLBACK_TOKENS_SPENT;
                },
                step,
                switch (spent) {
                    case ROUNDS ->
                            "Step %d spent its %d code rounds; it is judged from the analysis alone."
                                    .formatted(step + 1, configuration.maxCodeRounds());
                    case TOKENS ->
                            "Step %d spent its tokens; it is judged from the analysis alone."
                                    .formatted(step + 1);
                });
        work.recorder().rewind(analysisEnd);
        if (!closed && !tryInject(GenPrmPrompt.ANALYZE_END)) {
            return FinishReason.CONTEXT_FULL;
        }
        return forcedJudgement(step, FALLBACK_TOKENS);
    }

    private FinishReason forcedJudgement(int step, int maxTokens)
            throws WorkbenchException, CancelledException {
        if (!tryInject(GenPrmPrompt.OUTPUT_HEAD)) {
            return FinishReason.CONTEXT_FULL;
        }
        return work.generate(step, maxTokens, List.of(GenPrmPrompt.OUTPUT_END)).reason();
    }

    /// Tokens the turn may still use.
    private int left(int start) {
        return Math.min(
                configuration.maxTokens() - (work.decoder().position() - start),
                work.left() - FALLBACK_TOKENS);
    }

    private void inject(String text) throws WorkbenchException {
        work.append(work.encode(text), TokenOrigin.INJECTED);
    }

    private boolean tryInject(String text) throws WorkbenchException {
        int[] ids = work.encode(text);
        if (!work.fits(ids.length)) {
            return false;
        }
        work.append(ids, TokenOrigin.INJECTED);
        return true;
    }

    private static GenPrmTranscript transcript(TracedText text) {
        return GenPrmTranscript.parse(text.text(), text::generatedAt);
    }

    private static List<ChainSection> sections(
            int step, TracedText text, GenPrmTranscript transcript) {
        return transcript.sections().stream()
                .map(section ->
                        new ChainSection(
                                section.kind(),
                                step,
                                text.span(section.start(), section.end()),
                                section.complete()))
                .toList();
    }

    private StepVerdict verdict(
            int step, TracedText text, Judgement judgement, FinishReason end, int sampled) {
        if (end == FinishReason.LOOP) {
            return invalid(step, InvalidReason.LOOP, "the text repeats itself", sampled);
        }
        return switch (judgement) {
            case Judgement.Boxed(boolean positive, VerdictBox box) -> {
                DecisionTokens.Decision decision = labels.at(text, box, positive, work.decoder());
                Verdict verdict = positive ? new Verdict.Correct() : new Verdict.Incorrect();
                yield new StepVerdict(
                        step, verdict, decision.confidence(), decision.position(), sampled);
            }
            case Judgement.Contradictory(String detail) ->
                    invalid(step, InvalidReason.CONTRADICTION, detail, sampled);
            case Judgement.Missing(String detail) -> invalid(step, reason(end), detail, sampled);
        };
    }

    private static InvalidReason reason(FinishReason end) {
        return switch (end) {
            case STOP_STRING, END_OF_TEXT -> InvalidReason.NO_BOX;
            case MAX_TOKENS, CONTEXT_FULL -> InvalidReason.TRUNCATED;
            case LOOP -> InvalidReason.LOOP;
        };
    }

    private static StepVerdict invalid(int step, InvalidReason reason, String detail, int sampled) {
        return new StepVerdict(step, new Verdict.Invalid(reason, detail), null, null, sampled);
    }
}
