package org.prmscope.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.bestofn.BestOfN;
import org.prmscope.bestofn.Choice;
import org.prmscope.bestofn.Grade;
import org.prmscope.bestofn.GradedCandidate;
import org.prmscope.bestofn.GradedProblem;
import org.prmscope.bestofn.Grading;
import org.prmscope.core.Candidate;
import org.prmscope.core.CandidateGroup;
import org.prmscope.diagnostics.Estimate;
import org.prmscope.plot.Axis;
import org.prmscope.plot.ColourRole;
import org.prmscope.plot.Interval;
import org.prmscope.plot.Plot;
import org.prmscope.plot.Point;
import org.prmscope.plot.Series;
import org.prmscope.plot.TickFormat;
import org.prmscope.report.Cell;
import org.prmscope.report.DataTable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Best-of-N in files: a summary, the numbers behind it and a plot, as docs/formats.md describes
/// them. Candidates count from 0.
///
/// @param scores where they are from, for a person; empty if there are none
/// @param algebra what symbolic checks were made with
public record BestOfNOutput(
        List<CandidateGroup> groups,
        Grading grading,
        BestOfN figures,
        String scores,
        String algebra) {
    private static final int VERSION = 1;

    /// The summary.
    public ObjectNode summary() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("format", "prmscope-bestofn");
        root.put("version", VERSION);
        root.put("problems", groups.size());
        root.put("graded", grading.problems().size());
        root.put("scores", scores.isEmpty() ? null : scores);
        root.put("symbolicChecks", algebra);
        ObjectNode grades = root.putObject("candidates");
        for (Grade grade : Grade.values()) {
            grades.put(word(grade), grading.count(grade));
        }
        ArrayNode curves = root.putArray("curves");
        for (BestOfN.Curve curve : figures.curves()) {
            ObjectNode node = curves.addObject();
            node.put("choice", word(curve.choice()));
            ArrayNode points = node.putArray("points");
            for (BestOfN.Point point : curve.points()) {
                ObjectNode each = ComparisonJson.estimate(point.share());
                each.put("candidates", point.n());
                each.put("upTo", point.upTo());
                each.put("exact", point.isExact());
                points.add(each);
            }
        }
        ArrayNode gains = root.putArray("differences");
        for (BestOfN.Gain gain : figures.differences()) {
            ObjectNode node =
                    ComparisonJson.estimate(
                            new Estimate(
                                    gain.difference().value(),
                                    gain.difference().n(),
                                    gain.difference().interval()));
            node.put("one", word(gain.one()));
            node.put("two", word(gain.two()));
            node.put("candidates", gain.n());
            node.put("tooFew", gain.difference().isTooFew());
            gains.add(node);
        }
        Grading.FlagAgreement flags = grading.agreement();
        if (flags.total() > 0) {
            ObjectNode node = root.putObject("agreementWithFile");
            node.put("bothRight", flags.bothRight());
            node.put("bothWrong", flags.bothWrong());
            node.put("rightHereOnly", flags.rightHere());
            node.put("rightThereOnly", flags.rightThere());
            node.put("undecided", flags.undecided());
            ArrayNode ids = node.putArray("disagreements");
            flags.disagreements().forEach(ids::add);
        }
        ArrayNode ungraded = root.putArray("ungraded");
        for (Grading.Ungraded one : grading.ungraded()) {
            ObjectNode node = ungraded.addObject();
            node.put("problem", one.problem());
            node.put("candidate", one.candidate());
            node.put("kind", word(one.kind()));
            node.put("answer", one.answer());
            node.put("reason", one.reason());
        }
        return root;
    }

    /// One row for each choice and N.
    public DataTable curves() {
        List<List<Cell>> rows = new ArrayList<>();
        for (BestOfN.Curve curve : figures.curves()) {
            for (BestOfN.Point point : curve.points()) {
                Estimate.Interval interval = point.share().interval();
                rows.add(
                        List.of(
                                Cell.of(curve.choice().title()),
                                Cell.of(point.n()),
                                Cell.ofNumber(point.share().value()),
                                Cell.ofNumber(interval == null ? null : (Double) interval.low()),
                                Cell.ofNumber(interval == null ? null : (Double) interval.high()),
                                Cell.of(point.share().n()),
                                Cell.ofNumber(point.upTo()),
                                Cell.of(point.isExact())));
            }
        }
        return new DataTable(
                List.of("choice", "n", "share", "low", "high", "problems", "up_to", "exact"), rows);
    }

    /// One row for each candidate of a graded problem.
    public DataTable candidates() {
        Map<String, CandidateGroup> byId = new HashMap<>();
        groups.forEach(group -> byId.put(group.id(), group));
        List<List<Cell>> rows = new ArrayList<>();
        for (GradedProblem problem : grading.problems()) {
            CandidateGroup group = byId.get(problem.id());
            for (int i = 0; group != null && i < problem.candidates().size(); i++) {
                GradedCandidate graded = problem.candidates().get(i);
                Candidate candidate = group.candidates().get(i);
                Boolean flag = candidate.isCorrect();
                rows.add(
                        List.of(
                                Cell.of(problem.id()),
                                Cell.of(i),
                                Cell.of(candidate.solution().id()),
                                text(group.answer()),
                                text(candidate.finalAnswer()),
                                Cell.of(word(graded.grade())),
                                Cell.of(graded.answerClass()),
                                Cell.ofNumber(graded.score()),
                                flag == null ? new Cell.None() : Cell.of(flag)));
            }
        }
        return new DataTable(
                List.of(
                        "problem",
                        "candidate",
                        "solution",
                        "answer",
                        "final_answer",
                        "grade",
                        "answer_class",
                        "score",
                        "file_says_right"),
                rows);
    }

    /// One row for each thing that could not be graded.
    public DataTable ungraded() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Grading.Ungraded one : grading.ungraded()) {
            rows.add(
                    List.of(
                            Cell.of(one.problem()),
                            one.candidate() == null
                                    ? new Cell.None()
                                    : Cell.of((long) one.candidate()),
                            Cell.of(one.kind().title()),
                            Cell.of(one.answer()),
                            Cell.of(one.reason())));
        }
        return new DataTable(List.of("problem", "candidate", "kind", "answer", "reason"), rows);
    }

    /// The share of problems answered right against N, a curve for each choice.
    public Plot plot() {
        List<Series> series = new ArrayList<>();
        int problems = 0;
        for (BestOfN.Curve curve : figures.curves()) {
            List<Point> points = new ArrayList<>();
            for (BestOfN.Point point : curve.points()) {
                Double value = point.share().value();
                Estimate.Interval interval = point.share().interval();
                problems = Math.max(problems, point.share().n());
                if (value != null) {
                    points.add(
                            new Point(
                                    point.n(),
                                    value,
                                    interval == null
                                            ? null
                                            : new Interval(interval.low(), interval.high()),
                                    point.share().n(),
                                    point.isExact() ? "" : "over a sample of the subsets",
                                    point.right()));
                }
            }
            series.add(Series.line(curve.choice().title(), colour(curve.choice()), points));
        }
        return Plot.of(
                "Problems answered right, choosing among N",
                Axis.log("candidates N", TickFormat.COUNT).markedAt(counts()),
                Axis.linear("", TickFormat.DECIMAL).within(0, 1),
                series,
                "95 % bootstrap intervals over problems · n = "
                        + problems
                        + (problems < Estimate.FEW ? ": too few to say" : ""),
                "no problem with a right answer");
    }

    /// Every N there is.
    private List<Double> counts() {
        return figures.curves().stream()
                .flatMap(curve -> curve.points().stream())
                .map(point -> (double) point.n())
                .distinct()
                .sorted()
                .toList();
    }

    private static ColourRole colour(Choice choice) {
        return switch (choice) {
            case PASS -> ColourRole.GOLD;
            case NAIVE -> ColourRole.ofRun(0);
            case MAJORITY -> ColourRole.ofRun(1);
            case WEIGHTED -> ColourRole.ofRun(2);
            case RANDOM -> ColourRole.NEUTRAL;
        };
    }

    private static Cell text(@org.jspecify.annotations.Nullable String text) {
        return text == null ? new Cell.None() : Cell.of(text);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
