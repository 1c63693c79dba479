package org.prmscope.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import org.jspecify.annotations.Nullable;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Runs a decoder graph once, from an empty cache, straight with ONNX Runtime.
final class GraphRun implements AutoCloseable {
    private final OrtSession session;
    private final ModelFolder model;
    private OrtSession.@Nullable Result result;

    private GraphRun(OrtSession session, ModelFolder model) {
        this.session = session;
        this.model = model;
    }

    /// The graph as it lies in the folder.
    static GraphRun original(ModelFolder model) throws OrtException {
        return new GraphRun(
                OrtEnvironment.getEnvironment()
                        .createSession(
                                model.files().folder().resolve(model.graph()).toString(),
                                new OrtSession.SessionOptions()),
                model);
    }

    static GraphRun patched(ModelFolder model, PatchedGraph graph) throws OrtException {
        return of(model, graph.bytes(), graph.weights());
    }

    static GraphRun of(ModelFolder model, byte[] bytes, Path weights) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.addConfigEntry(
                "session.model_external_initializers_file_folder_path", weights.toString());
        return new GraphRun(OrtEnvironment.getEnvironment().createSession(bytes, options), model);
    }

    /// Computes rows of tokens of one length.
    void run(long[][] tokens, long[] positions, long[] labels) throws OrtException {
        OrtEnvironment env = OrtEnvironment.getEnvironment();
        int batch = tokens.length;
        int length = tokens[0].length;
        LongBuffer ids = LongBuffer.allocate(batch * length);
        LongBuffer places = LongBuffer.allocate(batch * length);
        LongBuffer mask = LongBuffer.allocate(batch * length);
        for (long[] row : tokens) {
            for (int i = 0; i < length; i++) {
                ids.put(row[i]);
                places.put(i);
                mask.put(1);
            }
        }
        long[] shape = {batch, length};
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (String name : session.getInputNames()) {
            OnnxTensor tensor =
                    switch (name) {
                        case "input_ids" -> OnnxTensor.createTensor(env, ids.flip(), shape);
                        case "attention_mask" -> OnnxTensor.createTensor(env, mask.flip(), shape);
                        case "position_ids" -> OnnxTensor.createTensor(env, places.flip(), shape);
                        case "use_cache_branch" ->
                                OnnxTensor.createTensor(env, new boolean[] {false});
                        case "logit_positions" -> OnnxTensor.createTensor(env, positions);
                        case "label_ids" -> OnnxTensor.createTensor(env, labels);
                        case "num_logits_to_keep" -> OnnxTensor.createTensor(env, 0L);
                        default ->
                                OnnxTensor.createTensor(
                                        env,
                                        FloatBuffer.allocate(0),
                                        new long[] {
                                            batch,
                                            model.shape().kvHeads(),
                                            0,
                                            model.shape().headDim()
                                        });
                    };
            inputs.put(name, tensor);
        }
        result = session.run(inputs);
    }

    float[][][] floats(String output) throws OrtException {
        return (float[][][]) output(output);
    }

    long[][][] longs(String output) throws OrtException {
        return (long[][][]) output(output);
    }

    private Object output(String output) throws OrtException {
        OrtSession.Result done = Objects.requireNonNull(result, "run first");
        return done.get(output).orElseThrow().getValue();
    }

    OrtSession session() {
        return session;
    }

    @Override
    public void close() throws OrtException {
        if (result != null) {
            result.close();
        }
        session.close();
    }
}
