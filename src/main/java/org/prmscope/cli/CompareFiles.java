package org.prmscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.compare.Comparison;
import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ComparisonJson;
import org.prmscope.run.ComparisonTables;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// The files of a comparison, in one folder. Each appears whole or not at all; the summary is
/// written last, so that where it is, the others are.
final class CompareFiles {
    static final String SUMMARY = "summary.json";

    private final Path folder;
    private final ComparisonJson json = new ComparisonJson();

    CompareFiles(Path folder) {
        this.folder = folder;
    }

    /// Makes the folder.
    void prepare() throws WorkbenchException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /// Writes all files and returns the summary.
    ObjectNode write(Comparison comparison) throws WorkbenchException {
        StringBuilder rows = new StringBuilder();
        for (int at = 0; at < comparison.solutions().size(); at++) {
            rows.append(json.solution(comparison, comparison.solution(at))).append('\n');
        }
        write("solutions.jsonl", rows.toString());
        for (Map.Entry<String, String> table : ComparisonTables.csv(comparison).entrySet()) {
            write(table.getKey(), table.getValue());
        }
        ObjectNode summary = json.summary(comparison);
        write(SUMMARY, summary.toPrettyString() + "\n");
        return summary;
    }

    /// Writes one file.
    void write(String name, String text) throws WorkbenchException {
        Path file = folder.resolve(name);
        try {
            Path temporary = folder.resolve("." + name + ".part");
            try {
                Files.writeString(temporary, text, StandardCharsets.UTF_8);
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static WorkbenchException failed(Path file, IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The output cannot be written",
                        file.toString(),
                        "a folder that can be written, on a disk with room",
                        IoReason.of(e),
                        "The runs are kept in the workspace: go on with --resume."),
                e);
    }
}
