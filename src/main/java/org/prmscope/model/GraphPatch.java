package org.prmscope.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import org.prmscope.core.ComputeMode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes a decoder graph say only what a decode loop needs to know, so that no `[sequence,
/// vocabulary]` array leaves the runtime.
///
/// The patched graph has two more inputs and four more outputs, with n positions, m labels and k =
/// min(64, vocabulary):
///
/// | | type | shape | |
/// |---|---|---|---|
/// | `logit_positions` | int64 | `[n]` | indexes along the sequence whose logits are wanted |
/// | `label_ids` | int64 | `[m]` | tokens whose logits are wanted |
/// | the logits | as before | `[batch, n, vocabulary]` | of those positions alone |
/// | `top_logits` | float32 | `[batch, n, k]` | sorted, the lower id first on a tie |
/// | `top_ids` | int64 | `[batch, n, k]` | |
/// | `log_sum_exp` | float32 | `[batch, n, 1]` | over the whole vocabulary |
/// | `label_logits` | float32 | `[batch, n, m]` | |
///
/// Norms inside the attention operator are put before it, see [AttentionNorms]; a reference
/// computation has its int8 products in another form, see [Int8Products].
///
/// Positions are chosen before the head where the graph has one that can be found, so that the
/// other positions' logits are not even computed; otherwise after it. Everything that is neither
/// logits nor cache is no longer an output, so the runtime drops what only it needs.
final class GraphPatch {
    /// Changes with what the patch does, so that a cached result of another version is not used.
    static final int VERSION = 4;

    static final String POSITIONS = "logit_positions";
    static final String LABELS = "label_ids";
    static final String TOP_LOGITS = "top_logits";
    static final String TOP_IDS = "top_ids";
    static final String LOG_SUM_EXP = "log_sum_exp";
    static final String LABEL_LOGITS = "label_logits";

    /// Candidates for the next token that the graph gives.
    static final int CANDIDATES = 64;

    private static final List<String> NEW_OUTPUTS =
            List.of(TOP_LOGITS, TOP_IDS, LOG_SUM_EXP, LABEL_LOGITS);

    private static final String PREFIX = "/prmscope/";

    private final Path file;
    private final CheckedGraph decoder;
    private final ModelProto.Builder model;
    private final GraphProto.Builder graph;

    private GraphPatch(ModelProto original, CheckedGraph decoder, Path file) {
        this.file = file;
        this.decoder = decoder;
        model = original.toBuilder();
        graph = model.getGraphBuilder();
    }

    /// Whether a graph has this patch already.
    static boolean isPatched(GraphProto graph) {
        Set<String> names = new HashSet<>();
        graph.getInputList().forEach(input -> names.add(input.getName()));
        graph.getOutputList().forEach(output -> names.add(output.getName()));
        return names.containsAll(NEW_OUTPUTS)
                && names.contains(POSITIONS)
                && names.contains(LABELS);
    }

    /// The patched graph; one that is patched already only gets what its mode takes.
    ///
    /// @throws ModelException if a name is taken, or the graph prunes positions in a way that
    ///   cannot be undone
    static ModelProto apply(ModelProto original, CheckedGraph decoder, ComputeMode mode, Path file)
            throws ModelException {
        GraphPatch patch = new GraphPatch(original, decoder, file);
        if (!isPatched(original.getGraph())) {
            patch.refuseTakenNames();
            new AttentionNorms(patch.graph, decoder.shape().headDim(), PREFIX, file).takeOut();
            patch.fixLogitsToKeep();
            patch.choosePositions();
            patch.addOutputs();
        }
        if (mode == ComputeMode.REFERENCE) {
            new Int8Products(patch.graph, decoder.opset(), PREFIX).write();
        }
        AccuracyLevel.set(patch.graph, AccuracyLevel.of(mode));
        return patch.model.build();
    }

