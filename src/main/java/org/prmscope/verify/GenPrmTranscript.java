package org.prmscope.verify;

import org.prmscope.core.SectionKind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One assistant turn of GenPRM, read: analysis, code and output pairs, comments, judgement.
///
/// Accepts what saved chains really look like: no `<verify>`, several code and output pairs, a code
/// fence that is never closed, fences and asterisks lost by a PDF, a turn that breaks off. The
/// judgement is what the last `<output>` says and nothing before it.
public final class GenPrmTranscript {
    private final List<TranscriptSection> sections;
    private final Judgement judgement;

    private GenPrmTranscript(List<TranscriptSection> sections, Judgement judgement) {
        this.sections = List.copyOf(sections);
        this.judgement = judgement;
    }

    /// Reads a turn as it was saved.
    public static GenPrmTranscript parse(String text) {
        return parse(text, _ -> true);
    }

    /// Reads a turn of which only some characters are the model's words.
    ///
    /// @param generated whether the model wrote the character at an offset; a label it did not
    ///   write is no verdict
    static GenPrmTranscript parse(String text, IntPredicate generated) {
        return new Scanner(text, generated).scan();
    }

    /// In the order of the text; none overlap. The step of each is null: a turn does not say.
    public List<TranscriptSection> sections() {
        return sections;
    }

    /// The sections of one kind, in order.
    public List<TranscriptSection> sections(SectionKind kind) {
        return sections.stream().filter(section -> section.kind() == kind).toList();
    }

    public Judgement judgement() {
        return judgement;
    }

    /// The code that GenPRM's reference would run: the last closed Python block of the turn,
    /// without surrounding space (the regular expression of its `CodeExecutor`). Empty if there is
    /// none.
    public static Optional<TranscriptSection> lastCode(String text) {
        Optional<TranscriptSection> last = Optional.empty();
        int open = text.indexOf(PYTHON_FENCE);
        while (open >= 0) {
            int start = open + PYTHON_FENCE.length();
            int close = text.indexOf(FENCE, start);
            if (close < 0) {
                break;
            }
            while (start < close && Character.isWhitespace(text.charAt(start))) {
                start++;
            }
            int end = close;
            while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            last = Optional.of(new TranscriptSection(SectionKind.CODE, null, start, end, true));
            open = text.indexOf(PYTHON_FENCE, close + FENCE.length());
        }
        return last;
    }

    private static final String FENCE = "```";
    private static final String PYTHON_FENCE = "```python";
    private static final String ANALYZE = "<analyze>";
    private static final String LEAD = "Let's use python code to find any potential error:";

    private static final String ANALYZE_CLOSE = "</analyze>";
    private static final String VERIFY = "<verify>";
    private static final String VERIFY_CLOSE = "</verify>";
    private static final String CODE_OUTPUT = "[Code Output]";
    private static final String OUTPUT = "<output>";
    private static final String OUTPUT_CLOSE = "</output>";

    private static final Pattern MARK =
            anyOf(VERIFY, VERIFY_CLOSE, PYTHON_FENCE, CODE_OUTPUT, OUTPUT);
    private static final Pattern AFTER_ANALYSIS = anyOf(VERIFY, OUTPUT);
    private static final Pattern CODE_CLOSE =
            anyOf(FENCE, "\n" + CODE_OUTPUT, "\n" + VERIFY_CLOSE, "\n" + OUTPUT);
    private static final Pattern BARE_OUTPUT_CLOSE =
            anyOf(CODE_OUTPUT, PYTHON_FENCE, VERIFY_CLOSE, OUTPUT);
    private static final Pattern OUTPUT_FENCE = Pattern.compile("\\s*```[^\\n]*\\n");
    private static final Pattern CODE_OUTPUT_CLOSE =
            anyOf("\n" + FENCE, "\n" + VERIFY_CLOSE, "\n" + OUTPUT);
    private static final Pattern JUDGEMENT_CLOSE = anyOf(OUTPUT_CLOSE, OUTPUT);

