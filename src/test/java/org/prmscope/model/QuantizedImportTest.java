package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// What a quantized folder holds, read back by the layout that ONNX Runtime documents for
/// `MatMulNBits` and `GatherBlockQuantized`, and what ONNX Runtime makes of it.
class QuantizedImportTest {
    private static final Qwen2Config CONFIG =
            new Qwen2Config(272, 32, 2, 2, 2, 16, 64, 256, 10_000, 1e-6, true);
    private static final int[] TOKENS = {266, 72, 101, 108, 3, 200, 9, 9, 50};

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "INT4, INT8, true",
        "INT4, INT8, false",
        "INT4, INT4, true",
        "INT4, INT4, false",
        "INT8, INT8, true",
        "INT8, INT8, false"
    })
    void theGraphComputesWhatItsQuantizedNumbersSay(
            Precision precision, Precision head, boolean symmetric) throws Exception {
        Path model = imported(precision, head, symmetric);
        Stored stored = new Stored(model);
        double[][] expected = new ReferenceQwen2(CONFIG, stored::weight).logits(TOKENS);
        multiplyInFloat32(model);
        double largest = 0;
        try (GraphRunner graph = GraphRunner.open(model)) {
            float[][] found = graph.logits(TOKENS);
            for (int t = 0; t < TOKENS.length; t++) {
                for (int id = 0; id < CONFIG.vocabularySize(); id++) {
                    largest = Math.max(largest, Math.abs(expected[t][id] - found[t][id]));
                }
            }
        }
        assertEquals(0, largest, 1e-4);
    }

    @Test
    void aTiedTableIsInTheFileOnce() throws Exception {
        Path model = imported(Precision.INT4, Precision.INT8, true);
        Stored stored = new Stored(model);
        TensorProto embedding = stored.tensor("model.embed_tokens.qweight");
        TensorProto head = stored.tensor("lm_head.MatMulNBits.qweight");
        assertEquals(embedding.getExternalDataList(), head.getExternalDataList());
        assertEquals(272L * 32, Stored.place(embedding, "length"));
    }

    @ParameterizedTest
    @CsvSource({"4, true", "4, false", "8, true", "8, false"})
    void everyWeightIsWithinAStepOfWhatItWas(int bits, boolean symmetric) {
        BlockQuantizer quantizer = new BlockQuantizer(bits, symmetric, false);
        int columns = 96;
        int rows = 50;
        float[] values = new float[rows * columns];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, i / 500 % 7 - 3));
        }
        Arrays.fill(values, 0, 32, 0);
        Arrays.fill(values, 32, 64, 3);
        Arrays.fill(values, 64, 96, -2e30f);
        byte[] quantized = new byte[rows * 3 * quantizer.blockBytes()];
        float[] scales = new float[rows * 3];
        byte[] zeros = new byte[rows * quantizer.zeroBytes(3)];
        quantizer.quantize(values, rows, columns, quantized, scales, zeros);
        float[] back =
                Stored.dequantized(
                        bits, columns, quantized, scales, symmetric ? new byte[0] : zeros);
        double squares = 0;
        double steps = 0;
        for (int i = 0; i < values.length; i++) {
            double step = Math.abs(scales[i / 32]);
            assertTrue(Math.abs(values[i] - back[i]) <= step * 1.0001, "at " + i);
            if (i >= columns) {
                squares += Math.pow((values[i] - back[i]) / step, 2);
                steps++;
            }
        }
        // Rounding to the nearest leaves an error that is even over a step: 1 / sqrt(12) of it.
        assertEquals(Math.sqrt(1 / 12.0), Math.sqrt(squares / steps), 0.03);
    }

    private Path imported(Precision precision, Precision head, boolean symmetric) throws Exception {
        return Checkpoints.imported(
                "qwen2-tied",
                ImportOptions.of(precision, "test").withHead(head).withSymmetric(symmetric),
                folder);
    }

    /// Sets `accuracy_level` to 1 (float32), in place of 4, with which the CPU rounds the inputs
    /// too.
    private static void multiplyInFloat32(Path model) throws Exception {
        Path file = model.resolve("model.onnx");
        ModelProto.Builder graph = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        for (NodeProto.Builder node : graph.getGraphBuilder().getNodeBuilderList()) {
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.getName().equals("accuracy_level")) {
                    assertEquals(4, attribute.getI());
                    attribute.setI(1);
                }
            }
        }
        Files.write(file, graph.build().toByteArray());
    }

    /// The tensors of a folder, as float32.
    private static final class Stored {
        private final Map<String, TensorProto> tensors = new HashMap<>();
        private final ByteBuffer data;

        Stored(Path model) throws Exception {
            ModelProto graph =
                    ModelProto.parseFrom(Files.readAllBytes(model.resolve("model.onnx")));
            graph.getGraph().getInitializerList().forEach(t -> tensors.put(t.getName(), t));
            data =
                    ByteBuffer.wrap(Files.readAllBytes(model.resolve("model.onnx.data")))
                            .order(ByteOrder.LITTLE_ENDIAN);
        }

        float[] weight(String name) {
            if (name.equals("model.embed_tokens.weight")) {
                return matrix("model.embed_tokens", 32);
            }
            String at = name.replace(".self_attn.", ".attn.");
            for (String part : new String[] {"q", "k", "v"}) {
                int begin = "qkv".indexOf(part) * 32;
                if (at.endsWith(part + "_proj.bias")) {
                    String packed = at.replace(part + "_proj.bias", "qkv_proj.Add.bias");
                    return Arrays.copyOfRange(floats(packed), begin, begin + 32);
                }
                if (at.endsWith("." + part + "_proj.weight")) {
                    String packed = at.replace(part + "_proj.weight", "qkv_proj.MatMulNBits");
                    return Arrays.copyOfRange(matrix(packed, 32), begin * 32, (begin + 32) * 32);
                }
            }
            if (at.endsWith("_proj.weight")) {
                int columns = at.contains("down_proj") ? 64 : 32;
                return matrix(at.replace(".weight", ".MatMulNBits"), columns);
            }
            return floats(at);
        }

        private float[] matrix(String name, int columns) {
            byte[] quantized = bytes(name + ".qweight");
            float[] scales = floats(name + ".scales");
            byte[] zeros =
                    tensors.containsKey(name + ".qzeros") ? bytes(name + ".qzeros") : new byte[0];
            int bits = quantized.length * 8 / (scales.length * 32);
            return dequantized(bits, columns, quantized, scales, zeros);
        }

        static float[] dequantized(
                int bits, int columns, byte[] quantized, float[] scales, byte[] zeros) {
            float[] values = new float[scales.length * 32];
            int blocks = columns / 32;
            int zeroBytes = (blocks * bits + 7) / 8;
            for (int i = 0; i < values.length; i++) {
                int row = i / columns;
                int block = i % columns / 32;
                int zero = 1 << (bits - 1);
                if (zeros.length > 0) {
                    zero = number(bits, zeros, row * zeroBytes * 8 / bits + block);
                }
                values[i] = scales[row * blocks + block] * (number(bits, quantized, i) - zero);
            }
            return values;
        }

        /// Number `index` of packed numbers, the earlier in the lower half of a byte.
        private static int number(int bits, byte[] packed, int index) {
            return bits == 8 ? packed[index] & 0xff : (packed[index / 2] >> (index % 2 * 4)) & 0xf;
        }

        TensorProto tensor(String name) {
            return Objects.requireNonNull(tensors.get(name), name);
        }

        private byte[] bytes(String name) {
            TensorProto tensor = tensor(name);
            byte[] bytes = new byte[(int) place(tensor, "length")];
            data.get((int) place(tensor, "offset"), bytes);
            return bytes;
        }

        private float[] floats(String name) {
            float[] values = new float[bytes(name).length / 4];
            ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        }

        static long place(TensorProto tensor, String key) {
            return tensor.getExternalDataList().stream()
                    .filter(entry -> entry.getKey().equals(key))
                    .mapToLong(entry -> Long.parseLong(entry.getValue()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
