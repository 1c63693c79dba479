package org.prmscope.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.prmscope.core.IoReason;
import org.prmscope.core.Solution;
import org.prmscope.core.WorkbenchException;
import org.prmscope.dataset.SolutionReader;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Scores that are there before all are: rows in a file beside the result, and what they were
/// sampled with in another. They go once the result is written.
final class KeptScores {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path rows;
    private final Path planFile;
    private final Map<String, String> plan;

    /// @param out the result
    /// @param plan what scores depend on, by name
    KeptScores(Path out, Map<String, String> plan) {
        rows = out.resolveSibling("." + out.getFileName() + ".scores.jsonl");
        planFile = out.resolveSibling("." + out.getFileName() + ".scores.plan.json");
        this.plan = new TreeMap<>(plan);
    }

    Path file() {
        return rows;
    }

    /// The solutions that are scored already; begins anew where it is told to.
    ///
    /// @throws WorkbenchException if scores are there and it was not said what becomes of them, or
    ///   if they were sampled otherwise
    List<Solution> take(boolean resume, boolean discard) throws WorkbenchException {
        try {
            dropHalfALine();
            if (Files.exists(rows)) {
                if (resume) {
                    checkPlan();
                    return new SolutionReader().read(rows).solutions();
                }
                if (!discard) {
                    throw refused(
                            "Scores of an interrupted sampling are there",
                            rows,
                            "none",
                            "scores that took their time",
                            "Go on with --resume, or begin anew with --overwrite.");
                }
                drop();
            }
            Files.writeString(planFile, JSON.writeValueAsString(plan));
            return List.of();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void checkPlan() throws IOException, WorkbenchException {
        Map<String, String> before;
        try {
            before =
                    JSON.readValue(
                            Files.readString(planFile),
                            new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException | java.nio.file.NoSuchFileException e) {
            before = Map.of();
        }
        for (Map.Entry<String, String> each : plan.entrySet()) {
            String other = before.getOrDefault(each.getKey(), "not said");
            if (!other.equals(each.getValue())) {
                throw refused(
                        "The scores that are there were sampled otherwise",
                        rows,
                        each.getKey() + " " + each.getValue(),
                        each.getKey() + " " + other,
                        "Go on with the same, or begin anew with --overwrite and without"
                                + " --resume.");
            }
        }
    }

    /// A killed program may leave half a line, which nothing may be added to, and one that was
    /// stopped before its first row a file without any.
    private void dropHalfALine() throws IOException {
        if (!Files.isRegularFile(rows)) {
            return;
        }
        long whole = 0;
        try (RandomAccessFile file = new RandomAccessFile(rows.toFile(), "rw")) {
            for (long end = file.length(); end > 0 && whole == 0; end--) {
                file.seek(end - 1);
                whole = file.read() == '\n' ? end : 0;
            }
            file.setLength(whole);
        }
        if (whole == 0) {
            drop();
        }
    }

    /// Adds rows at the end.
    BufferedWriter writer() throws WorkbenchException {
        try {
            return Files.newBufferedWriter(
                    rows,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// Removes them: the result has them.
    void drop() throws IOException {
        Files.deleteIfExists(rows);
        Files.deleteIfExists(planFile);
    }

    WorkbenchException failure(IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The scores cannot be kept",
                        rows.toString(),
                        "a folder that can be written to",
                        IoReason.of(e),
                        "Make room or name another place with --out, and go on with --resume."),
                e);
    }

    private static WorkbenchException refused(
            String what, Path where, String expected, String found, String remedy) {
        return new WorkbenchException(
                new WorkbenchException.Report(what, where.toString(), expected, found, remedy));
    }
}
