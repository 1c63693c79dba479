package org.prmscope.train.finetune;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.train.StepLog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The curves of a fine-tuning, `curves.jsonl`: a line for each step and each evaluation.
final class Curves {
    static final String FILE = "curves.jsonl";

    private static final String EVALUATION = "evaluationLoss";

    private final Path file;
    private final StepLog log;
    private final JsonMapper json = new JsonMapper();

    Curves(Path folder) {
        file = folder.resolve(FILE);
        log = new StepLog(file);
    }

    /// Drops the lines after a step.
    void cutAfter(int step) throws IOException {
        log.cutAfter(step);
    }

    /// Whether a step was evaluated.
    boolean hasEvaluation(int step) throws IOException {
        return log.has(step, EVALUATION);
    }

    void add(FineTuneListener.Step step) throws IOException {
        ObjectNode line = json.createObjectNode();
        line.put("step", step.step());
        line.put("loss", step.loss());
        line.put("gradientNorm", step.gradientNorm());
        line.put("rate", step.rate());
        line.put("tokens", step.tokens());
        line.put("tokensPerSecond", Math.round(step.tokensPerSecond()));
        append(line);
    }

    void addEvaluation(int step, double loss) throws IOException {
        append(json.createObjectNode().put("step", step).put(EVALUATION, loss));
    }

    private void append(ObjectNode line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
