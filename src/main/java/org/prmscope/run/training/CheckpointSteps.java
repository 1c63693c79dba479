package org.prmscope.run.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;
import org.prmscope.train.CheckpointKind;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads how many steps a folder's checkpoint has had: field `step` of a safetensors file's
/// metadata. Headers only.
final class CheckpointSteps {
    private static final int LARGEST = 64 << 20;

    private CheckpointSteps() {}

    /// The steps of a training's checkpoint; 0 if there is none. A checkpoint of the other kind
    /// does not count.
    static int of(TrainingJob job) throws WorkbenchException {
        CheckpointKind kind =
                switch (job) {
                    case TrainingJob.Builtin _ -> CheckpointKind.BUILTIN;
                    case TrainingJob.Tuning _ -> CheckpointKind.TUNING;
                };
        Path file = kind.in(job.folder());
        return Files.exists(file) ? read(file) : 0;
    }

    /// The same of a folder: of the training that its plan tells, or of any kind if it has none.
    static int of(Path folder) throws WorkbenchException {
        Optional<TrainingFile.Content> plan = new TrainingFile(folder).read();
        if (plan.isPresent()) {
            return of(plan.get().job());
        }
        for (CheckpointKind kind : CheckpointKind.values()) {
            if (Files.exists(kind.in(folder))) {
                return read(kind.in(folder));
            }
        }
        return 0;
    }

    private static int read(Path file) throws WorkbenchException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            long length = Long.reverseBytes(in.readLong());
            if (length < 2 || length > LARGEST) {
                throw damaged(file, "a header of " + length + " bytes", null);
            }
            String header = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
            String step =
                    new JsonMapper().readTree(header).path("__metadata__").path("step").asText();
            if (!step.matches("\\d{1,9}")) {
                throw damaged(file, "'" + step + "'", null);
            }
            return Integer.parseInt(step);
        } catch (JsonProcessingException e) {
            throw damaged(file, "a header that is no JSON", e);
        } catch (IOException e) {
            throw damaged(file, IoReason.of(e), e);
        }
    }

    private static WorkbenchException damaged(Path file, String found, @Nullable Exception cause) {
        WorkbenchException.Report report =
                new WorkbenchException.Report(
                        "A checkpoint cannot be read",
                        file.toString(),
                        "a number of steps in a safetensors header",
                        found,
                        "Delete the file to start over.");
        return cause == null
                ? new WorkbenchException(report)
                : new WorkbenchException(report, cause);
    }
}
