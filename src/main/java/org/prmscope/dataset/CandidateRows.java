package org.prmscope.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.RowProblem;
import org.prmscope.core.Solution;
import org.prmscope.core.SolutionFormat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Turns one row with several candidates into as many solutions. What belongs to the candidates
/// stays with each solution in its field `candidate`, so that the groups can be put together again
/// from the solutions alone ([CandidateSets]).
final class CandidateRows implements SeveralRows {
    static final String CANDIDATE = "candidate";
    static final String COMPLETIONS = "completions";

    /// GSM8K's models, as their fields are called.
    static final List<String> MODELS =
            List.of("6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification");

    /// BiRM's list of candidates.
    static final String OUTPUTS = "outputs";

    /// What ends each step of BiRM's responses: a token that occurs nowhere else in them.
    private static final String STEP_END = "ки";

    /// What BiRM writes where it has nothing to say.
    private static final String INVALID = "[invalid]";

    private static final Set<String> ROW_FIELDS = Set.of("subject", "level");

    private final SolutionFormat format;
    private final ReadLimits limits;

    CandidateRows(SolutionFormat format, ReadLimits limits) {
        this.format = format;
        this.limits = limits;
    }

    /// The format that the keys of a row tell; null if it has no candidates.
    static @Nullable SolutionFormat format(JsonNode row) {
        if (row.has("problem") && row.path(COMPLETIONS).isArray()) {
            return SolutionFormat.SEARCH_AND_LEARN;
        }
        if (row.has("question") && isBirm(row.path(OUTPUTS))) {
            return SolutionFormat.BIRM;
        }
        return row.has("question") && MODELS.stream().anyMatch(row::has)
                ? SolutionFormat.GSM8K_MODELS
                : null;
    }

    private static boolean isBirm(JsonNode outputs) {
        return outputs.isArray()
                && outputs.valueStream()
                        .anyMatch(each -> each.has("response") && each.has("step_s_label"));
    }

    @Override
    public Read read(JsonNode row, String where, int index) {
        List<Solution> solutions = new ArrayList<>();
        List<RowProblem> problems = new ArrayList<>();
        String id = id(row, index);
        String problemField = format == SolutionFormat.SEARCH_AND_LEARN ? "problem" : "question";
        JsonNode problem = row.path(problemField);
        if (RowJson.hasLoneSurrogate(row)) {
            problems.add(
                    new RowProblem(where, id, "", "valid Unicode", "half of a surrogate pair", ""));
        } else if (!problem.isTextual() || problem.textValue().isBlank()) {
            problems.add(
                    new RowProblem(where, id, problemField, "text", RowJson.shown(problem), ""));
        } else {
            Target target = new Target(row, where, id, problem.textValue(), solutions, problems);
            switch (format) {
                case GSM8K_MODELS -> models(target);
                case BIRM -> outputs(target);
                default -> completions(target);
            }
        }
        return new Read(solutions, problems);
    }

    /// Where the candidates of a row go.
    private record Target(
            JsonNode row,
            String where,
            String id,
            String problem,
            List<Solution> solutions,
            List<RowProblem> problems) {
        void bad(String field, String expected, String found, String remedy) {
            problems.add(new RowProblem(where, id, field, expected, found, remedy));
        }
    }

