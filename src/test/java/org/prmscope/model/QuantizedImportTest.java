package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prmscope.core.Cancellation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// What a quantized folder holds, read back by the layout that ONNX Runtime documents for
/// `MatMulNBits` and `GatherBlockQuantized`, and what ONNX Runtime makes of it.
class QuantizedImportTest {
    private static final Qwen2Config CONFIG =
            new Qwen2Config(272, 256, 2, 4, 2, 64, 512, 256, 10_000, 1e-6, true);
    private static final int[] TOKENS = {266, 72, 101, 108, 3, 200, 9, 9, 50};

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "INT4, INT8, true, 32",
        "INT4, INT8, false, 32",
        "INT4, INT4, true, 32",
        "INT4, INT4, false, 32",
        "INT8, INT8, true, 32",
        "INT8, INT8, false, 32",
        "INT4, INT4, true, 64",
        "INT4, INT8, false, 64",
        "INT4, INT8, true, 128",
        "INT4, INT4, false, 128",
        "INT8, INT8, false, 128",
        "INT4, INT8, true, 256",
        "INT4, INT4, false, 256",
        "INT8, INT8, true, 256"
    })
    void theGraphComputesWhatItsQuantizedNumbersSay(
            Precision precision, Precision head, boolean symmetric, int block) throws Exception {
        Path model = imported(precision, head, symmetric, block);
        Stored stored = new Stored(model, block);
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
        Path model = imported(Precision.INT4, Precision.INT8, true, 128);
        Stored stored = new Stored(model, 128);
        TensorProto embedding = stored.tensor("model.embed_tokens.qweight");
        TensorProto head = stored.tensor("lm_head.MatMulNBits.qweight");
        assertEquals(embedding.getExternalDataList(), head.getExternalDataList());
        assertEquals(272L * 256, Stored.place(embedding, "length"));
    }

    private Path imported(Precision precision, Precision head, boolean symmetric, int block)
            throws Exception {
        ImportOptions options =
                ImportOptions.of(precision, "test")
                        .withHead(head)
                        .withSymmetric(symmetric)
                        .withBlock(block);
        Path source = TinyCheckpoint.write(folder.resolve("source"), 5, CONFIG);
        return ModelImport.plan(source, options)
                .write(folder.resolve("model"), (_, _, _) -> {}, new Cancellation())
                .orElseThrow();
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

        private final int block;

        Stored(Path model, int block) throws Exception {
            this.block = block;
            ModelProto graph =
                    ModelProto.parseFrom(Files.readAllBytes(model.resolve("model.onnx")));
            graph.getGraph().getInitializerList().forEach(t -> tensors.put(t.getName(), t));
            data =
                    ByteBuffer.wrap(Files.readAllBytes(model.resolve("model.onnx.data")))
                            .order(ByteOrder.LITTLE_ENDIAN);
        }

        float[] weight(String name) {
            int hidden = CONFIG.hiddenSize();
            if (name.equals("model.embed_tokens.weight")) {
                return matrix("model.embed_tokens", hidden);
            }
            int query = CONFIG.heads() * CONFIG.headDim();
            int key = CONFIG.kvHeads() * CONFIG.headDim();
            String at = name.replace(".self_attn.", ".attn.");
            for (String part : new String[] {"q", "k", "v"}) {
                int begin =
                        switch (part) {
                            case "q" -> 0;
                            case "k" -> query;
                            default -> query + key;
                        };
                int end = begin + (part.equals("q") ? query : key);
                if (at.endsWith(part + "_proj.bias")) {
                    String packed = at.replace(part + "_proj.bias", "qkv_proj.Add.bias");
                    return Arrays.copyOfRange(floats(packed), begin, end);
                }
                if (at.endsWith("." + part + "_proj.weight")) {
                    String packed = at.replace(part + "_proj.weight", "qkv_proj.MatMulNBits");
                    return Arrays.copyOfRange(matrix(packed, hidden), begin * hidden, end * hidden);
                }
            }
            if (at.endsWith("_proj.weight")) {
                int columns = at.contains("down_proj") ? CONFIG.intermediateSize() : hidden;
                return matrix(at.replace(".weight", ".MatMulNBits"), columns);
            }
            return floats(at);
        }

        private float[] matrix(String name, int columns) {
            byte[] quantized = bytes(name + ".qweight");
            float[] scales = floats(name + ".scales");
            byte[] zeros =
                    tensors.containsKey(name + ".qzeros") ? bytes(name + ".qzeros") : new byte[0];
            int bits = quantized.length * 8 / (scales.length * block);
            return new PlainBlocks(bits, block, columns).dequantized(quantized, scales, zeros);
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
