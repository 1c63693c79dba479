package org.prmscope.train.finetune;

import org.prmscope.core.WorkbenchException;
import org.prmscope.train.AdamW;
import org.prmscope.train.NamedTensors;
import org.prmscope.train.TrainingReports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// `tuning.safetensors` in a training's folder: the trained tensors, the optimizer's moments, how
/// many steps they have had, and what the training is ([TrainingIdentity]).
final class TuneCheckpoint {
    static final String FILE = "tuning.safetensors";
    private static final String MEAN = "adam.mean.";
    private static final String SQUARE = "adam.square.";
    private static final String STEP = "step";
    private static final String VERSION = "description";

    /// Of what [FineTunePlan#identity] says; the first had no number.
    private static final String CURRENT = "3";

    private final Path file;
    private final Map<String, String> identity;

    /// @param identity what must be the same when the training goes on, by name
    TuneCheckpoint(Path folder, Map<String, String> identity) {
        file = folder.resolve(FILE);
        // In its order: Map.copyOf has another in every process, and bits are to be the same.
        this.identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
    }

    /// Steps of the checkpoint on the disk; 0 if there is none.
    ///
    /// @throws WorkbenchException if it is of another training or damaged
    int steps() throws WorkbenchException {
        if (!Files.exists(file)) {
            return 0;
        }
        Map<String, String> metadata = TensorFile.open(file).metadata();
        refuseOthers(metadata);
        String step = metadata.getOrDefault(STEP, "");
        if (!step.matches("\\d{1,9}")) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "A checkpoint is damaged",
                            file.toString(),
                            "a number of steps",
                            step.isEmpty() ? "none" : step,
                            "Delete the file to start over."));
        }
        return Integer.parseInt(step);
    }

    private void refuseOthers(Map<String, String> metadata) throws WorkbenchException {
        String version = metadata.getOrDefault(VERSION, "1");
        if (!version.equals(CURRENT)) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "The checkpoint is of another version of PRMScope",
                            file.toString(),
                            "version " + CURRENT + " of its description",
                            "version " + version,
                            "End that training with the program it was begun with, or choose a new"
                                    + " folder."));
        }
        for (Map.Entry<String, String> entry : identity.entrySet()) {
            String saved = metadata.get(entry.getKey());
            if (!Objects.equals(saved, entry.getValue())) {
                throw new WorkbenchException(
                        new WorkbenchException.Report(
                                "The folder holds another training",
                                file.toString(),
                                entry.getKey() + " " + entry.getValue(),
                                saved == null ? "none" : entry.getKey() + " " + saved,
                                "Go on with the same plan and files, or choose a new folder."));
            }
        }
    }

    /// Puts the saved tensors into the trained ones.
    void restore(NamedTensors trained) throws WorkbenchException {
        TensorFile.open(file).fill(trained, "");
    }

    /// Puts the saved moments into an optimizer.
    void restore(AdamW optimizer) throws WorkbenchException {
        TensorFile saved = TensorFile.open(file);
        saved.fill(optimizer.means(), MEAN);
        saved.fill(optimizer.squares(), SQUARE);
    }

    /// Replaces the file on the disk.
    ///
    /// @param before steps of the checkpoint that is there now
    /// @throws WorkbenchException if it cannot be written; the old one is whole then
    void write(int step, int before, NamedTensors trained, AdamW optimizer)
            throws WorkbenchException {
        NamedTensors all = new NamedTensors();
        trained.forEach(all::put);
        optimizer.means().forEach((name, tensor) -> all.put(MEAN + name, tensor));
        optimizer.squares().forEach((name, tensor) -> all.put(SQUARE + name, tensor));
        Map<String, String> metadata = new LinkedHashMap<>(identity);
        metadata.put(VERSION, CURRENT);
        metadata.put(STEP, String.valueOf(step));
        try {
            TensorFile.write(file, all, metadata);
        } catch (IOException e) {
            throw TrainingReports.unwritten(file, step, before, e);
        }
    }
}
