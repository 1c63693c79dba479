package org.prmscope.decode.onnx;

import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.NextToken;
import org.prmscope.decode.onnx.GraphSession.ElementType;
import org.prmscope.decode.onnx.GraphSession.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/// The small inputs and outputs of one kind of run, kept from run to run.
///
/// Shapes: ids and positions `[batch, tokens]`, answers `[batch, wanted, ...]`.
final class RunTensors implements AutoCloseable {
    /// The number of labels is a multiple of it, so that a few more do not change a shape.
    private static final int LABEL_STEP = 16;

    private final OnnxModelFiles files;
    private final OnnxGraphCheck graph;
    private final int candidates;
    private final HostTensor ids;
    private final HostTensor positions;
    private final HostTensor wanted;
    private final HostTensor labels;
    private final HostTensor cacheBranch;
    private final HostTensor logitCount;
    private final HostTensor topLogits;
    private final HostTensor topIds;
    private final HostTensor logSumExp;
    private final HostTensor labelLogits;
    private final HostTensor logits;
    private final Map<String, Tensor> inputs = new HashMap<>();
    private final Map<String, Tensor> outputs = new HashMap<>();
    private int paddedLabels;

    RunTensors(GraphSession session, OnnxModelFiles files, OnnxGraphCheck graph) {
        this.files = files;
        this.graph = graph;
        candidates = graph.candidates();
        ids = new HostTensor(session, ElementType.INT64);
        positions = new HostTensor(session, ElementType.INT64);
        wanted = new HostTensor(session, ElementType.INT64);
        labels = new HostTensor(session, ElementType.INT64);
        cacheBranch = new HostTensor(session, ElementType.BOOL);
        logitCount = new HostTensor(session, ElementType.INT64);
        topLogits = new HostTensor(session, ElementType.FLOAT);
        topIds = new HostTensor(session, ElementType.INT64);
        logSumExp = new HostTensor(session, ElementType.FLOAT);
        labelLogits = new HostTensor(session, ElementType.FLOAT);
        logits = new HostTensor(session, graph.logitsElement());
    }

    Map<String, Tensor> inputs() {
        return inputs;
    }

    Map<String, Tensor> outputs() {
        return outputs;
    }

    /// Sets what is computed: row by row `count` tokens after those that the row holds.
    void tokens(int batch, int count, int[] tokens, int[] held) throws WorkbenchException {
        MemorySegment values = ids.reserve((long) batch * count);
        for (int i = 0; i < batch * count; i++) {
            values.setAtIndex(ValueLayout.JAVA_LONG, i, tokens[i]);
        }
        inputs.put(files.names().inputIds(), ids.tensor(batch, count));
        if (graph.takesPositions()) {
            MemorySegment places = positions.reserve((long) batch * count);
            for (int i = 0; i < batch * count; i++) {
                places.setAtIndex(ValueLayout.JAVA_LONG, i, held[i / count] + i % count);
            }
            inputs.put(files.names().positionIds(), positions.tensor(batch, count));
        }
        if (graph.takesCacheBranch()) {
            boolean past = false;
            for (int row = 0; row < batch; row++) {
                past |= held[row] > 0;
            }
            cacheBranch.reserve(1).set(ValueLayout.JAVA_BYTE, 0, (byte) (past ? 1 : 0));
            inputs.put(OnnxDecoderNames.USE_CACHE_BRANCH, cacheBranch.tensor(1));
        }
        if (graph.takesLogitCount()) {
            // 0 stands for all: which are computed is said by the positions.
            logitCount.reserve(1).set(ValueLayout.JAVA_LONG, 0, 0);
            inputs.put(
                    OnnxDecoderNames.NUM_LOGITS_TO_KEEP,
                    logitCount.tensor(graph.logitCountShape()));
        }
    }

    /// Asks for answers after `positions` of each row's tokens, with the logits of `labelIds`.
    void ask(int batch, int[] positionsWanted, int[] labelIds) throws WorkbenchException {
        int count = positionsWanted.length;
        setWanted(positionsWanted);
        paddedLabels = Math.max(1, Math.ceilDiv(labelIds.length, LABEL_STEP)) * LABEL_STEP;
        MemorySegment values = labels.reserve(paddedLabels);
        for (int i = 0; i < paddedLabels; i++) {
            values.setAtIndex(ValueLayout.JAVA_LONG, i, i < labelIds.length ? labelIds[i] : 0);
        }
        inputs.put(OnnxDecoderNames.LABEL_IDS, labels.tensor(paddedLabels));
        outputs.remove(files.names().logits());
        outputs.put(OnnxDecoderNames.TOP_LOGITS, topLogits.tensor(batch, count, candidates));
        outputs.put(OnnxDecoderNames.TOP_IDS, topIds.tensor(batch, count, candidates));
        outputs.put(OnnxDecoderNames.LOG_SUM_EXP, logSumExp.tensor(batch, count, 1));
        outputs.put(OnnxDecoderNames.LABEL_LOGITS, labelLogits.tensor(batch, count, paddedLabels));
    }