    private static String id(JsonNode row, int index) {
        for (String field : List.of("unique_id", "id", "idx")) {
            JsonNode node = row.path(field);
            String text = node.isTextual() || node.isIntegralNumber() ? node.asText() : "";
            if (!text.isBlank()
                    && text.length() <= 200
                    && text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
        }
        return "row-" + (index + 1);
    }

    private void completions(Target target) {
        JsonNode completions = target.row().path(COMPLETIONS);
        JsonNode answer = target.row().path("answer");
        for (int i = 0; i < completions.size(); i++) {
            JsonNode text = completions.get(i);
            String field = COMPLETIONS + "[" + i + "]";
            if (!text.isTextual() || text.textValue().isBlank()) {
                target.bad(field, "text", RowJson.shown(text), "");
                continue;
            }
            List<String> blocks = List.of(text.textValue().split("\n\n", -1));
            ObjectNode candidate =
                    candidate(target, i, answer, FinalAnswer.boxed(text.textValue()));
            JsonNode scores = target.row().path("scores").path(i);
            ArrayNode kept = scores(target, scores, "scores[" + i + "]", blocks.size());
            List<String> steps = steps(blocks, kept, candidate);
            add(target, field, steps, "", null, candidate);
        }
    }

    /// The blocks that are steps, which are those with text in them; a candidate keeps the scores
    /// of these.
    ///
    /// @param scores one a block, or null
    private static List<String> steps(
            List<String> blocks, @Nullable ArrayNode scores, ObjectNode candidate) {
        List<String> steps = new ArrayList<>();
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (int block = 0; block < blocks.size(); block++) {
            if (!blocks.get(block).isBlank()) {
                steps.add(blocks.get(block).strip());
                if (scores != null) {
                    kept.add(scores.get(block));
                }
            }
        }
        if (scores != null) {
            candidate.set("scores", kept);
        }
        return steps;
    }

    /// The scores of a candidate; null if there are none or they are not one number 0..1 a block,
    /// in which case that is reported and the candidate stays.
    private static @Nullable ArrayNode scores(
            Target target, JsonNode scores, String field, int blocks) {
        if (scores.isMissingNode() || scores.isNull()) {
            return null;
        }
        boolean numbers = scores.isArray() && scores.size() == blocks;
        for (JsonNode score : scores) {
            numbers &= score.isNumber() && score.doubleValue() >= 0 && score.doubleValue() <= 1;
        }
        if (!numbers) {
            target.bad(
                    field,
                    "a list of " + blocks + " numbers 0 to 1, one for each block of the completion",
                    RowJson.shown(scores),
                    "The candidate is loaded without scores.");
        }
        return numbers ? (ArrayNode) scores : null;
    }

    private void models(Target target) {
        FinalAnswer right = FinalAnswer.marked(target.row().path("ground_truth").asText());
        JsonNode answer =
                right.answer() == null
                        ? JsonNodeFactory.instance.nullNode()
                        : JsonNodeFactory.instance.textNode(right.answer());
        for (int i = 0; i < MODELS.size(); i++) {
            String model = MODELS.get(i);
            JsonNode node = target.row().path(model);
            if (node.isMissingNode()) {
                continue;
            }
            JsonNode text = node.path("solution");
            JsonNode flag = node.path("is_correct");
            if (!text.isTextual() || text.textValue().isBlank()) {
                target.bad(model + ".solution", "text", RowJson.shown(text), "");
                continue;
            }
            if (!flag.isBoolean() && !flag.isMissingNode() && !flag.isNull()) {
                target.bad(model + ".is_correct", "true or false", RowJson.shown(flag), "");
                continue;
            }
            List<String> steps =
                    Arrays.stream(text.textValue().split("\n"))
                            .filter(line -> !line.isBlank())
                            .map(String::strip)
                            .toList();
            add(
                    target,
                    model + ".solution",
                    steps,
                    model,
                    flag.isBoolean() ? (Boolean) flag.booleanValue() : null,
                    candidate(target, i, answer, FinalAnswer.marked(text.textValue())));
        }
    }

    private void outputs(Target target) {
        JsonNode outputs = target.row().path(OUTPUTS);
        if (!outputs.isArray() || outputs.isEmpty()) {
            target.bad(OUTPUTS, "a list of candidates", RowJson.shown(outputs), "");
            return;
        }
        JsonNode answer = rightAnswer(target);
        for (int i = 0; i < outputs.size(); i++) {
            output(target, outputs.get(i), i, answer);
        }
    }

    private void output(Target target, JsonNode output, int index, JsonNode answer) {
        String field = "%s[%d]".formatted(OUTPUTS, index);
        JsonNode text = output.path("response");
        if (!text.isTextual() || text.textValue().replace(STEP_END, "").isBlank()) {
            target.bad(field + ".response", "text", RowJson.shown(text), "");
            return;
        }
        JsonNode flag = said(output.path("label"));
        Boolean correct = isCorrect(flag);
        if (correct == null && !flag.isMissingNode() && !flag.isNull()) {
            target.bad(field + ".label", "true or false", RowJson.shown(flag), "");
            return;
        }
        JsonNode found = output.path("response_answer");
        if (!found.isValueNode() && !found.isMissingNode()) {
            target.bad(field + ".response_answer", "text", RowJson.shown(found), "");
            return;
        }
        List<String> blocks = new ArrayList<>(List.of(text.textValue().split(STEP_END, -1)));
        if (blocks.getLast().isBlank()) {
            blocks.removeLast();
        }
        ObjectNode candidate = candidate(target, index, answer, statedAnswer(found));
        ArrayNode kept =
                scores(
                        target,
                        said(output.path("step_s_label")),
                        field + ".step_s_label",
                        blocks.size());
        List<String> steps = steps(blocks, kept, candidate);
        for (String labels : List.of("step_labels", "step_h_label")) {
            if (output.has(labels)) {
                candidate.set(labels, output.get(labels));
            }
        }
        add(target, field + ".response", steps, "", correct, candidate);
    }

    /// A value that says something; a missing one in place of `[invalid]`.
    private static JsonNode said(JsonNode node) {
        return node.asText().equals(INVALID) ? JsonNodeFactory.instance.missingNode() : node;
    }

    private static @Nullable Boolean isCorrect(JsonNode flag) {
        if (flag.isBoolean()) {
            return flag.booleanValue();
        }
        int number = flag.isIntegralNumber() ? flag.intValue() : -1;
        return (number == 0 || number == 1) ? (Boolean) (number == 1) : null;
    }

    /// The answer as the file has it; one that it could not find is not looked for here.
    private static FinalAnswer statedAnswer(JsonNode node) {
        String text = node.asText("").strip();
        if (text.equals(INVALID)) {
            return new FinalAnswer(null, "the file marks its answer \"[invalid]\"");
        }
        return text.isEmpty()
                ? new FinalAnswer(null, "it has no response_answer")
                : new FinalAnswer(text, "");
    }

    /// The first of `ground_truth` and `answer` that says it: a marked or boxed answer in a written
    /// solution, or one line.
    private static JsonNode rightAnswer(Target target) {
        for (String name : List.of("ground_truth", "answer")) {
            JsonNode node = target.row().path(name);
            String text = node.isTextual() || node.isNumber() ? node.asText().strip() : "";
            String marked = FinalAnswer.marked(text).answer();
            String boxed = FinalAnswer.boxed(text).answer();
            String plain = text.isEmpty() || text.contains("\n") ? null : text;
            String right = marked != null ? marked : boxed != null ? boxed : plain;
            if (right != null) {
                return JsonNodeFactory.instance.textNode(right);
            }
        }
        return JsonNodeFactory.instance.nullNode();
    }

    private ObjectNode candidate(Target target, int index, JsonNode answer, FinalAnswer found) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("problem", target.id());
        node.put("index", index);
        node.put("answer", answer.isTextual() || answer.isNumber() ? answer.asText() : null);
        node.put("finalAnswer", found.answer());
        node.put("noAnswer", found.problem());
        return node;
    }

    private void add(
            Target target,
            String field,
            List<String> steps,
            String generator,
            @Nullable Boolean isCorrect,
            ObjectNode candidate) {
        if (steps.size() > limits.steps()) {
            target.bad(field, "at most " + limits.steps() + " steps", steps.size() + "", "");
            return;
        }
        ObjectNode extra = JsonNodeFactory.instance.objectNode();
        for (String name : ROW_FIELDS) {
            if (target.row().has(name)) {
                extra.set(name, target.row().get(name));
            }
        }
        extra.set(CANDIDATE, candidate);
        target.solutions()
                .add(
                        new Solution(
                                "%s#%d".formatted(target.id(), candidate.get("index").asInt()),
                                target.problem(),
                                steps,
                                generator,
                                null,
                                isCorrect,
                                extra.toString()));
    }
}
