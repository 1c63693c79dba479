package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Checks that the weights a graph keeps in other files are there: inside the folder, whole, and as
/// long as the tensors say, and that the tensors do not claim a part of a file again and again.
/// Reads no weight.
final class ExternalTensors {
    private final FolderFiles files;

    /// As the folder names it, so that what it refers to is found beside it even where both are
    /// links.
    private final Path graph;

    private final Map<String, Path> found = new HashMap<>();

    /// Bytes that tensors claim of each file: at most twice what it has, as where embedding and
    /// output head describe one table. Whatever copies the tensors could else fill any disk.
    private final Map<Path, Long> claimed = new HashMap<>();

    ExternalTensors(FolderFiles files, Path graph) {
        this.files = files;
        this.graph = graph;
    }

    /// The files that hold weights, each once, in the order of their paths.
    List<Path> check(GraphProto graphProto) throws ModelException {
        return List.copyOf(new TreeSet<>(locations(graphProto).values()));
    }

    /// The files that hold weights, by the names that the tensors give them.
    Map<String, Path> locations(GraphProto graphProto) throws ModelException {
        checkGraph(graphProto);
        return Collections.unmodifiableMap(found);
    }

    private void checkGraph(GraphProto graphProto) throws ModelException {
        for (TensorProto tensor : graphProto.getInitializerList()) {
            checkTensor(tensor);
        }
        for (NodeProto node : graphProto.getNodeList()) {
            for (AttributeProto attribute : node.getAttributeList()) {
                checkTensor(attribute.getT());
                for (TensorProto tensor : attribute.getTensorsList()) {
                    checkTensor(tensor);
                }
                checkGraph(attribute.getG());
                for (GraphProto inner : attribute.getGraphsList()) {
                    checkGraph(inner);
                }
            }
        }
    }

    private void checkTensor(TensorProto tensor) throws ModelException {
        long bytes = TensorSizes.bytes(tensor, graph);
        if (!ExternalPlace.isExternal(tensor)) {
            return;
        }
        Path file = file(tensor);
        long offset = number(tensor, "offset", 0);
        long length = number(tensor, "length", bytes);
        if (length != bytes) {
            throw ModelException.of(
                    "A weight has the wrong length",
                    graph + ", tensor " + tensor.getName(),
                    bytes + " bytes for its shape " + tensor.getDimsList(),
                    length + " bytes",
                    "Export the model again.");
        }
        try {
            long size = Files.size(file);
            if (offset > size || length > size - offset) {
                throw ModelException.of(
                        "The weights are not complete",
                        file,
                        "at least " + (offset + length) + " bytes, for " + tensor.getName(),
                        size + " bytes",
                        "The download was cut off: download the file again.");
            }
            long sum = claimed.merge(file, length, Long::sum);
            if (sum - size > size) {
                throw ModelException.of(
                        "The tensors of the graph claim the same weights again and again",
                        graph + ", tensor " + tensor.getName(),
                        "at most twice the " + size + " bytes of " + file,
                        "at least " + sum + " bytes",
                        "Do not use this file; it was damaged or made to fill the disk.");
            }
        } catch (IOException e) {
            throw ModelException.io("The weights cannot be read", file, e, "Check permissions.");
        }
    }

    private Path file(TensorProto tensor) throws ModelException {
        String location = value(tensor, "location");
        Path known = found.get(location);
        if (known != null) {
            return known;
        }
        Path base = graph.getParent() == null ? files.folder() : graph.getParent();
        Path file = files.file(base, location, "tensor " + tensor.getName());
        found.put(location, file);
        return file;
    }

    private long number(TensorProto tensor, String key, long otherwise) throws ModelException {
        return ExternalPlace.number(tensor, key, otherwise, graph);
    }

    private static String value(TensorProto tensor, String key) {
        return ExternalPlace.value(tensor, key);
    }
}
