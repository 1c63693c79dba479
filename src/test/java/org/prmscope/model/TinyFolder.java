package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A complete tiny model folder that a test then damages in one place.
final class TinyFolder {
    final Path path;

    TinyFolder(Path path) throws WorkbenchException, IOException {
        this.path = TinyModels.qwen2(path, 1, TinyModels.config());
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /// Changes `genai_config.json`; the object is `model`.
    void editConfig(Consumer<ObjectNode> change) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = (ObjectNode) json.readTree(file("genai_config.json").toFile());
        change.accept((ObjectNode) root.get("model"));
        json.writeValue(file("genai_config.json").toFile(), root);
    }

    void editGraph(Consumer<GraphProto.Builder> change) throws IOException {
        editModel(model -> change.accept(model.getGraphBuilder()));
    }

    void editModel(Consumer<ModelProto.Builder> change) throws IOException {
        ModelProto.Builder model =
                ModelProto.parseFrom(Files.readAllBytes(file("model.onnx"))).toBuilder();
        change.accept(model);
        Files.write(file("model.onnx"), model.build().toByteArray());
    }

    /// Changes an attribute of every node of a kind.
    void editAttribute(String operator, String name, long value) throws IOException {
        editGraph(graph -> {
            for (NodeProto.Builder node : graph.getNodeBuilderList()) {
                if (node.getOpType().equals(operator)) {
                    for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                        if (attribute.getName().equals(name)) {
                            attribute.setI(value);
                        }
                    }
                }
            }
        });
    }

    /// Changes where the first external tensor says that it lies.
    void editExternal(String key, String value) throws IOException {
        editGraph(graph -> {
            for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
                for (StringStringEntryProto.Builder entry : tensor.getExternalDataBuilderList()) {
                    if (entry.getKey().equals(key)) {
                        entry.setValue(value);
                        return;
                    }
                }
            }
        });
    }

    /// Opens the folder and expects a refusal with every part that a person needs.
    WorkbenchException.Report refusal() {
        return refusal(path);
    }

    static WorkbenchException.Report refusal(Path folder) {
        ModelException failure = assertThrows(ModelException.class, () -> ModelFolder.open(folder));
        WorkbenchException.Report report = failure.report();
        assertFalse(report.what().isEmpty(), report::text);
        assertTrue(report.where().contains(folder.getFileName().toString()), report::text);
        assertFalse(report.expected().isEmpty(), report::text);
        assertFalse(report.found().isEmpty(), report::text);
        assertFalse(report.remedy().isEmpty(), report::text);
        return report;
    }
}
