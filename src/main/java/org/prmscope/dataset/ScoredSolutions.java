package org.prmscope.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.MonteCarloScores;
import org.prmscope.core.Solution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Monte-Carlo scores and right answers that belong to solutions: they lie in the fields
/// `monteCarlo` and `answer`, which survive the workspace and PRMScope JSONL.
public final class ScoredSolutions {
    static final String SCORES = "monteCarlo";
    static final String ANSWER = "answer";

    private final JsonMapper mapper = RowJson.mapper(ReadLimits.DEFAULT);

    /// The scores of a solution; empty if it has none, or not one in 0..1 for each step.
    public Optional<MonteCarloScores> scores(Solution solution) {
        JsonNode node = RowJson.extraFields(mapper, solution).path(SCORES);
        JsonNode start = node.path("start");
        JsonNode steps = node.path("steps");
        JsonNode rollouts = node.path("rollouts");
        if (!steps.isArray() || steps.size() != solution.steps().size()) {
            return Optional.empty();
        }
        List<Double> scores = new ArrayList<>();
        steps.forEach(score -> scores.add(share(score)));
        if (scores.contains(Double.NaN) || (start.isNumber() && Double.isNaN(share(start)))) {
            return Optional.empty();
        }
        return Optional.of(
                new MonteCarloScores(
                        start.isNumber() ? (Double) share(start) : null,
                        scores,
                        rollouts.canConvertToInt() && rollouts.intValue() > 0
                                ? (Integer) rollouts.intValue()
                                : null,
                        node.path("source").asText("")));
    }

    private static double share(JsonNode node) {
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        return value >= 0 && value <= 1 ? value : Double.NaN;
    }

    /// The right answer of the solution's problem, where its row has it: in `answer`, or in that of
    /// the field `candidate`.
    public @Nullable String answer(Solution solution) {
        JsonNode fields = RowJson.extraFields(mapper, solution);
        for (JsonNode node :
                List.of(fields.path(ANSWER), fields.path(CandidateRows.CANDIDATE).path(ANSWER))) {
            String text = node.isTextual() || node.isNumber() ? node.asText().strip() : "";
            if (!text.isEmpty()) {
                return text;
            }
        }
        return null;
    }

    /// The solution with scores, in place of those it had.
    public Solution with(Solution solution, MonteCarloScores scores) {
        ObjectNode fields = RowJson.extraFields(mapper, solution);
        fields.set(SCORES, node(mapper, scores));
        return new Solution(
                solution.id(),
                solution.problem(),
                solution.steps(),
                solution.generator(),
                solution.gold(),
                solution.finalAnswerCorrect(),
                fields.toString());
    }

    static ObjectNode node(JsonMapper mapper, MonteCarloScores scores) {
        ObjectNode node = mapper.createObjectNode();
        node.put("start", scores.start());
        ArrayNode steps = node.putArray("steps");
        scores.steps().forEach(steps::add);
        node.put("rollouts", scores.rollouts());
        node.put("source", scores.source());
        return node;
    }
}
