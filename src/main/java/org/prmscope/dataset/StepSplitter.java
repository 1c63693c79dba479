package org.prmscope.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits a pasted solution into steps.
///
/// Where at least two lines are heads such as `Step 1:`, `**Step 1:**` or `## Step 1: Adding`,
/// steps begin at the heads; otherwise at blank lines. Display mathematics (`$$`, `\[`,
/// `\begin{...}`) and code fences are never cut. Step texts keep their heads;
/// [StepDraft#withoutHeads()] drops them.
public final class StepSplitter {
    private static final Pattern HEAD =
            Pattern.compile(
                    "\\s{0,3}(?:#{1,6}\\s*)?(?<open>\\*\\*|__)?\\s*[Ss](?:tep|TEP)\\s+\\d{1,3}\\s*"
                            + "(?:[:.)](?<close>\\*\\*|__)?|(?<early>\\*\\*|__)[:.)]?|$)\\s*");
    private static final Pattern FENCE = Pattern.compile("\\s{0,3}(```+|~~~+).*");
    private static final Pattern ENVIRONMENT =
            Pattern.compile("\\\\begin\\{([A-Za-z]{1,40}\\*?)\\}");

    private StepSplitter() {}

    /// The steps of a text, each without white space around it; no steps for a blank text.
    public static StepDraft split(String text) {
        List<List<String>> blocks = blocks(text.lines().toList());
        long heads = blocks.stream().filter(block -> isHead(block.getFirst())).count();
        List<String> steps = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        for (List<String> block : blocks) {
            String first = block.getFirst();
            boolean head = isHead(first);
            boolean blank = block.size() == 1 && first.isBlank();
            if (head || (blank && heads < 2)) {
                finish(step, steps);
            }
            block.forEach(line -> step.append(line).append('\n'));
        }
        finish(step, steps);
        return StepDraft.of(steps);
    }

    private static void finish(StringBuilder step, List<String> steps) {
        if (!step.toString().isBlank()) {
            steps.add(step.toString().strip());
        }
        step.setLength(0);
    }

    static boolean isHead(String line) {
        return HEAD.matcher(line).lookingAt();
    }

    /// The step's text after its head, the whole text if that leaves nothing.
    static String withoutHead(String step) {
        int end = step.indexOf('\n');
        Matcher matcher = HEAD.matcher(end < 0 ? step : step.substring(0, end));
        if (!matcher.lookingAt()) {
            return step;
        }
        String rest = step.substring(matcher.end()).strip();
        boolean boldGoesOn =
                matcher.group("open") != null
                        && matcher.group("close") == null
                        && matcher.group("early") == null;
        String text = boldGoesOn && !rest.isEmpty() ? matcher.group("open") + rest : rest;
        return text.isEmpty() ? step : text;
    }

    /// Lines that stay together: a protected block of several, or one alone.
    private static List<List<String>> blocks(List<String> lines) {
        List<List<String>> blocks = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            int end = endOfProtected(lines, at);
            blocks.add(lines.subList(at, end));
            at = end;
        }
        return blocks;
    }

    /// Past the last line of the protected block that opens in line `at`; the next line if none
    /// opens there or it never closes.
    private static int endOfProtected(List<String> lines, int at) {
        String line = lines.get(at);
        Matcher fence = FENCE.matcher(line);
        if (fence.matches()) {
            String mark = fence.group(1);
            return closing(lines, at + 1, next -> next.strip().startsWith(mark), at + 1);
        }
        if (count(line, "$$") % 2 == 1) {
            return closing(lines, at + 1, next -> count(next, "$$") % 2 == 1, at + 1);
        }
        if (count(line, "\\[") > count(line, "\\]")) {
            return closing(lines, at + 1, next -> next.contains("\\]"), at + 1);
        }
        Matcher environment = ENVIRONMENT.matcher(line);
        if (environment.find()) {
            String close = "\\end{" + environment.group(1) + "}";
            return closing(lines, at, next -> next.contains(close), at + 1);
        }
        return at + 1;
    }

    private static int closing(
            List<String> lines, int from, Predicate<String> closes, int otherwise) {
        for (int i = from; i < lines.size(); i++) {
            if (closes.test(lines.get(i))) {
                return i + 1;
            }
        }
        return otherwise;
    }

    private static int count(String line, String mark) {
        int count = 0;
        for (int i = line.indexOf(mark); i >= 0; i = line.indexOf(mark, i + mark.length())) {
            count++;
        }
        return count;
    }
}