    /// Asks for the logits of the whole vocabulary after the only token of the only row.
    void askForAll() throws WorkbenchException {
        setWanted(new int[] {0});
        labels.reserve(LABEL_STEP).fill((byte) 0);
        inputs.put(OnnxDecoderNames.LABEL_IDS, labels.tensor(LABEL_STEP));
        outputs.clear();
        outputs.put(files.names().logits(), logits.tensor(1, 1, files.shape().vocabularySize()));
    }

    /// The answers to [#ask], row by row.
    NextToken[] answers(int batch, int count, int[] labelIds) throws WorkbenchException {
        NextToken[] answers = new NextToken[batch * count];
        MemorySegment logitValues = topLogits.reserve(0);
        MemorySegment idValues = topIds.reserve(0);
        MemorySegment sums = logSumExp.reserve(0);
        MemorySegment labelValues = labelLogits.reserve(0);
        for (int i = 0; i < answers.length; i++) {
            int[] top = new int[candidates];
            float[] values = new float[candidates];
            float[] known = new float[labelIds.length];
            long start = (long) i * candidates;
            MemorySegment.copy(
                    logitValues,
                    ValueLayout.JAVA_FLOAT,
                    start * Float.BYTES,
                    values,
                    0,
                    candidates);
            for (int rank = 0; rank < candidates; rank++) {
                top[rank] = checked(idValues.getAtIndex(ValueLayout.JAVA_LONG, start + rank));
            }
            MemorySegment.copy(
                    labelValues,
                    ValueLayout.JAVA_FLOAT,
                    (long) i * paddedLabels * Float.BYTES,
                    known,
                    0,
                    known.length);
            float sum = sums.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            answers[i] = new NextToken(top, values, sum, labelIds.clone(), known);
        }
        return answers;
    }

    /// The answer to [#askForAll].
    void all(float[] row) throws WorkbenchException {
        MemorySegment values = logits.reserve(0);
        for (int id = 0; id < row.length; id++) {
            row[id] =
                    switch (graph.logitsElement()) {
                        case FLOAT -> values.getAtIndex(ValueLayout.JAVA_FLOAT, id);
                        case FLOAT16 ->
                                Float.float16ToFloat(values.getAtIndex(ValueLayout.JAVA_SHORT, id));
                        case BFLOAT16 ->
                                Float.intBitsToFloat(
                                        values.getAtIndex(ValueLayout.JAVA_SHORT, id)
                                                << Short.SIZE);
                        case INT32, INT64, BOOL ->
                                throw new IllegalStateException("checked when it was opened");
                    };
        }
    }

    @Override
    public void close() {
        for (HostTensor tensor :
                new HostTensor[] {
                    ids,
                    positions,
                    wanted,
                    labels,
                    cacheBranch,
                    logitCount,
                    topLogits,
                    topIds,
                    logSumExp,
                    labelLogits,
                    logits
                }) {
            tensor.close();
        }
    }

    private void setWanted(int[] positionsWanted) throws WorkbenchException {
        MemorySegment values = wanted.reserve(positionsWanted.length);
        for (int i = 0; i < positionsWanted.length; i++) {
            values.setAtIndex(ValueLayout.JAVA_LONG, i, positionsWanted[i]);
        }
        inputs.put(OnnxDecoderNames.LOGIT_POSITIONS, wanted.tensor(positionsWanted.length));
    }

    /// A graph that was tampered with may say anything.
    private int checked(long id) throws OnnxException {
        DecoderShape shape = files.shape();
        if (id < 0 || id >= shape.vocabularySize()) {
            throw new OnnxException(
                    new WorkbenchException.Report(
                            "The graph names a token outside the vocabulary",
                            files.source() + ", " + OnnxDecoderNames.TOP_IDS,
                            "0 to " + (shape.vocabularySize() - 1),
                            Long.toString(id),
                            "Export or import the model again"));
        }
        return (int) id;
    }
}
