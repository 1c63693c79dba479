package org.prmscope.decode.onnx;

import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.NextToken;
import org.prmscope.decode.onnx.GraphSession.ElementType;
import org.prmscope.decode.onnx.GraphSession.TensorType;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares a graph's inputs and outputs with what is fed and read.
final class OnnxGraphCheck {
    private static final Set<ElementType> REALS =
            Set.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

    private final OnnxModelFiles files;
    private final Map<String, TensorType> inputs;
    private final Map<String, TensorType> outputs;

    OnnxGraphCheck(OnnxModelFiles files, GraphSession session) {
        this.files = files;
        inputs = session.inputs();
        outputs = session.outputs();
    }

    /// @throws OnnxException if one is missing, unknown, or of another type or shape
    void check() throws OnnxException {
        OnnxDecoderNames names = files.names();
        requireInput(names.inputIds(), ElementType.INT64, -1, -1);
        requireInput(names.attentionMask(), ElementType.INT64, -1, -1);
        requireInput(OnnxDecoderNames.LOGIT_POSITIONS, ElementType.INT64, -1);
        requireInput(OnnxDecoderNames.LABEL_IDS, ElementType.INT64, -1);
        if (takesPositions()) {
            requireInput(names.positionIds(), ElementType.INT64, -1, -1);
        }
        if (takesCacheBranch()) {
            requireInput(OnnxDecoderNames.USE_CACHE_BRANCH, ElementType.BOOL, 1);
        }
        if (takesLogitCount()) {
            require(inputs, OnnxDecoderNames.NUM_LOGITS_TO_KEEP, Set.of(ElementType.INT64));
            requireAtMostOne(OnnxDecoderNames.NUM_LOGITS_TO_KEEP);
        }
        checkCache();
        checkAnswers();
        refuseOthers();
    }

    boolean takesPositions() {
        return inputs.containsKey(files.names().positionIds());
    }

    boolean takesCacheBranch() {
        return inputs.containsKey(OnnxDecoderNames.USE_CACHE_BRANCH);
    }

    /// Whether what the graph computes after a past is right for one token at a time only.
    ///
    /// Optimum exported such graphs (`decoder_with_past_model`, and `decoder_model_merged` made of
    /// it, whose branch is chosen by `use_cache_branch`) from a run of one token, in which
    /// transformers before 4.39 left the causal mask out: of several tokens the earlier would see
    /// the later. Nothing in the graph tells those of later versions apart.
    boolean takesOneTokenAfterPast() {
        Path name = files.source().getFileName();
        return takesCacheBranch()
                || (files.attention() == AttentionKind.CONCAT
                        && name != null
                        && name.toString().startsWith("decoder_with_past_model"));
    }

    /// Whether a run may have rows with different numbers of tokens. They are padded to one length,
    /// and a graph that is not told positions would count the padding.
    boolean takesRowsOfDifferentLengths() {
        return files.attention() == AttentionKind.SHARED || takesPositions();
    }

    boolean takesLogitCount() {
        return inputs.containsKey(OnnxDecoderNames.NUM_LOGITS_TO_KEEP);
    }

    /// The shape of the logit count: a scalar or `[1]`.
    long[] logitCountShape() {
        TensorType count = inputs.get(OnnxDecoderNames.NUM_LOGITS_TO_KEEP);
        return count == null || count.shape().isEmpty() ? new long[0] : new long[] {1};
    }

    /// Of the keys and values.
    ElementType cacheElement() {
        return type(inputs, files.names().pastKey(0));
    }

    ElementType logitsElement() {
        return type(outputs, files.names().logits());
    }

    /// How many candidates the graph names.
    int candidates() {
        return Math.min(NextToken.CANDIDATES, files.shape().vocabularySize());
    }

    private void checkCache() throws OnnxException {
        OnnxDecoderNames names = files.names();
        DecoderShape shape = files.shape();
        long[] kv = {-1, shape.kvHeads(), -1, shape.headDim()};
        Set<ElementType> elements = REALS;
        for (int layer = 0; layer < shape.layers(); layer++) {
            require(inputs, names.pastKey(layer), elements, kv);
            elements = Set.of(cacheElement());
            require(inputs, names.pastValue(layer), elements, kv);
            require(outputs, names.presentKey(layer), elements, kv);
            require(outputs, names.presentValue(layer), elements, kv);
        }
        if (cacheElement().bytes() != shape.kvElementBytes()) {
            throw refused(
                    names.pastKey(0),
                    "cache elements of %d bytes".formatted(shape.kvElementBytes()),
                    "type " + cacheElement());
        }
    }

