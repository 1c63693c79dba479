package org.prmscope.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.CandidateGroup;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the right answers of problems: MATH-500 (`problem`, `answer` or `final_answer`,
/// `unique_id`), GSM8K (`question`, `answer` that ends with `#### 18`), or rows with `id` and
/// `answer`. Rows without an answer are passed over.
public final class AnswerReader {
    private final ReadLimits limits = ReadLimits.DEFAULT;

    /// Right answers by what their problems are called, and by the problems' texts.
    ///
    /// @param rows with an answer
    public record Answers(Map<String, String> byId, Map<String, String> byProblem, int rows) {
        public Answers {
            byId = Map.copyOf(byId);
            byProblem = Map.copyOf(byProblem);
        }

        /// The group with the answer of its problem in this file; as it was where there is none.
        public CandidateGroup answered(CandidateGroup group) {
            String answer = byId.get(group.id());
            if (answer == null) {
                answer = byProblem.get(group.problem().strip());
            }
            return answer == null ? group : group.withAnswer(answer);
        }
    }

    /// Reads a file.
    ///
    /// @throws DatasetException if the file has no answers, or cannot be read
    public Answers read(Path file) throws DatasetException {
        SolutionReader.checkIsFile(file);
        Map<String, String> byId = new HashMap<>();
        Map<String, String> byProblem = new HashMap<>();
        int rows = 0;
        JsonMapper mapper = RowJson.mapper(limits);
        try (ByteSource source =
                new ByteSource(Files.newInputStream(file), _ -> {}, new Cancellation())) {
            RowScanner scanner =
                    new RowScanner(source, SolutionReader.layout(file, source), limits.rowBytes());
            for (RowScanner.Row row = scanner.next();
                    row != null && rows < limits.rows();
                    row = scanner.next()) {
                String text = Utf8.decode(row.bytes()).text();
                JsonNode node = parsed(mapper, row, text);
                String answer = answer(node);
                if (answer != null) {
                    rows++;
                    for (String field : List.of("unique_id", "id", "idx")) {
                        put(byId, node.path(field), answer);
                    }
                    put(byProblem, node.path("problem"), answer);
                    put(byProblem, node.path("question"), answer);
                }
            }
        } catch (IOException e) {
            throw new DatasetException(
                    new WorkbenchException.Report(
                            "Reading failed", file.toString(), "", String.valueOf(e), ""),
                    e);
        }
        if (rows == 0) {
            throw DatasetException.of(
                    file,
                    "The file has no answers",
                    "rows with \"problem\" or \"question\" and \"answer\"",
                    "none",
                    "");
        }
        return new Answers(byId, byProblem, rows);
    }

    private static JsonNode parsed(JsonMapper mapper, RowScanner.Row row, @Nullable String text) {
        try {
            return text == null || row.state() != RowScanner.State.COMPLETE
                    ? mapper.missingNode()
                    : mapper.readTree(text);
        } catch (JsonProcessingException e) {
            return mapper.missingNode();
        }
    }

    private static void put(Map<String, String> answers, JsonNode key, String answer) {
        String text = key.isTextual() || key.isIntegralNumber() ? key.asText().strip() : "";
        if (!text.isEmpty()) {
            answers.putIfAbsent(text, answer);
        }
    }

    private static @Nullable String answer(JsonNode row) {
        JsonNode node = row.has("answer") ? row.path("answer") : row.path("final_answer");
        String text = node.isTextual() || node.isNumber() ? node.asText().strip() : "";
        if (text.contains("####")) {
            return FinalAnswer.marked(text).answer();
        }
        return text.isEmpty() ? null : text;
    }
}
