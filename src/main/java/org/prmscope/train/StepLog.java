package org.prmscope.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// A file of JSON lines, each with the `step` of a training that it is of.
public final class StepLog {
    private final Path file;
    private final JsonMapper json = new JsonMapper();

    /// @param file may be missing
    public StepLog(Path file) {
        this.file = file;
    }

    /// Drops the lines after a step and what is no line: a training that goes on from its
    /// checkpoint takes those steps again.
    public void cutAfter(int step) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        List<String> kept = new ArrayList<>();
        for (String line : lines) {
            if (step(line) <= step) {
                kept.add(line);
            }
        }
        if (kept.size() == lines.size()) {
            return;
        }
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.write(beside, kept);
        Files.move(
                beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Whether a line of a step has a field.
    public boolean has(int step, String field) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        for (String line : Files.readAllLines(file)) {
            if (line.contains(field) && step(line) == step) {
                return true;
            }
        }
        return false;
    }

    /// A number in the line of a step; NaN if there is none.
    public double number(int step, String field) throws IOException {
        if (!Files.exists(file)) {
            return Double.NaN;
        }
        for (String line : Files.readAllLines(file)) {
            if (step(line) == step) {
                return json.readTree(line).path(field).asDouble(Double.NaN);
            }
        }
        return Double.NaN;
    }

    private int step(String line) {
        try {
            return json.readTree(line).path("step").asInt(Integer.MAX_VALUE);
        } catch (JsonProcessingException e) {
            // The last line of a killed program may be half a line.
            return Integer.MAX_VALUE;
        }
    }
}
