package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import java.io.IOException;

/// Changes where the tensors of a graph, and of its branches, say that their data lies.
final class WeightPlaces {
    private WeightPlaces() {}

    /// What is done to one tensor.
    interface Change {
        void apply(TensorProto.Builder tensor) throws IOException, ModelException;
    }

    /// Applies a change to every external tensor.
    static void change(GraphProto.Builder graph, Change change) throws IOException, ModelException {
        for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
            change(tensor, change);
        }
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.hasT()) {
                    change(attribute.getTBuilder(), change);
                }
                for (TensorProto.Builder tensor : attribute.getTensorsBuilderList()) {
                    change(tensor, change);
                }
                if (attribute.hasG()) {
                    change(attribute.getGBuilder(), change);
                }
                for (GraphProto.Builder inner : attribute.getGraphsBuilderList()) {
                    change(inner, change);
                }
            }
        }
    }

    /// The name of an external tensor's file.
    static String location(TensorProto.Builder tensor) {
        for (StringStringEntryProto.Builder entry : tensor.getExternalDataBuilderList()) {
            if (entry.getKey().equals("location")) {
                return entry.getValue();
            }
        }
        return "";
    }

    /// Gives an external tensor's file another name.
    static void rename(TensorProto.Builder tensor, String location) {
        for (StringStringEntryProto.Builder entry : tensor.getExternalDataBuilderList()) {
            if (entry.getKey().equals("location")) {
                entry.setValue(location);
            }
        }
    }

    private static void change(TensorProto.Builder tensor, Change change)
            throws IOException, ModelException {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            change.apply(tensor);
        }
    }
}
