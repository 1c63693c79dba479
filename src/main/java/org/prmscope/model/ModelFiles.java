package org.prmscope.model;

import java.nio.file.Path;
import java.util.List;

/// Where the parts of a model lie; every path is absolute, free of links and inside the folder.
///
/// @param weights the external files of the graph, each once; empty where it holds its own
public record ModelFiles(Path folder, Path graph, List<Path> weights, Path tokenizer) {
    public ModelFiles {
        weights = List.copyOf(weights);
    }
}
