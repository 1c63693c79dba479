package org.prmscope.decode.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/// The judge of decoding over rows: an unpatched graph, one row, nothing held; every token is
/// computed anew for every question.
final class PlainDecoder implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final int vocabulary;

    /// @param folder of the external weights
    PlainDecoder(OrtEnvironment environment, ModelProto graph, Path folder, int vocabulary)
            throws OrtException {
        this.environment = environment;
        this.vocabulary = vocabulary;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    folder.toAbsolutePath().toString());
            session = environment.createSession(graph.toByteArray(), options);
        }
    }

    /// The logits of the whole vocabulary after the last token.
    float[] logits(int... tokens) throws OrtException {
        long[] ids = LongStream.range(0, tokens.length).map(i -> tokens[(int) i]).toArray();
        long[] ones = LongStream.range(0, tokens.length).map(i -> 1).toArray();
        long[] positions = LongStream.range(0, tokens.length).toArray();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
                inputs.put(
                        input.getKey(),
                        switch (input.getKey()) {
                            case "input_ids" -> row(ids);
                            case "attention_mask" -> row(ones);
                            case "position_ids" -> row(positions);
                            default -> nothingHeld((TensorInfo) input.getValue().getInfo());
                        });
            }
            try (OrtSession.Result result = session.run(inputs, Set.of("logits"))) {
                FloatBuffer all = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] last = new float[vocabulary];
                all.get(all.capacity() - vocabulary, last);
                return last;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private OnnxTensor row(long[] values) throws OrtException {
        return OnnxTensor.createTensor(
                environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private OnnxTensor nothingHeld(TensorInfo info) throws OrtException {
        long[] shape = info.getShape().clone();
        ByteBuffer value = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        if (info.type == OnnxJavaType.BOOL || shape.length == 0) {
            return OnnxTensor.createTensor(
                    environment, value.limit(info.type.size), shape, info.type);
        }
        shape[0] = 1;
        shape[2] = 0;
        return OnnxTensor.createTensor(environment, value.limit(0), shape, info.type);
    }
}
