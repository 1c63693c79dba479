package org.prmscope.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.MonteCarloScores;
import org.prmscope.core.RowProblem;
import org.prmscope.core.Solution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// MATH-APS, Monte-Carlo values over a tree of partial solutions (OpenR's data, after OmegaPRM,
/// arXiv 2406.06592): a problem with a list of prefixes, or with the tree itself.
///
/// Every way from the root to a leaf becomes a solution without gold labels, whose steps are the
/// pieces of text on the way and whose scores are the values after them; the root's value is that
/// of the problem alone. A prefix belongs under the longest other prefix that it continues on a new
/// line.
final class MathApsRows implements SeveralRows {
    private static final String STEPS = "reasoning_steps";
    private static final String SOURCE = "MATH-APS";
    private static final String VALUE = "mc_value";

    private final ReadLimits limits;
    private final JsonMapper mapper;

    MathApsRows(ReadLimits limits) {
        this.limits = limits;
        mapper = RowJson.mapper(limits);
    }

    /// Whether a row is of this format.
    static boolean fits(JsonNode row) {
        JsonNode steps = row.path(STEPS);
        return row.has("question")
                && ((steps.isArray() && steps.path(0).has("solution_prefix"))
                        || steps.has("children"));
    }

    /// A partial solution: its own text, and what it continues.
    private record Node(@Nullable Node parent, String text, double value) {}

    @Override
    public Read read(JsonNode row, String where, int index) {
        List<RowProblem> problems = new ArrayList<>();
        String id = "aps-" + (index + 1);
        JsonNode question = row.path("question");
        if (RowJson.hasLoneSurrogate(row)) {
            problems.add(
                    new RowProblem(where, id, "", "valid Unicode", "half of a surrogate pair", ""));
        } else if (!question.isTextual() || question.textValue().isBlank()) {
            problems.add(
                    new RowProblem(where, id, "question", "text", RowJson.shown(question), ""));
        } else {
            Place place = new Place(where, id, problems);
            List<Node> leaves =
                    row.path(STEPS).isArray()
                            ? prefixes(row.path(STEPS), question.textValue(), place)
                            : tree(row.path(STEPS), place);
            return new Read(
                    solutions(leaves, question.textValue(), row, place), List.copyOf(problems));
        }
        return new Read(List.of(), problems);
    }

    /// Where problems of a row go.
    private record Place(String where, String id, List<RowProblem> problems) {
        void bad(String field, String expected, String found, String remedy) {
            problems.add(new RowProblem(where, id, field, expected, found, remedy));
        }
    }

    private static List<Node> tree(JsonNode root, Place place) {
        record Due(JsonNode node, @Nullable Node parent, String field) {}
        List<Node> leaves = new ArrayList<>();
        Deque<Due> due = new ArrayDeque<>();
        due.push(new Due(root, null, STEPS));
        while (!due.isEmpty()) {
            Due next = due.pop();
            JsonNode text = next.node().path("text");
            double value = value(next.node(), next.field(), place);
            if (!text.isTextual()) {
                place.bad(next.field() + ".text", "text", RowJson.shown(text), "");
                continue;
            }
            if (Double.isNaN(value)) {
                continue;
            }
            Node node = new Node(next.parent(), text.textValue(), value);
            JsonNode children = next.node().path("children");
            if (children.isEmpty()) {
                leaves.add(node);
            }
            for (int child = children.size() - 1; child >= 0; child--) {
                due.push(
                        new Due(
                                children.get(child),
                                node,
                                "%s.children[%d]".formatted(next.field(), child)));
            }
        }
        return leaves;
    }

    private static double value(JsonNode node, String field, Place place) {
        JsonNode value = node.path(VALUE);
        double share = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (share >= 0 && share <= 1) {
            return share;
        }
        place.bad(field + "." + VALUE, "a number 0 to 1", RowJson.shown(value), "");
        return Double.NaN;
    }

    private static List<Node> prefixes(JsonNode steps, String question, Place place) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int at = 0; at < steps.size(); at++) {
            String field = "%s[%d]".formatted(STEPS, at);
            JsonNode prefix = steps.get(at).path("solution_prefix");
            double value = value(steps.get(at), field, place);
            if (!prefix.isTextual() || !prefix.textValue().startsWith(question)) {
                place.bad(
                        field + ".solution_prefix",
                        "text that begins with the question",
                        RowJson.shown(prefix),
                        "");
            } else if (!Double.isNaN(value)) {
                Double known = values.putIfAbsent(prefix.textValue(), value);
                if (known != null && known != value) {
                    place.bad(
                            field + "." + VALUE,
                            "the value that the same prefix had before, " + known,
                            String.valueOf(value),
                            "The first value is kept.");
                }
            }
        }
        Map<String, Node> nodes = new HashMap<>();
        Set<String> continued = new HashSet<>();
        // In this order whatever begins with a text stands right behind it, so that nothing is
        // compared but a text with those it lies in.
        Deque<String> around = new ArrayDeque<>();
        for (String prefix : new TreeSet<>(values.keySet())) {
            while (!around.isEmpty() && !prefix.startsWith(around.peek())) {
                around.pop();
            }
            String parent =
                    around.stream()
                            .filter(shorter -> prefix.charAt(shorter.length()) == '\n')
                            .findFirst()
                            .orElse(null);
            around.push(prefix);
            String text = prefix.substring(parent == null ? question.length() : parent.length());
            nodes.put(
                    prefix,
                    new Node(
                            parent == null ? null : nodes.get(parent),
                            parent == null && text.isBlank() ? question : text,
                            values.getOrDefault(prefix, Double.NaN)));
            if (parent != null) {
                continued.add(parent);
            }
        }
        List<Node> leaves = new ArrayList<>();
        // In the order of the file.
        for (String prefix : values.keySet()) {
            Node node = nodes.get(prefix);
            if (node != null && !continued.contains(prefix)) {
                leaves.add(node);
            }
        }
        return leaves;
    }

    private List<Solution> solutions(
            List<Node> leaves, String question, JsonNode row, Place place) {
        List<Solution> solutions = new ArrayList<>();
        for (Node leaf : leaves) {
            List<Node> way = new ArrayList<>();
            for (Node node = leaf; node != null; node = node.parent()) {
                way.add(node);
            }
            Collections.reverse(way);
            Node first = way.getFirst();
            boolean isRoot = first.text().strip().equals(question.strip());
            List<String> texts = new ArrayList<>();
            List<Double> scores = new ArrayList<>();
            for (Node node : isRoot ? way.subList(1, way.size()) : way) {
                if (node.text().isBlank()) {
                    continue;
                }
                texts.add(node.text().strip());
                scores.add(node.value());
            }
            if (!texts.isEmpty() && texts.size() <= limits.steps()) {
                MonteCarloScores all =
                        new MonteCarloScores(isRoot ? first.value() : null, scores, null, SOURCE);
                ObjectNode fields = mapper.createObjectNode();
                JsonNode answer = row.path("final_answer");
                if (answer.isTextual() || answer.isNumber()) {
                    fields.set(ScoredSolutions.ANSWER, answer);
                }
                if (row.has("question_id")) {
                    fields.set("question_id", row.path("question_id"));
                }
                fields.set(ScoredSolutions.SCORES, ScoredSolutions.node(mapper, all));
                solutions.add(
                        new Solution(
                                place.id() + "#" + solutions.size(),
                                question,
                                texts,
                                "",
                                null,
                                null,
                                fields.toString()));
            }
        }
        if (solutions.isEmpty() && place.problems().isEmpty()) {
            place.bad(STEPS, "at least one step after the question", "none", "");
        }
        return solutions;
    }
}
