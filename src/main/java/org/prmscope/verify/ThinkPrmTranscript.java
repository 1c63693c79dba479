package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.SectionKind;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One ThinkPRM chain, read: critiques, step verdicts, the answer on the whole solution.
///
/// Verdicts are the boxes with `correct` or `incorrect`, in order; other boxes (answers) are not
/// counted. Which step a verdict is for is worked out by [VerdictWalk]; its documentation has the
/// rules for counts that do not match.
public final class ThinkPrmTranscript {
    /// How the text came to its end.
    public enum Ending {
        /// The model ended it, or it was interrupted at the first incorrect step.
        FINISHED,
        /// At a limit of tokens.
        TRUNCATED,
        /// In a repetition.
        LOOP,
        /// It is still being written.
        RUNNING
    }

    /// Which round of its chain a text is.
    enum Pass {
        FIRST,
        /// A later one of a chain whose first round had heads such as `Step 2:`.
        LATER,
        /// A later one of a chain whose first round had none.
        LATER_HEADLESS;

        /// What the rounds after a first one are.
        static Pass after(String first) {
            return VerdictWalk.numbers(VerdictWalk.HEAD, first, 0, first.length()).isEmpty()
                    ? LATER_HEADLESS
                    : LATER;
        }
    }

    /// The verdict of one step.
    ///
    /// @param step from 0
    /// @param box where it was read; null if it was not read from a box
    public record StepReading(int step, Verdict verdict, @Nullable VerdictBox box) {}

    private static final Pattern DECISION =
            Pattern.compile(
                    "\\Q" + ThinkPrmPrompt.QUESTION + "\\E\\s*(?:\\*\\*)?(yes|no)\\b",
                    Pattern.CASE_INSENSITIVE);

    private final List<TranscriptSection> sections;
    private final List<StepReading> steps;
    private final @Nullable Boolean decision;

    private ThinkPrmTranscript(
            List<TranscriptSection> sections, List<StepReading> steps, @Nullable Boolean decision) {
        this.sections = List.copyOf(sections);
        this.steps = List.copyOf(steps);
        this.decision = decision;
    }

    /// Reads a chain as it was saved, with or without `<think>` tags.
    ///
    /// @param steps how many steps the solution has
    public static ThinkPrmTranscript parse(String text, int steps) {
        return parse(text, steps, Ending.FINISHED, _ -> true, Pass.FIRST);
    }

    /// Reads a chain, or a round of one, of which only some characters are the model's words.
    ///
    /// @param pass a later round may come back to some steps only
    static ThinkPrmTranscript parse(
            String text, int steps, Ending ending, IntPredicate generated, Pass pass) {
        int question = text.indexOf(ThinkPrmPrompt.QUESTION);
        int body = question < 0 ? text.length() : question;
        List<TranscriptSection> sections = new ArrayList<>();
        List<VerdictBox> boxes =
                VerdictBox.find(text, 0, body, BoxLabels.THINKPRM).stream()
                        .filter(box -> box.positive() != null && generated.test(box.labelStart()))
                        .toList();
        StepWalk walk =
                pass == Pass.FIRST
                        ? new VerdictWalk(text, steps)
                        : new RecheckWalk(
                                text,
                                steps,
                                boxes,
                                pass == Pass.LATER_HEADLESS,
                                ending == Ending.RUNNING);
        int cursor = 0;
        for (VerdictBox box : boxes) {
            boolean positive = Boolean.TRUE.equals(box.positive());
            if (cursor == 0) {
                cursor = preamble(text, box.start(), sections);
            }
            Integer step = walk.take(box, positive, cursor);
            int judgement = judgementStart(text, cursor, box.start());
            add(sections, text, SectionKind.CRITIQUE, step, cursor, judgement, true);
            cursor = judgementEnd(text, box.end(), body);
            add(sections, text, SectionKind.JUDGEMENT, step, judgement, cursor, true);
        }
        tail(text, cursor, body, walk, ending, sections);
        Boolean decision = null;
        if (question >= 0) {
            boolean answered = false;
            Matcher answers = DECISION.matcher(text).region(question, text.length());
            while (answers.find()) {
                decision = answers.group(1).equalsIgnoreCase("yes");
                answered = true;
            }
            add(
                    sections,
                    text,
                    SectionKind.SOLUTION_DECISION,
                    null,
                    question,
                    text.length(),
                    answered);
        }
        return new ThinkPrmTranscript(sections, walk.readings(ending), decision);
    }

    /// In the order of the text; none overlap.
    public List<TranscriptSection> sections() {
        return sections;
    }

    /// One for each step of the solution, in order.
    public List<StepReading> steps() {
        return steps;
    }

    /// What the text answers to "Is the solution correct?", the last time it does; empty if it does
    /// not.
    public Optional<Boolean> decision() {
        return Optional.ofNullable(decision);
    }

    /// Takes what precedes the first step's head out of the first critique.
    private static int preamble(String text, int firstBox, List<TranscriptSection> sections) {
        Matcher head = VerdictWalk.HEAD.matcher(text).region(0, firstBox);
        int end = head.find() ? head.start() : 0;
        add(sections, text, SectionKind.PREAMBLE, null, 0, end, true);
        return end;
    }

    private static void tail(
            String text,
            int cursor,
            int body,
            StepWalk walk,
            Ending ending,
            List<TranscriptSection> sections) {
        int next = walk.nextStep();
        boolean closed = ending == Ending.FINISHED;
        if (next >= 0 && !closed) {
            add(sections, text, SectionKind.CRITIQUE, next, cursor, body, false);
        } else {
            add(sections, text, SectionKind.PREAMBLE, null, cursor, body, closed);
        }
    }

    /// The judgement begins with its sentence, at the earliest with its line.
    private static int judgementStart(String text, int from, int box) {
        int start = Math.max(from, text.lastIndexOf('\n', box) + 1);
        int sentence = text.lastIndexOf(". ", box);
        return Math.max(start, sentence < 0 ? 0 : sentence + 2);
    }

    /// It ends with its line, or before the next box on that line.
    private static int judgementEnd(String text, int boxEnd, int body) {
        int line = text.indexOf('\n', boxEnd);
        int next = text.indexOf("\\boxed", boxEnd);
        int end = line < 0 ? body : Math.min(line, body);
        return next >= 0 && next < end ? boxEnd : end;
    }

    private static void add(
            List<TranscriptSection> sections,
            String text,
            SectionKind kind,
            @Nullable Integer step,
            int start,
            int end,
            boolean complete) {
        int from = start;
        while (from < end && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        if (from < end) {
            sections.add(new TranscriptSection(kind, step, from, end, complete));
        }
    }
}
