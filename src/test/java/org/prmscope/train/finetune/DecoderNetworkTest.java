package org.prmscope.train.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.model.Checkpoints;
import org.prmscope.model.TrainableCheckpoint;
import org.prmscope.train.AdamW;
import org.prmscope.train.Batch;
import org.prmscope.train.NamedTensors;
import org.prmscope.train.PackedRows;
import org.prmscope.train.TrainingExample;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The network that is fine-tuned, against Hugging Face's transformers.
final class DecoderNetworkTest {
    private static final Path STEP = Path.of("src/test/resources/org/prmscope/train/step");

    @TempDir Path folder;

    @BeforeAll
    static void needsTheNativeLibrary() {
        FineTuningTest.needsTheNativeLibrary();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qwen2-tied",
                "qwen2-untied-sharded",
                "qwen3",
                "llama",
                "llama3-rope",
                "mistral-linear-rope"
            })
    void logitsAreThoseOfTransformers(String name) throws Exception {
        try (TrainableCheckpoint base =
                        TrainableCheckpoint.open(Checkpoints.copy(name, folder.resolve(name)));
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            assertTrue(scope.toString() != null && guard.toString() != null);
            for (FineTunePlan.Method method : List.of(FineTuningTest.FULL, FineTuningTest.LORA)) {
                DecoderNetwork network = network(base, method);
                // Two prompts in one pack: neither may see the other.
                List<Checkpoints.Prompt> prompts = Checkpoints.expected(name);
                PackedRows rows =
                        new PackedRows(
                                prompts.stream().map(prompt -> lastPlace(prompt.ids())).toList());
                Tensor logits = network.logits(rows);
                for (int row = 0; row < prompts.size(); row++) {
                    double[][] expected = prompts.get(row).logits();
                    float[] found = values(logits.select(0, row));
                    for (int id = 0; id < found.length; id++) {
                        assertEquals(expected[expected.length - 1][id], found[id], 1e-4);
                    }
                }
            }
        }
    }

    @Test
    void threeStepsEqualTransformers() throws Exception {
        JsonNode step = new JsonMapper().readTree(Files.readString(STEP.resolve("step.json")));
        Path copy = Files.createDirectories(folder.resolve("step"));
        try (Stream<Path> files = Files.list(STEP)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        }
        Files.writeString(
                copy.resolve("tokenizer.json"),
                "{\"added_tokens\":[],\"model\":{\"vocab\":{\"a\":39}}}");
        try (TrainableCheckpoint base = TrainableCheckpoint.open(copy);
                PointerScope scope = new PointerScope()) {
            assertTrue(scope.toString() != null);
            DecoderNetwork network = network(base, FineTuningTest.FULL);
            AdamW optimizer =
                    new AdamW(
                            network.trained(),
                            step.path("decay").asDouble(),
                            step.path("clip").asDouble());
            Batch batch = batch(step);
            // A pack of 25 tokens holds two of the three rows: gradients add up over packs.
            try (TuneLanes lanes = new TuneLanes(network, 2, 25)) {
                for (int i = 0; i < 3; i++) {
                    double loss = lanes.lossAndGradients(batch, new Cancellation());
                    assertEquals(step.path("losses").path(i).asDouble(), loss, 1e-4);
                    NamedTensors gradients = lanes.gradients();
                    double norm = optimizer.norm(gradients);
                    optimizer.step(gradients, norm, i + 1, step.path("rate").asDouble());
                    assertEquals(step.path("norms").path(i).asDouble(), norm, 1e-4);
                    gradients.clear();
                }
            }
            NamedTensors expected = network.trained().zeros();
            TensorFile.open(STEP.resolve("after.safetensors")).fill(expected, "");
            for (String name : expected.names()) {
                assertArrayEquals(
                        values(expected.get(name)),
                        values(network.trained().get(name)),
                        1e-4f,
                        name);
            }
        }
    }

    private static DecoderNetwork network(TrainableCheckpoint base, FineTunePlan.Method method)
            throws Exception {
        return new DecoderNetwork(
                base, method, Placement.of(FineTunePlan.Place.CPU), 128, 1, new Cancellation());
    }

    /// A row whose last place, after all of `ids`, is looked at.
    static TrainingExample lastPlace(int[] ids) {
        boolean[] trained = new boolean[ids.length + 1];
        trained[ids.length] = true;
        return new TrainingExample(Arrays.copyOf(ids, ids.length + 1), trained);
    }

    private static Batch batch(JsonNode step) {
        List<TrainingExample> rows = new ArrayList<>();
        for (JsonNode row : step.path("rows")) {
            int[] ids = new int[row.path("ids").size()];
            boolean[] trained = new boolean[ids.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = row.path("ids").path(i).asInt();
                trained[i] = row.path("trained").path(i).asBoolean();
            }
            rows.add(new TrainingExample(ids, trained));
        }
        return new Batch(rows);
    }

    static float[] values(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        FloatBuffer buffer = tensor.detach().contiguous().createBuffer();
        buffer.get(values);
        return values;
    }
}
