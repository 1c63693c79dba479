package org.prmscope.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Reports over time: one JSON object a line, one line for each commit, model, machine and device.
public final class BenchHistory {
    private final JsonMapper mapper = new JsonMapper();

    /// The report as one line of JSON.
    public String line(BenchReport report) {
        try {
            return mapper.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report has nothing that JSON cannot hold", e);
        }
    }

    /// Adds a report; one of the same commit, model, machine and device is replaced. The file is
    /// whole at any time.
    ///
    /// @throws WorkbenchException if the file cannot be read or written
    public void add(Path file, BenchReport report) throws WorkbenchException {
        try {
            List<String> lines = new ArrayList<>();
            String fresh = line(report);
            String key = key(mapper.readTree(fresh));
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    if (!line.isBlank() && !key(mapper.readTree(line)).equals(key)) {
                        lines.add(line);
                    }
                }
            }
            lines.add(fresh);
            Path part = file.resolveSibling(file.getFileName() + ".part");
            try {
                Files.write(part, lines);
                Files.move(
                        part,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The history of benchmarks cannot be kept",
                            file.toString(),
                            "a file of JSON lines in a writable folder",
                            String.valueOf(e.getMessage()),
                            "Name another file"),
                    e);
        }
    }

    private static String key(JsonNode report) {
        return report.path("commit").asText()
                + "|"
                + report.path("model").path("sha256").asText()
                + "|"
                + report.path("machine").asText()
                + "|"
                + report.path("computation").path("device").asText();
    }
}
