package org.prmscope.cli;

import org.prmscope.bestofn.BestOfN;
import org.prmscope.bestofn.Grade;
import org.prmscope.bestofn.Grading;
import org.prmscope.core.VisibleText;
import org.prmscope.diagnostics.Estimate;
import org.prmscope.run.BestOfNOutput;
import org.prmscope.run.BestOfNWords;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Best-of-N for a person at a terminal.
final class BestOfNText {
    private static final int SHOWN = 10;

    private final BestOfNOutput output;
    private final List<String> lines = new ArrayList<>();

    private BestOfNText(BestOfNOutput output) {
        this.output = output;
    }

    static String of(BestOfNOutput output) {
        BestOfNText text = new BestOfNText(output);
        text.head();
        text.curves();
        text.ungraded();
        text.conclusions();
        return String.join("\n", text.lines);
    }

    private void line(String text) {
        lines.add(text.stripTrailing());
    }

    private void head() {
        Grading grading = output.grading();
        line(
                String.format(
                        Locale.ROOT,
                        "%d problems, %d with a right answer; candidates: %d right, %d wrong, %d"
                                + " without an answer, %d not decided",
                        output.groups().size(),
                        grading.problems().size(),
                        grading.count(Grade.RIGHT),
                        grading.count(Grade.WRONG),
                        grading.count(Grade.NO_ANSWER),
                        grading.count(Grade.UNDECIDED)));
        line(
                String.format(
                        Locale.ROOT,
                        "scores: %s",
                        output.scores().isEmpty() ? "none" : output.scores()));
        line(String.format(Locale.ROOT, "symbolic checks: %s", output.algebra()));
        Grading.FlagAgreement flags = grading.agreement();
        if (flags.total() > 0) {
            line(
                    String.format(
                            Locale.ROOT,
                            "the file's own word on %d candidates: %d agree, %d right here only, %d"
                                    + " right there only, %d not decided here",
                            flags.total(),
                            flags.bothRight() + flags.bothWrong(),
                            flags.rightHere(),
                            flags.rightThere(),
                            flags.undecided()));
        }
    }

    private void curves() {
        line("");
        line(
                String.format(
                        Locale.ROOT,
                        "%-18s %4s  %-26s %9s",
                        "choice",
                        "N",
                        "problems right",
                        "problems"));
        for (BestOfN.Curve curve : output.figures().curves()) {
            for (BestOfN.Point point : curve.points()) {
                Double value = point.share().value();
                Estimate.Interval interval = point.share().interval();
                String share =
                        value == null || interval == null
                                ? "not defined"
                                : String.format(
                                        Locale.ROOT,
                                        "%.3f [%.3f, %.3f]%s",
                                        value,
                                        interval.low(),
                                        interval.high(),
                                        point.share().isTooFew() ? "*" : "");
                line(
                        String.format(
                                Locale.ROOT,
                                "%-18s %4d  %-26s %9d%s%s",
                                curve.choice().title(),
                                point.n(),
                                share,
                                point.share().n(),
                                point.upTo() > (value == null ? 0 : value) + 1e-9
                                        ? String.format(Locale.ROOT, "  up to %.3f", point.upTo())
                                        : "",
                                point.isExact() ? "" : "  (sampled)"));
            }
        }
        if (lines.stream().anyMatch(line -> line.contains("]*"))) {
            line(
                    String.format(
                            Locale.ROOT, "* fewer than %d problems: too few to say", Estimate.FEW));
        }
        if (lines.stream().anyMatch(line -> line.contains("  up to "))) {
            line("up to: if every answer that was not decided were right");
        }
    }

    private void ungraded() {
        Map<Grading.Ungraded.Kind, List<Grading.Ungraded>> byKind =
                output.grading().ungraded().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Grading.Ungraded::kind, TreeMap::new, Collectors.toList()));
        byKind.forEach((kind, all) -> {
            line("");
            line(String.format(Locale.ROOT, "%s: %d", kind.title(), all.size()));
            if (kind == Grading.Ungraded.Kind.NO_RIGHT_ANSWER) {
                line("  name a file that has the answers with --answers");
            }
            for (Grading.Ungraded one : all.subList(0, Math.min(SHOWN, all.size()))) {
                Integer candidate = one.candidate();
                line(
                        String.format(
                                Locale.ROOT,
                                "  %s%s: %s%s",
                                one.problem(),
                                candidate == null ? "" : ", candidate " + (candidate + 1),
                                one.reason(),
                                one.answer().isEmpty() || one.reason().startsWith("\"")
                                        ? ""
                                        : ": " + shown(one.answer())));
            }
            if (all.size() > SHOWN) {
                line(
                        String.format(
                                Locale.ROOT, "  and %d more in ungraded.csv", all.size() - SHOWN));
            }
        });
    }

    private static String shown(String answer) {
        String line = answer.replace('\n', ' ');
        return VisibleText.lines(line.length() <= 60 ? line : line.substring(0, 57) + "...");
    }

    private void conclusions() {
        line("");
        for (BestOfN.Gain gain : output.figures().differences()) {
            String sentence = BestOfNWords.gain(gain);
            if (sentence != null) {
                line(sentence);
            }
        }
        if (output.figures().differences().isEmpty()) {
            line(BestOfNWords.WITHOUT_SCORES);
        }
    }
}
