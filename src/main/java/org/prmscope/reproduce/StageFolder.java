package org.prmscope.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.IoReason;
import org.prmscope.core.Sha256;
import org.prmscope.core.WorkbenchException;
import org.prmscope.report.OutputFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One stage's folder. `plan.json` says what the stage is to do, with the hashes of what it starts
/// from; it is there before anything else. `result.json`, with the hashes of what was made, comes
/// last: a stage is done when it is there.
final class StageFolder {
    private static final String PLAN = "plan.json";
    private static final String RESULT = "result.json";

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final Path folder;

    private StageFolder(Path folder) {
        this.folder = folder;
    }

    /// Opens a stage's folder, made if it does not exist.
    ///
    /// @param plan everything that decides what the stage makes
    /// @throws WorkbenchException if another plan was begun there
    static StageFolder open(Path folder, ObjectNode plan) throws WorkbenchException {
        StageFolder stage = new StageFolder(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        Path file = folder.resolve(PLAN);
        if (!Files.exists(file)) {
            OutputFile.write(file, plan.toPrettyString() + "\n");
            return stage;
        }
        JsonNode known = stage.read(file);
        // Compared as text: a number read back is of another Java type.
        if (!known.toPrettyString().equals(plan.toPrettyString())) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The folder holds another experiment",
                            file.toString(),
                            difference(plan, known),
                            difference(known, plan),
                            "Choose another folder, or remove this stage's and those after it."));
        }
        return stage;
    }

    /// The fields that another plan has otherwise.
    private static String difference(JsonNode plan, JsonNode other) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : plan.properties()) {
            JsonNode there = other.get(field.getKey());
            if (there == null || !there.toString().equals(field.getValue().toString())) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(field.getKey())
                        .append(' ')
                        .append(field.getValue());
            }
        }
        return text.isEmpty() ? "nothing more" : text.toString();
    }

    Path path() {
        return folder;
    }

    boolean isDone() {
        return Files.exists(folder.resolve(RESULT));
    }

    /// What [#done] wrote.
    JsonNode result() throws WorkbenchException {
        return read(folder.resolve(RESULT)).path("result");
    }

    /// SHA-256 of what the stage made, by file; the stage is done.
    JsonNode outputs() throws WorkbenchException {
        return read(folder.resolve(RESULT)).path("outputs");
    }

    /// Ends the stage.
    ///
    /// @param files what others start from, in this folder
    void done(String version, ObjectNode result, List<Path> files) throws WorkbenchException {
        ObjectNode node = mapper.createObjectNode();
        node.put("program", "prmscope " + version);
        node.set("result", result);
        ObjectNode outputs = node.putObject("outputs");
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : files) {
            hashes.put(folder.relativize(file).toString().replace('\\', '/'), sha256(file));
        }
        hashes.forEach(outputs::put);
        OutputFile.write(folder.resolve(RESULT), node.toPrettyString() + "\n");
    }

    /// A new empty folder, in which something is made that is to appear whole.
    Path begin(String name) throws WorkbenchException {
        Path part = folder.resolve(name + ".part");
        try {
            delete(part);
            return part;
        } catch (IOException e) {
            throw unusable(part, e);
        }
    }

    /// Gives what was made in [#begin]'s folder its name.
    Path finish(String name) throws WorkbenchException {
        Path target = folder.resolve(name);
        try {
            delete(target);
            return Files.move(
                    folder.resolve(name + ".part"), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(target, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private JsonNode read(Path file) throws WorkbenchException {
        try {
            return mapper.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "A manifest cannot be read",
                            file.toString(),
                            "JSON",
                            String.valueOf(e.getOriginalMessage()),
                            "Remove the stage's folder and those of the stages after it."),
                    e);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /// Hexadecimal, of UTF-8.
    static String sha256(String text) {
        return Sha256.of(text);
    }

    /// Hexadecimal, of a file's bytes.
    static String sha256(Path file) throws WorkbenchException {
        try {
            return HexFormat.of().formatHex(Sha256.digest().digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    static WorkbenchException unusable(Path place, IOException e) {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "The experiment's folder cannot be used",
                        place.toString(),
                        "a folder that can be read and written",
                        IoReason.of(e),
                        "Free some space, or choose another folder."),
                e);
    }
}
