package org.prmscope.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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

    /// Looks whether a report could be added, before it is measured; writes nothing.
    ///
    /// @throws WorkbenchException if the file cannot be read or written
    public void check(Path file) throws WorkbenchException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new WorkbenchException(report(file, "no folder " + folder));
        }
        if (!Files.isWritable(folder)) {
            throw new WorkbenchException(report(file, "no permission to write in " + folder));
        }
        if (Files.isDirectory(file)) {
            throw new WorkbenchException(report(file, "a folder"));
        }
        try {
            others(file, "");
        } catch (IOException e) {
            throw new WorkbenchException(report(file, reason(e)), e);
        }
    }

    /// Adds a report; one of the same commit, model, machine and device is replaced. The file is
    /// whole at any time.
    ///
    /// @throws WorkbenchException if the file cannot be read or written
    public void add(Path file, BenchReport report) throws WorkbenchException {
        try {
            String fresh = line(report);
            List<String> lines = others(file, key(mapper.readTree(fresh)));
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
            throw new WorkbenchException(report(file, reason(e)), e);
        }
    }

    /// The lines of other reports than those with this key.
    private List<String> others(Path file, String key) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !key(mapper.readTree(line)).equals(key)) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case JsonProcessingException json ->
                    "a line that is not JSON: " + json.getOriginalMessage();
            case CharacterCodingException _ -> "text that is not UTF-8";
            default -> IoReason.of(failure);
        };
    }

    private static WorkbenchException.Report report(Path file, String found) {
        return new WorkbenchException.Report(
                "The history of benchmarks cannot be kept",
                file.toString(),
                "a file of JSON lines in a writable folder",
                found,
                "Name another file.");
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
