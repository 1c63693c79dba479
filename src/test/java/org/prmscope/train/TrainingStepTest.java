package org.prmscope.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.model.Qwen2Config;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Training steps held against PyTorch and transformers: `step/make_step.py` made what is expected.
final class TrainingStepTest {
    private static final Path FIXTURE = Path.of("src/test/resources/org/prmscope/train/step");
    private static final Qwen2Config CONFIG =
            new Qwen2Config(40, 16, 2, 2, 1, 16, 24, 64, 10_000, 1e-6, true);
    private static final double TOLERANCE = 1e-4;

    @BeforeAll
    static void needsTheNativeLibrary() {
        boolean loaded = true;
        try {
            Loader.load(org.bytedeco.pytorch.global.torch.class);
        } catch (UnsatisfiedLinkError e) {
            loaded = false;
        }
        assumeTrue(loaded, "libtorch is not there for this platform");
    }

    @Test
    void gradientEqualsTransformers(@TempDir Path folder) throws Exception {
        try (PointerScope scope = new PointerScope()) {
            assertTrue(scope.toString() != null);
            for (int lanes : new int[] {1, 2, 3}) {
                Qwen2Network network = beginning(folder);
                try (GradientStep step = new GradientStep(network, lanes)) {
                    GradientStep.Result result = step.compute(batch());
                    assertEquals(
                            step().path("losses").path(0).asDouble(), result.loss(), TOLERANCE);
                    Map<String, float[]> expected = own("gradients");
                    for (String name : expected.keySet()) {
                        assertArrayEquals(
                                expected.get(name),
                                values(result.gradients().get(name)),
                                (float) TOLERANCE,
                                name + " on " + lanes + " lanes");
                    }
                }
            }
        }
    }

    @Test
    void threeStepsEqualTransformers(@TempDir Path folder) throws Exception {
        JsonNode step = step();
        double rate = step.path("rate").asDouble();
        TrainingPlan plan =
                new TrainingPlan(
                        CONFIG,
                        1_000,
                        3,
                        0,
                        0,
                        rate,
                        step.path("decay").asDouble(),
                        step.path("clip").asDouble(),
                        100,
                        1);
        try (PointerScope scope = new PointerScope()) {
            assertTrue(scope.toString() != null);
            Qwen2Network network = beginning(folder);
            AdamW optimizer = new AdamW(network.parameters(), plan.weightDecay(), plan.clip());
            new Checkpoint(0, 0, 0).write(folder, network, optimizer, "");
        }
        List<TrainingProgress> told = new ArrayList<>();
        new TrainingRun(plan, (number, _) -> batch().rows(), folder, System::nanoTime)
                .start(2, new Cancellation(), told::add);
        for (int i = 0; i < 3; i++) {
            assertEquals(step.path("losses").path(i).asDouble(), told.get(i).loss(), TOLERANCE);
            assertEquals(
                    step.path("norms").path(i).asDouble(), told.get(i).gradientNorm(), TOLERANCE);
        }
        Map<String, Safetensors.Entry> trained =
                Safetensors.read(folder.resolve(Checkpoint.FILE)).tensors();
        Map<String, float[]> expected = own("after");
        for (String name : expected.keySet()) {
            Safetensors.Entry entry = trained.get(name);
            assertTrue(entry != null, name);
            assertArrayEquals(expected.get(name), entry.values(), (float) TOLERANCE, name);
        }
    }

    /// The gradient along a random direction equals the slope of the loss there.
    @Test
    void gradientIsTheSlopeOfTheLoss(@TempDir Path folder) throws Exception {
        try (PointerScope scope = new PointerScope()) {
            assertTrue(scope.toString() != null);
            Qwen2Network network = beginning(folder);
            Random random = new Random(3);
            try (GradientStep step = new GradientStep(network, 1)) {
                for (String name : network.parameters().names()) {
                    Tensor parameter = network.parameters().get(name);
                    float[] direction = new float[(int) parameter.numel()];
                    for (int i = 0; i < direction.length; i++) {
                        direction[i] = random.nextBoolean() ? 1 : -1;
                    }
                    double slope = 0;
                    float[] gradient = values(step.compute(batch()).gradients().get(name));
                    for (int i = 0; i < gradient.length; i++) {
                        slope += (double) gradient[i] * direction[i];
                    }
                    float[] before = values(parameter);
                    double far = 1e-3;
                    double rise =
                            loss(step, parameter, before, direction, far)
                                    - loss(step, parameter, before, direction, -far);
                    loss(step, parameter, before, direction, 0);
                    assertEquals(
                            slope, rise / (2 * far), 0.02 * Math.max(1, Math.abs(slope)), name);
                }
            }
        }
    }