    private void refuseTakenNames() throws ModelException {
        Set<String> taken = new HashSet<>();
        graph.getInputList().forEach(value -> taken.add(value.getName()));
        graph.getInitializerList().forEach(tensor -> taken.add(tensor.getName()));
        graph.getNodeList().forEach(node -> taken.addAll(node.getOutputList()));
        Set<String> own = new HashSet<>(NEW_OUTPUTS);
        own.add(POSITIONS);
        own.add(LABELS);
        for (String name : taken) {
            if (own.contains(name) || name.startsWith(PREFIX)) {
                throw ModelException.of(
                        "The graph uses a name that PRMScope needs for itself",
                        file,
                        "no value called " + name,
                        name,
                        "Export the model again with the usual names.");
            }
        }
    }

    /// `num_logits_to_keep` becomes a constant 0, which keeps all.
    private void fixLogitsToKeep() {
        for (int i = graph.getInputCount() - 1; i >= 0; i--) {
            ValueInfoProto input = graph.getInput(i);
            if (input.getName().equals(CheckedGraph.LOGITS_TO_KEEP)) {
                TensorProto.Builder zero =
                        TensorProto.newBuilder()
                                .setName(input.getName())
                                .setDataType(TensorSizes.INT64)
                                .addInt64Data(0);
                if (input.getType().getTensorType().getShape().getDimCount() == 1) {
                    zero.addDims(1);
                }
                graph.removeInput(i);
                graph.addInitializer(zero);
            }
        }
    }

    private void choosePositions() throws ModelException {
        String logits = decoder.names().logits();
        HeadSearch search = new HeadSearch(graph.build());
        HeadSearch.Head head = search.find(logits);
        Set<String> stale = new HashSet<>();
        stale.add(logits);
        if (head != null) {
            String chosen = PREFIX + "hidden";
            graph.getNodeBuilder(head.node()).setInput(0, chosen);
            graph.addNode(head.node(), gather("hidden", head.hidden(), POSITIONS, 1, chosen));
            stale.addAll(head.between());
        } else if (decoder.lastLogitsOnly()) {
            throw ModelException.of(
                    "The graph computes the logits of the last token alone",
                    file,
                    "logits of every position, or a Gather or Slice before the head that can be"
                            + " taken out",
                    "logits [batch, 1, vocabulary] of " + producer(search, logits),
                    "Export the model without prune_lm_head.");
        } else {
            afterwards(search.producer(logits), logits);
        }
        GraphNodes.forgetShapes(graph, stale);
    }

    private String producer(HeadSearch search, String value) {
        int index = search.producer(value);
        return index < 0 ? "nothing" : graph.getNode(index).getOpType();
    }

