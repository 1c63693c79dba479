package org.prmscope.model;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.ModelIdentity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A checked model folder: what a program must know before it loads the model.
///
/// What the graph says is what counts: how it attends, how many layers it has, what its cache is.
///
/// @param layout what wrote the folder
/// @param graph name of the graph in the folder, such as `onnx/model_q4.onnx`
/// @param others names of the graphs that could have been opened instead
/// @param architecture as the configuration says, such as `qwen2`
/// @param inputs what else the graph is to be fed with
/// @param operators the graph's operators and how often each occurs, those in branches too; those
///   outside ONNX carry their domain, such as `com.microsoft.MatMulNBits`
/// @param warnings what a person should know before running it
public record ModelFolder(
        ModelFiles files,
        FolderLayout layout,
        String graph,
        List<String> others,
        String architecture,
        DecoderShape shape,
        DecoderInputs inputs,
        WeightSummary weights,
        DecoderParts parts,
        ControlIds ids,
        DecoderNames names,
        SortedMap<String, Integer> operators,
        List<String> warnings) {
    public ModelFolder {
        others = List.copyOf(others);
        operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
        warnings = List.copyOf(warnings);
    }

    /// Opens and checks a folder, or a graph in one, without reading its weights.
    ///
    /// Refused are folders that are incomplete, disagree with themselves, name files outside
    /// themselves, or hold a graph that is no decoder with a cache or needs operators that ONNX
    /// Runtime has not. Weights that are not numbers are found only when the model computes.
    ///
    /// @param path a folder of any [FolderLayout], or an `.onnx` file in one
    /// @throws ModelException saying what is wrong, where, and what to do
    public static ModelFolder open(Path path) throws ModelException {
        return open(path, Optional.empty());
    }

    /// Opens a folder and in it the graph that is named.
    ///
    /// @param graph a graph's path in the folder, its file's name, or its precision as in `q4`;
    ///   empty chooses one by a fixed rule
    public static ModelFolder open(Path path, Optional<String> graph) throws ModelException {
        if (Files.isRegularFile(path)
                && path.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")
                && graph.isEmpty()) {
            Path folder = GraphChoice.folderOf(path);
            String name = folder.relativize(path.toAbsolutePath().normalize()).toString();
            return new FolderReader(FolderFiles.open(folder)).read(Optional.of(name));
        }
        return new FolderReader(FolderFiles.open(path)).read(graph);
    }

    /// Whether a folder holds no graph but safetensors, which `prmscope model import` makes one of.
    ///
    /// @throws ModelException if the folder cannot be read
    public static boolean isCheckpoint(Path path) throws ModelException {
        return Files.isDirectory(path)
                && GraphChoice.graphs(path).isEmpty()
                && GraphChoice.isCheckpoint(path);
    }

    /// What a person calls the model: the folder's name.
    public String name() {
        Path last = files.folder().getFileName();
        return last == null ? files.folder().toString() : last.toString();
    }

    /// The graph as it is to be loaded. Made once and kept in the cache, with the weights that the
    /// graph holds inside; those in files of their own stay where they are.
    ///
    /// @param cache a folder for what can be made again
    /// @return empty if cancelled
    /// @throws ModelException if the graph cannot be changed so, or the cache not be written
    public Optional<PatchedGraph> patched(ComputeMode mode, Path cache, Cancellation cancellation)
            throws ModelException {
        FolderFiles folder = FolderFiles.open(files.folder());
        return new FolderReader(folder).patched(graph, mode, cache, cancellation);
    }

    /// Tries whether [#patched] would work, without making anything.
    ///
    /// @throws ModelException if the graph cannot be changed so
    public void checkPatch() throws ModelException {
        new FolderReader(FolderFiles.open(files.folder())).checkPatch(graph);
    }

    /// Tries whether the tokenizer can be used, without loading it.
    ///
    /// @throws ModelException if it is of a kind that cannot, damaged, or without the control
    ///   tokens of a known chat format
    public void checkTokenizer() throws ModelException {
        ModelImport.checkTokenizer(files.tokenizer());
    }

    /// A file that is not as the import of the folder wrote it.
    ///
    /// @param name in the folder
    /// @param expected its size or SHA-256 then
    /// @param found its size or SHA-256 now
    public record ChangedFile(String name, String expected, String found) {}

    /// Reads every file that the import of this folder wrote, about a second for each GiB, and
    /// compares it with the checksum that was taken then.
    ///
    /// @return the files that changed; empty if cancelled, or if the folder was not made by an
    ///   import
    /// @throws ModelException if a file cannot be read
    public Optional<List<ChangedFile>> changedSinceImport(Cancellation cancellation)
            throws ModelException {
        Optional<ImportedFiles> imported = ImportedFiles.of(FolderFiles.open(files.folder()));
        return imported.isEmpty() ? Optional.empty() : imported.get().changed(cancellation);
    }

    /// Reads the graph, the weights and the tokenizer once to tell this model from any other. Takes
    /// about a second for each GiB; the lengths are part of the digest, so bytes cannot move from
    /// one file to the next unnoticed.
    ///
    /// @return empty if cancelled
    /// @throws ModelException if a file cannot be read
    public Optional<ModelIdentity> identity(Cancellation cancellation) throws ModelException {
        List<Path> all = new ArrayList<>();
        all.add(files.graph());
        files.weights().stream().filter(file -> !file.equals(files.graph())).forEach(all::add);
        all.add(files.tokenizer());
        return new FileDigest(cancellation)
                .of(all)
                .map(sha256 ->
                        new ModelIdentity(
                                name(),
                                files.folder().toString(),
                                sha256,
                                architecture,
                                weights.precision(),
                                weights.parameters()));
    }
}