    @Test
    void sameBatchGivesTheSameBitsWhateverWasBefore(@TempDir Path folder) throws Exception {
        try (PointerScope scope = new PointerScope()) {
            assertTrue(scope.toString() != null);
            Qwen2Network network = beginning(folder);
            Batch other = new Batch(batch().rows().subList(1, 2));
            try (GradientStep step = new GradientStep(network, 2)) {
                float[] first = values(step.compute(batch()).gradients().get("embed"));
                step.compute(other);
                assertArrayEquals(first, values(step.compute(batch()).gradients().get("embed")));
            }
        }
    }

    private static double loss(
            GradientStep step, Tensor parameter, float[] before, float[] direction, double far) {
        float[] moved = before.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (direction[i] * far);
        }
        try (Tensor values = Tensor.create(moved, moved.length)) {
            parameter.view(moved.length).copy_(values);
        }
        return step.compute(batch()).loss();
    }

    private static Qwen2Network beginning(Path folder) throws WorkbenchException, IOException {
        Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
        Qwen2Network network = new Qwen2Network(CONFIG, 1);
        Map<String, float[]> before = own("model");
        network.parameters()
                .forEach((name, tensor) -> {
                    float[] values = before.getOrDefault(name, new float[0]);
                    long[] shape = new long[(int) tensor.dim()];
                    for (int i = 0; i < shape.length; i++) {
                        shape[i] = tensor.size(i);
                    }
                    tensors.put(name, new Safetensors.Entry(shape, values));
                });
        new Safetensors(tensors, Map.of()).write(folder.resolve(Checkpoint.FILE));
        Checkpoint.restoreWeights(folder, network);
        return network;
    }

    private static JsonNode step() throws IOException {
        return new JsonMapper().readTree(Files.readString(FIXTURE.resolve("step.json")));
    }

    private static Batch batch() {
        try {
            List<TrainingExample> rows = new ArrayList<>();
            for (JsonNode row : step().path("rows")) {
                int[] ids = new int[row.path("ids").size()];
                boolean[] trained = new boolean[ids.length];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = row.path("ids").path(i).asInt();
                    trained[i] = row.path("trained").path(i).asBoolean();
                }
                rows.add(new TrainingExample(ids, trained));
            }
            return new Batch(rows);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A file's tensors by the network's own names.
    private static Map<String, float[]> own(String file) throws WorkbenchException {
        Map<String, Safetensors.Entry> theirs =
                Safetensors.read(FIXTURE.resolve(file + ".safetensors")).tensors();
        Map<String, float[]> own = new LinkedHashMap<>();
        own.put("embed", joined(theirs, "model.embed_tokens.weight"));
        own.put("norm", joined(theirs, "model.norm.weight"));
        for (int layer = 0; layer < CONFIG.layers(); layer++) {
            String at = "layers." + layer + ".";
            String attn = "model." + at + "self_attn.";
            String mlp = "model." + at + "mlp.";
            own.put(at + "input_norm", joined(theirs, "model." + at + "input_layernorm.weight"));
            own.put(
                    at + "post_norm",
                    joined(theirs, "model." + at + "post_attention_layernorm.weight"));
            for (String part : List.of("weight", "bias")) {
                own.put(
                        at + "qkv." + part,
                        joined(
                                theirs,
                                attn + "q_proj." + part,
                                attn + "k_proj." + part,
                                attn + "v_proj." + part));
            }
            own.put(at + "o.weight", joined(theirs, attn + "o_proj.weight"));
            own.put(
                    at + "gate_up.weight",
                    joined(theirs, mlp + "gate_proj.weight", mlp + "up_proj.weight"));
            own.put(at + "down.weight", joined(theirs, mlp + "down_proj.weight"));
        }
        return own;
    }

    private static float[] joined(Map<String, Safetensors.Entry> theirs, String... names) {
        int size = 0;
        float[] all = new float[10_000];
        for (String name : names) {
            Safetensors.Entry entry = theirs.get(name);
            assertTrue(entry != null, name);
            System.arraycopy(entry.values(), 0, all, size, entry.values().length);
            size += entry.values().length;
        }
        return java.util.Arrays.copyOf(all, size);
    }

    private static float[] values(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        FloatBuffer buffer = tensor.contiguous().createBuffer();
        buffer.get(values);
        return values;
    }
}