    /// All logits are computed, under another name, and those of the positions taken from them.
    private void afterwards(int producer, String logits) throws ModelException {
        if (producer < 0) {
            throw ModelException.of(
                    "No node of the graph computes its logits",
                    file,
                    "a node with the output " + logits,
                    "none",
                    "Export the model again.");
        }
        String all = PREFIX + "all_logits";
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(logits)) {
                    node.setInput(i, all);
                }
            }
        }
        NodeProto.Builder last = graph.getNodeBuilder(producer);
        for (int i = 0; i < last.getOutputCount(); i++) {
            if (last.getOutput(i).equals(logits)) {
                last.setOutput(i, all);
            }
        }
        graph.addNode(gather("logits", all, POSITIONS, 1, logits));
    }

    private void addOutputs() {
        String logits = decoder.names().logits();
        graph.addInput(GraphAssembly.value(POSITIONS, DataType.INT64, POSITIONS));
        graph.addInput(GraphAssembly.value(LABELS, DataType.INT64, LABELS));
        keepOutputs(logits);
        String floats = asFloat(logits);
        int candidates = Math.min(CANDIDATES, decoder.shape().vocabularySize());
        initializer("candidates", candidates);
        initializer("last_axis", -1);
        node(
                "TopK",
                "top",
                List.of(floats, PREFIX + "candidates"),
                List.of(TOP_LOGITS, TOP_IDS),
                GraphAssembly.integer("axis", -1),
                GraphAssembly.integer("largest", 1),
                GraphAssembly.integer("sorted", 1));
        logSumExp(floats);
        graph.addNode(gather("labels", floats, LABELS, 2, LABEL_LOGITS));
        output(TOP_LOGITS, DataType.FLOAT, candidates);
        output(TOP_IDS, DataType.INT64, candidates);
        output(LOG_SUM_EXP, DataType.FLOAT, 1);
        output(LABEL_LOGITS, DataType.FLOAT, LABELS);
    }

    /// Keeps the logits and the cache, and says how many positions the logits have.
    private void keepOutputs(String logits) {
        Set<String> kept = new HashSet<>(decoder.presents());
        kept.add(logits);
        List<ValueInfoProto> outputs = new ArrayList<>();
        for (ValueInfoProto value : graph.getOutputList()) {
            if (value.getName().equals(logits)) {
                ValueInfoProto.Builder changed = value.toBuilder();
                changed.getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(1)
                        .setDimParam(POSITIONS);
                outputs.add(changed.build());
            } else if (kept.contains(value.getName())) {
                outputs.add(value);
            }
        }
        graph.clearOutput().addAllOutput(outputs);
    }

    private String asFloat(String logits) {
        if (decoder.logitsType() == TensorSizes.FLOAT) {
            return logits;
        }
        String floats = PREFIX + "float_logits";
        cast("float_logits", logits, DataType.FLOAT, floats);
        return floats;
    }

    /// `max + log(sum(exp(logit - max)))`, the sum in float64: with 151,936 tokens a float32 sum is
    /// off by 1.6e-5 and `ReduceLogSumExp` by 2e-4, this by 8e-7.
    private void logSumExp(String logits) {
        // The best candidate is the maximum; CUDA has no ReduceMax for every version of ONNX.
        String max = PREFIX + "max";
        initializer("first", 0);
        graph.addNode(gather("max", TOP_LOGITS, PREFIX + "first", 2, max));
        node("Sub", "shifted", List.of(logits, max), List.of(PREFIX + "shifted"));
        node("Exp", "exp", List.of(PREFIX + "shifted"), List.of(PREFIX + "exp"));
        cast("exp_double", PREFIX + "exp", DataType.DOUBLE, PREFIX + "exp_double");
        node(
                "ReduceSum",
                "sum",
                List.of(PREFIX + "exp_double", PREFIX + "last_axis"),
                List.of(PREFIX + "sum"),
                GraphAssembly.integer("keepdims", 1));
        node("Log", "log", List.of(PREFIX + "sum"), List.of(PREFIX + "log"));
        cast("log_float", PREFIX + "log", DataType.FLOAT, PREFIX + "log_float");
        node("Add", "log_sum_exp", List.of(PREFIX + "log_float", max), List.of(LOG_SUM_EXP));
    }

    private void cast(String name, String input, DataType type, String output) {
        node(
                "Cast",
                name,
                List.of(input),
                List.of(output),
                GraphAssembly.integer("to", type.getNumber()));
    }

    private void node(
            String op,
            String name,
            List<String> inputs,
            List<String> outputs,
            AttributeProto... attributes) {
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType(op)
                        .setName(PREFIX + name)
                        .addAllInput(inputs)
                        .addAllOutput(outputs)
                        .addAllAttribute(List.of(attributes)));
    }

    private static NodeProto gather(
            String name, String input, String indexes, int axis, String output) {
        return NodeProto.newBuilder()
                .setOpType("Gather")
                .setName(PREFIX + name + "/Gather")
                .addInput(input)
                .addInput(indexes)
                .addOutput(output)
                .addAttribute(GraphAssembly.integer("axis", axis))
                .build();
    }

    private void initializer(String name, long value) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(PREFIX + name)
                        .setDataType(TensorSizes.INT64)
                        .addDims(1)
                        .addInt64Data(value));
    }

    private void output(String name, DataType type, Object last) {
        graph.addOutput(GraphAssembly.value(name, type, "batch_size", POSITIONS, last));
    }
}