    private static Pattern anyOf(String... marks) {
        return Pattern.compile(
                Arrays.stream(marks).map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /// Walks the marks after the analysis. `pending` is where text begins that no section has yet.
    private static final class Scanner {
        private final String text;
        private final IntPredicate generated;
        private final List<TranscriptSection> sections = new ArrayList<>();
        private Judgement judgement = new Judgement.Missing("there is no <output>");
        private boolean inVerify;
        private boolean codeSeen;
        private int pending;

        private Scanner(String text, IntPredicate generated) {
            this.text = text;
            this.generated = generated;
        }

        private GenPrmTranscript scan() {
            int cursor = analysis();
            pending = cursor;
            Matcher mark = MARK.matcher(text);
            while (mark.find(cursor)) {
                int at = mark.start();
                int after = mark.end();
                cursor =
                        switch (mark.group()) {
                            case VERIFY -> verify(after);
                            case VERIFY_CLOSE -> verifyEnd(at, after);
                            case PYTHON_FENCE -> code(at, after);
                            case CODE_OUTPUT -> codeOutput(at, after);
                            default -> output(at, after);
                        };
            }
            comment(text.length(), false);
            return new GenPrmTranscript(sections, judgement);
        }

        private int analysis() {
            int open = text.indexOf(ANALYZE);
            if (open < 0) {
                return 0;
            }
            section(SectionKind.PREAMBLE, 0, open, true);
            int start = open + ANALYZE.length();
            int close = text.indexOf(ANALYZE_CLOSE, start);
            if (close >= 0) {
                section(SectionKind.CRITIQUE, start, close, true);
                return close + ANALYZE_CLOSE.length();
            }
            int end = earliest(AFTER_ANALYSIS, start);
            section(SectionKind.CRITIQUE, start, end, false);
            return end;
        }

        private int verify(int after) {
            inVerify = true;
            codeSeen = false;
            pending = after;
            int lead = after;
            while (lead < text.length() && Character.isWhitespace(text.charAt(lead))) {
                lead++;
            }
            if (text.startsWith(LEAD, lead)) {
                pending = lead + LEAD.length();
            }
            return pending;
        }

        private int verifyEnd(int at, int after) {
            comment(at, true);
            inVerify = false;
            pending = after;
            return after;
        }

        private int code(int at, int after) {
            comment(at, true);
            int start = text.startsWith("\n", after) ? after + 1 : after;
            int end = earliest(CODE_CLOSE, start);
            boolean closed = text.startsWith(FENCE, end);
            section(SectionKind.CODE, start, end, closed);
            codeSeen = true;
            pending = closed ? end + FENCE.length() : end;
            return pending;
        }

        private int codeOutput(int at, int after) {
            if (!codeSeen) {
                // A PDF keeps the code but loses its fence.
                section(SectionKind.CODE, pending, at, false);
                codeSeen = true;
            } else {
                comment(at, true);
            }
            Matcher fence = OUTPUT_FENCE.matcher(text).region(after, text.length());
            if (!fence.lookingAt()) {
                int end = earliest(BARE_OUTPUT_CLOSE, after);
                section(SectionKind.CODE_OUTPUT, after, end, false);
                pending = end;
                return end;
            }
            int start = fence.end();
            int end = text.startsWith(FENCE, start) ? start : earliest(CODE_OUTPUT_CLOSE, start);
            int fenceEnd = text.startsWith("\n", end) ? end + 1 : end;
            boolean closed = text.startsWith(FENCE, fenceEnd);
            section(SectionKind.CODE_OUTPUT, start, end, closed);
            pending = closed ? fenceEnd + FENCE.length() : end;
            return pending;
        }

        private int output(int at, int after) {
            comment(at, false);
            inVerify = false;
            int end = earliest(JUDGEMENT_CLOSE, after);
            boolean closed = text.startsWith(OUTPUT_CLOSE, end);
            section(SectionKind.JUDGEMENT, after, end, closed);
            judgement =
                    Judgement.of(
                            VerdictBox.find(text, after, end, BoxLabels.GENPRM).stream()
                                    .filter(box -> generated.test(box.labelStart()))
                                    .toList(),
                            BoxLabels.GENPRM);
            pending = closed ? end + OUTPUT_CLOSE.length() : end;
            return pending;
        }

        /// The model's words since the last section, if they are inside `<verify>`.
        private void comment(int end, boolean complete) {
            if (inVerify) {
                section(SectionKind.COMMENT, pending, end, complete);
            }
        }

        private void section(SectionKind kind, int start, int end, boolean complete) {
            int from = start;
            while (kind != SectionKind.CODE_OUTPUT
                    && from < end
                    && Character.isWhitespace(text.charAt(from))) {
                from++;
            }
            if (kind == SectionKind.CODE) {
                // Indentation is part of code: only whole blank lines go.
                from = Math.max(start, text.lastIndexOf('\n', Math.max(from - 1, 0)) + 1);
            }
            if (from < end || kind == SectionKind.CODE_OUTPUT) {
                sections.add(new TranscriptSection(kind, null, Math.min(from, end), end, complete));
            }
        }

        /// The offset of the first of some marks, or the end of the text.
        private int earliest(Pattern marks, int from) {
            Matcher found = marks.matcher(text);
            return found.find(from) ? found.start() : text.length();
        }
    }
}
