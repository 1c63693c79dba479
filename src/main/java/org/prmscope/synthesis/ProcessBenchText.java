package org.prmscope.synthesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.FirstError;
import org.prmscope.core.Solution;

import java.util.List;
import java.util.Map;

/// Writes solutions as a ProcessBench file: a JSON array, one solution after another, with the
/// fields of the public data set and those that the generator adds.
public final class ProcessBenchText {
    private ProcessBenchText() {}

    /// The file's text, ending with a line feed.
    public static String write(List<Solution> solutions) {
        JsonMapper mapper = new JsonMapper();
        try {
            ArrayNode rows = mapper.createArrayNode();
            for (Solution solution : solutions) {
                ObjectNode row = rows.addObject();
                row.put("id", solution.id());
                row.put("generator", solution.generator());
                row.put("problem", solution.problem());
                ArrayNode steps = row.putArray("steps");
                solution.steps().forEach(steps::add);
                row.put("final_answer_correct", solution.finalAnswerCorrect());
                row.put(
                        "label",
                        switch (solution.goldFirstError()) {
                            case FirstError.At(int step) -> step;
                            case FirstError.None() -> -1;
                            case FirstError.Unknown() ->
                                    throw new IllegalArgumentException(
                                            solution.id() + " has no gold label");
                        });
                for (Map.Entry<String, JsonNode> field :
                        mapper.readTree(solution.extraFields()).properties()) {
                    row.set(field.getKey(), field.getValue());
                }
            }
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("extra fields are one JSON object", e);
        }
    }
}
