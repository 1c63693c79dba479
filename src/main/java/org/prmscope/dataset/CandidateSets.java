package org.prmscope.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Candidate;
import org.prmscope.core.CandidateGroup;
import org.prmscope.core.Solution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts the candidates of a set of solutions together by their problems, from the field `candidate`
/// that reading a file of candidates gave them; it survives the workspace and PRMScope JSONL.
public final class CandidateSets {
    private final JsonMapper mapper = RowJson.mapper(ReadLimits.DEFAULT);

    /// The groups, in the order of their first candidates; solutions that are no candidates are
    /// left out.
    public List<CandidateGroup> groups(List<Solution> solutions) {
        Map<String, List<Candidate>> candidates = new LinkedHashMap<>();
        Map<String, @Nullable String> answers = new LinkedHashMap<>();
        for (Solution solution : solutions) {
            JsonNode node = field(solution);
            String problem = node.path("problem").asText();
            if (!problem.isEmpty()) {
                answers.putIfAbsent(problem, text(node.path("answer")));
                candidates
                        .computeIfAbsent(problem, _ -> new ArrayList<>())
                        .add(candidate(solution, node));
            }
        }
        List<CandidateGroup> groups = new ArrayList<>();
        candidates.forEach((id, all) ->
                groups.add(
                        new CandidateGroup(
                                id, all.getFirst().solution().problem(), answers.get(id), all)));
        return groups;
    }

    private JsonNode field(Solution solution) {
        if (!solution.extraFields().contains(CandidateRows.CANDIDATE)) {
            return mapper.missingNode();
        }
        try {
            return mapper.readTree(solution.extraFields()).path(CandidateRows.CANDIDATE);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("extra fields of " + solution.id(), e);
        }
    }

    private static Candidate candidate(Solution solution, JsonNode node) {
        String answer = text(node.path("finalAnswer"));
        String why = node.path("noAnswer").asText("");
        return new Candidate(
                solution,
                answer,
                answer != null || !why.isEmpty() ? why : "it has no final answer",
                scores(node.path("scores"), solution.steps().size()),
                solution.finalAnswerCorrect());
    }

    private static @Nullable List<Double> scores(JsonNode node, int steps) {
        if (!node.isArray() || node.size() != steps) {
            return null;
        }
        List<Double> scores = new ArrayList<>();
        for (JsonNode score : node) {
            double value = score.isNumber() ? score.doubleValue() : Double.NaN;
            if (!(value >= 0 && value <= 1)) {
                return null;
            }
            scores.add(value);
        }
        return scores;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
    }
}
