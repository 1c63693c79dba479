package org.prmscope.decode.onnx;

import java.nio.file.Path;
import java.util.Map;

/// A graph to be loaded through the C interface, and with what options.
final class ForeignGraph {
    private static final String FOLDER = "session.model_external_initializers_file_folder_path";

    private final byte[] proto;
    private final Path weights;
    private final String name;
    private final int threads;
    private final Map<String, String> config;

    /// @param proto the serialised graph; not copied, nobody writes to it
    /// @param weights the folder that its external data lies in
    /// @param name for messages, such as the graph's file
    /// @param threads of the CPU
    /// @param config entries of the session's configuration
    ForeignGraph(byte[] proto, Path weights, String name, int threads, Map<String, String> config) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
        this.proto = proto;
        this.weights = weights;
        this.name = name;
        this.threads = threads;
        this.config = Map.copyOf(config);
    }

    byte[] proto() {
        return proto;
    }

    String name() {
        return name;
    }

    int threads() {
        return threads;
    }

    /// The entries that were given, and the one that names the folder of the weights.
    Map<String, String> config() {
        var all = new java.util.TreeMap<>(config);
        all.put(FOLDER, weights.toAbsolutePath().toString());
        return all;
    }
}