    private void checkAnswers() throws OnnxException {
        int candidates = candidates();
        Set<ElementType> one = Set.of(ElementType.FLOAT);
        require(outputs, files.names().logits(), REALS, -1, -1, files.shape().vocabularySize());
        require(outputs, OnnxDecoderNames.TOP_LOGITS, one, -1, -1, candidates);
        require(outputs, OnnxDecoderNames.TOP_IDS, Set.of(ElementType.INT64), -1, -1, candidates);
        require(outputs, OnnxDecoderNames.LOG_SUM_EXP, one, -1, -1, 1);
        require(outputs, OnnxDecoderNames.LABEL_LOGITS, one, -1, -1, -1);
    }

    private void refuseOthers() throws OnnxException {
        OnnxDecoderNames names = files.names();
        int layers = files.shape().layers();
        Set<String> known =
                new HashSet<>(
                        Set.of(
                                OnnxDecoderNames.LOGIT_POSITIONS,
                                OnnxDecoderNames.LABEL_IDS,
                                OnnxDecoderNames.USE_CACHE_BRANCH,
                                OnnxDecoderNames.NUM_LOGITS_TO_KEEP));
        known.addAll(List.of(names.inputIds(), names.attentionMask(), names.positionIds()));
        known.addAll(names.pasts(layers));
        for (String input : inputs.keySet()) {
            if (!known.contains(input)) {
                throw refused(input, "no such input", "an input this program cannot feed");
            }
        }
        Set<String> presents = new HashSet<>(names.presents(layers));
        if (presents.size() != 2 * layers
                || new HashSet<>(names.pasts(layers)).size() != 2 * layers) {
            throw refused(
                    names.pastKey(0),
                    "a name of its own for the key and value of each layer",
                    "one name for several");
        }
    }

    private static ElementType type(Map<String, TensorType> tensors, String name) {
        TensorType type = tensors.get(name);
        if (type == null) {
            throw new IllegalStateException("not checked yet: " + name);
        }
        return type.element();
    }

    /// -1 in the shape of an input says that the caller chooses, so the graph must leave it free.
    private void requireInput(String name, ElementType type, long... shape) throws OnnxException {
        require(inputs, name, Set.of(type), shape);
        TensorType found = inputs.get(name);
        for (int i = 0; found != null && i < shape.length; i++) {
            if (shape[i] < 0 && found.shape().get(i) >= 0) {
                throw refused(name, "shape " + text(shape), "shape " + text(array(found)));
            }
        }
    }

    private void requireAtMostOne(String name) throws OnnxException {
        TensorType found = inputs.get(name);
        if (found != null && found.shape().size() > 1) {
            throw refused(name, "a scalar", "shape " + text(array(found)));
        }
    }

    private void require(
            Map<String, TensorType> tensors, String name, Set<ElementType> types, long... shape)
            throws OnnxException {
        TensorType tensor = tensors.get(name);
        if (tensor == null) {
            throw refused(name, "an input or output of that name", "none");
        }
        if (!types.contains(tensor.element())) {
            throw refused(
                    name,
                    "type " + String.join(" or ", types.stream().map(Enum::name).sorted().toList()),
                    "type " + tensor.element());
        }
        if (shape.length == 0) {
            return;
        }
        long[] found = array(tensor);
        boolean fits = found.length == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] < 0 || found[i] < 0 || shape[i] == found[i];
        }
        if (!fits) {
            throw refused(name, "shape " + text(shape), "shape " + text(found));
        }
    }

    private OnnxException refused(String name, String expected, String found) {
        return new OnnxException(
                new WorkbenchException.Report(
                        "The graph is not a decoder that this program can run",
                        files.source() + ", " + name,
                        expected,
                        found,
                        "Export the model as a text decoder with a key-value cache, for example"
                                + " with the ONNX Runtime GenAI builder"));
    }

    private static long[] array(TensorType tensor) {
        return tensor.shape().stream().mapToLong(Long::longValue).toArray();
    }

    private static String text(long[] shape) {
        StringBuilder text = new StringBuilder("[");
        for (long dimension : shape) {
            text.append(text.length() > 1 ? ", " : "").append(dimension < 0 ? "?" : dimension);
        }
        return text.append(']').toString();
    }
}
