package org.prmscope.model;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.prmscope.core.Cancellation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An import that has been checked and can be carried out: what will be made, and what it takes.
///
/// Nothing has been read but headers and small files. Values that are not numbers are found only
/// when the weights are read.
public final class ImportPlan {
    /// Threads that convert weights. More do not help where the disk sets the pace.
    private static final int WORKERS = 2;

    private final Path source;
    private final Made made;
    private final ImportOptions options;
    private final SafetensorsFolder weights;
    private final Map<String, Path> copies;
    private final Map<String, Path> sources;
    private final FileStamps stamps;
    private final ByteSize sourceSize;
    private final ByteSize resultSize;

    /// What an import makes.
    record Made(DecoderConfig config, ControlIds ids, ModelProto graph, WeightLayout layout) {}

    /// @param copies files that are copied as they are, by their names in the result
    /// @param sources the files that the weights and sizes come from, by name
    /// @param stamps of all these files, from before they were read
    ImportPlan(
            Path source,
            Made made,
            ImportOptions options,
            SafetensorsFolder weights,
            Map<String, Path> copies,
            Map<String, Path> sources,
            FileStamps stamps)
            throws ModelException {
        this.source = source;
        this.made = made;
        this.options = options;
        this.weights = weights;
        this.copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        this.stamps = stamps;
        sourceSize = new ByteSize(size(sources.values()));
        resultSize =
                new ByteSize(
                        made.layout().size()
                                + made.graph().getSerializedSize()
                                + size(copies.values()));
    }

    /// The same with another name of the checkpoint's folder in the record: what is imported within
    /// an export lies elsewhere after it.
    public ImportPlan recordedAs(Path folder) throws ModelException {
        return new ImportPlan(folder, made, options, weights, copies, sources, stamps);
    }

    /// The checkpoint's folder, without links.
    public Path source() {
        return source;
    }

    public ImportOptions options() {
        return options;
    }

    /// As `genai_config.json` will name it, such as `qwen2`.
    public String architecture() {
        return made.config().type();
    }

    /// The shape that decoding needs.
    public DecoderShape shape() {
        return made.config().shape(options.device().floats().bits() / 8);
    }

    public ControlIds ids() {
        return made.ids();
    }

    /// Whether the output head is the embedding; the result then holds the table once.
    public boolean tiedEmbeddings() {
        return made.config().tiedEmbeddings();
    }

    /// How many weights there are, a tied table once.
    public long parameters() {
        return weights.usedValues();
    }

    /// The types that the weights are stored in now, such as `[bf16]`.
    public List<String> storedTypes() {
        return weights.usedTypes();
    }

    /// Size of the files that are read: weights and configuration.
    public ByteSize sourceSize() {
        return sourceSize;
    }

    /// Size of the folder to be made, without the few KiB of its descriptions.
    public ByteSize resultSize() {
        return resultSize;
    }

    /// Memory that the import takes besides the program itself, whatever the size of the model.
    public ByteSize workingMemory() {
        int largest = WeightFile.largestChunk(made.layout());
        return new ByteSize(WORKERS * ChunkBuffers.bytes(largest));
    }

    /// Carries the import out: converts the weights, then reads source and result once to write
    /// their checksums into `prmscope-import.json`.
    ///
    /// The folder appears complete or not at all. Files are written into a hidden folder beside it.
    ///
    /// @param target a folder that does not exist yet or is empty
    /// @return the folder; empty if cancelled, and nothing is left then
    /// @throws WorkbenchException if a weight is not a finite number or does not fit its type, a
    ///   file changed since the plan was made, the disk is full, or the target has content; nothing
    ///   is left then either
    public Optional<Path> write(Path target, ImportProgress progress, Cancellation cancellation)
            throws WorkbenchException {
        // Those of any checkpoint: what was interrupted may have been the import of another one.
        Set<String> names = new LinkedHashSet<>(ModelImport.COMPANIONS);
        names.addAll(copies.keySet());
        names.add(ModelFolderWriter.GRAPH_FILE);
        names.add(ModelFolderWriter.WEIGHTS_FILE);
        names.add(GenAiConfigWriter.FILE);
        names.add(ImportManifest.FILE);
        boolean complete =
                new ModelFolderWriter(target, List.copyOf(names))
                        .write(partial -> {
                            DiskSpace.require(
                                    partial,
                                    target,
                                    resultSize,
                                    "Free some space, choose a folder on another disk, or a"
                                            + " smaller precision.");
                            return write(partial, new Steps(progress), cancellation);
                        });
        return complete ? Optional.of(target) : Optional.empty();
    }

    /// Adds up what has been done.
    private final class Steps {
        private final ImportProgress progress;
        private final long total;
        private long done;

        Steps(ImportProgress progress) {
            this.progress = progress;
            total =
                    made.layout().writes().stream().mapToLong(TensorWrite::bytes).sum()
                            + sourceSize.bytes()
                            + resultSize.bytes();
        }

        void did(long bytes, String what) {
            done = Math.min(total, done + bytes);
            progress.report(done, total, what);
        }

        void end() {
            progress.report(total, total, "Finished");
        }
    }

    private boolean write(Path folder, Steps steps, Cancellation cancellation)
            throws WorkbenchException, IOException {
        boolean written;
        try (ShardChannels _ = weights.channels()) {
            written =
                    new WeightFile(made.layout(), WORKERS)
                            .write(
                                    folder.resolve(ModelFolderWriter.WEIGHTS_FILE),
                                    (bytes, tensor) -> steps.did(bytes, "Writing " + tensor),
                                    cancellation);
        }
        if (!written) {
            return false;
        }
        Files.write(folder.resolve(ModelFolderWriter.GRAPH_FILE), made.graph().toByteArray());
        GenAiConfigWriter.write(made.config(), made.ids(), folder);
        for (Map.Entry<String, Path> copy : copies.entrySet()) {
            Files.copy(copy.getValue(), folder.resolve(copy.getKey()));
        }
        stamps.requireUnchanged();
        boolean described =
                new ImportManifest(cancellation, steps::did)
                        .write(folder, this, sources, List.copyOf(copies.keySet()));
        if (described) {
            // Else a checksum could be that of other weights than those that were converted.
            stamps.requireUnchanged();
            steps.end();
        }
        return described;
    }

    private static long size(Iterable<Path> files) throws ModelException {
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw ModelException.io(
                        "A file of the model cannot be read", file, e, "Check its permissions.");
            }
        }
        return bytes;
    }
}
