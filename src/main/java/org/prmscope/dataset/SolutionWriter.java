package org.prmscope.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.GoldLabels;
import org.prmscope.core.Solution;
import org.prmscope.core.StepLabel;
import org.prmscope.core.WorkbenchException;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/// Writes solutions as PRMScope's own JSONL, from which [SolutionReader] reads the same solutions.
///
/// The file appears whole or not at all: rows go to a temporary file beside it, which is forced to
/// the disk and then moved.
public final class SolutionWriter {
    private final JsonMapper mapper = RowJson.mapper(ReadLimits.DEFAULT);

    /// Writes one row a solution.
    ///
    /// @param overwrite whether an existing file is replaced
    /// @throws DatasetException if the file exists and may not be replaced, or cannot be written
    public void write(Path file, List<Solution> solutions, boolean overwrite)
            throws DatasetException {
        if (!overwrite && Files.exists(file)) {
            throw exists(file);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw DatasetException.of(
                    file, "The folder to write to does not exist", "", "", "Create it first.");
        }
        try {
            Path temporary = Files.createTempFile(folder, ".prmscope-", ".jsonl");
            try {
                writeRows(temporary, solutions);
                move(temporary, file, overwrite);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw new DatasetException(
                    new WorkbenchException.Report(
                            "Writing failed",
                            file.toString(),
                            "",
                            String.valueOf(e),
                            "Check the folder's permissions and the free space."),
                    e);
        }
    }

    private static DatasetException exists(Path file) {
        return DatasetException.of(
                file, "The file exists already", "", "", "Choose another name or overwrite it.");
    }

    private void writeRows(Path temporary, List<Solution> solutions) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
                BufferedWriter writer =
                        new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
            for (Solution solution : solutions) {
                writer.write(row(solution));
                writer.write('\n');
            }
            writer.flush();
            channel.force(true);
        }
    }

    private static void move(Path temporary, Path file, boolean overwrite) throws IOException {
        if (overwrite) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(temporary, file);
        }
    }

    /// One solution as one line of JSON, without the line's end.
    ///
    /// @throws IllegalArgumentException if the solution's extra fields are not a JSON object
    public String row(Solution solution) {
        ObjectNode row = mapper.createObjectNode();
        row.put("id", solution.id());
        row.put("problem", solution.problem());
        ArrayNode steps = row.putArray("steps");
        solution.steps().forEach(steps::add);
        if (!solution.generator().isEmpty()) {
            row.put("generator", solution.generator());
        }
        // Written also when there is none: its presence tells this format from ProcessBench.
        row.set(RowParser.GOLD, gold(solution));
        if (solution.finalAnswerCorrect() != null) {
            row.put(RowParser.FINAL_ANSWER, solution.finalAnswerCorrect());
        }
        for (var field : RowJson.extraFields(mapper, solution).properties()) {
            String name = field.getKey();
            while (row.has(name)) {
                name = "extra." + name;
            }
            row.set(name, field.getValue());
        }
        return row.toString();
    }

    private JsonNode gold(Solution solution) {
        GoldLabels labels = solution.gold();
        if (labels == null) {
            return mapper.nullNode();
        }
        ObjectNode gold = mapper.createObjectNode();
        gold.put("source", labels.source());
        ArrayNode list = gold.putArray("labels");
        for (StepLabel label : labels.steps()) {
            list.add(label.name().toLowerCase(Locale.ROOT));
        }
        return gold;
    }
}
