package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.decode.NextToken;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Steps of one token whose attention is written as products, against the graph that every token is
/// computed anew with.
class FastStepsTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final int[] NONE = {};
    private static final int CHUNK = 64;
    private static final int CAPACITY = 96;
    private static final float TOLERANCE = 1e-4f;

    @TempDir static Path folder;
    private static OrtEnvironment environment;

    /// Other ways to write attention in a graph.
    enum Writing {
        QUERIES_KEYS_AND_VALUES_APART {
            @Override
            void write(GraphProto.Builder graph) {
                apart(graph);
            }
        },
        NEIGHBOURS_ROTATED {
            @Override
            void write(GraphProto.Builder graph) {
                attentions(graph).forEach(node -> set(node, "rotary_interleaved", 1));
            }
        },
        NOT_ROTATED {
            @Override
            void write(GraphProto.Builder graph) {
                attentions(graph)
                        .forEach(node -> {
                            set(node, "do_rotary", 0);
                            List<String> inputs = List.copyOf(node.getInputList().subList(0, 7));
                            node.clearInput().addAllInput(inputs);
                        });
            }
        },
        NO_SCALE {
            @Override
            void write(GraphProto.Builder graph) {
                attentions(graph).forEach(node -> remove(node, "scale"));
            }
        },
        ANOTHER_SCALE {
            @Override
            void write(GraphProto.Builder graph) {
                attentions(graph).forEach(node -> scale(node, 0.4f));
            }
        };

        abstract void write(GraphProto.Builder graph);
    }

    @BeforeAll
    static void load() throws Exception {
        environment = OnnxNatives.load(cache());
    }

    @ParameterizedTest
    @CsvSource({"6, 2, 1", "6, 2, 2", "6, 2, 3", "6, 1, 4", "6, 1, 5", "12, 3, 6", "3, 1, 7"})
    void whateverTheRowsWentThroughEqualsComputingEverythingAnew(int heads, int kvHeads, long seed)
            throws Exception {
        Path model = model(heads, kvHeads, seed);
        try (OnnxCausalLm lm = open(files(model));
                PlainDecoder judge = judge(model)) {
            RowSchedule schedule = new RowSchedule(lm, judge, TOLERANCE, seed);
            schedule.run(100);
            assertTrue(schedule.answers() > 100, schedule.answers() + " answers");
        }
    }

    @Test
    void fullRowsOfDifferentLengthsDecodeWhatEachDecodesAlone() throws Exception {
        Path model = model(6, 2, 8);
        assertEquals(30, stepsThatAgree(model, files(model), new int[] {64, 60, 66}, 30));
    }

    @ParameterizedTest
    @EnumSource(Writing.class)
    void whateverTheGraphsWriting(Writing writing) throws Exception {
        Path model = folder.resolve(writing.name());
        TinyModels.qwen2(model, 3, config(6, 2, true));
        edit(model, graph -> writing.write(graph.getGraphBuilder()));
        OnnxModelFiles files = files(model);
        assertEquals(AttentionKind.SHARED_WHOLE, files.attention());
        assertEquals(10, stepsThatAgree(model, files, new int[] {64, 60, 66}, 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18, 24})
    void whateverTheGraphsVersionOfOnnx(int opset) throws Exception {
        Path model = folder.resolve("opset-" + opset);
        TinyModels.qwen2(model, 3, config(6, 2, true));
        edit(model, graph -> graph.getOpsetImportBuilder(0).setVersion(opset));
        assertEquals(10, stepsThatAgree(model, files(model), new int[] {64, 60, 66}, 10));
    }

    /// Where the operator computes something else, a step shows who computed it.
    @Test
    void fullRowsTakeProductsAndOthersTheOperator() throws Exception {
        // 2 x 3 rows x 96 of capacity are 3 x 192 tokens, those of the step among them.
        assertEquals(0, stepsOfTheOperator(0, 63, 63, 63));
        assertEquals(1, stepsOfTheOperator(0, 63, 63, 62));
    }

    @Test
    void rowsThatHoldLittleTakeTheOperator() throws Exception {
        // Queries have 96 elements.
        assertEquals(0, stepsOfTheOperator(96 * 195, 64, 64, 64));
        assertEquals(1, stepsOfTheOperator(96 * 195, 64, 64, 63));
    }

    /// How many of one step the operator computed: products differ from a scale that only it has.
    private static int stepsOfTheOperator(long leastWork, int... held) throws Exception {
        Path model = model(6, 2, 8);
        Path doubled = folder.resolve("doubled");
        if (!Files.exists(doubled)) {
            TinyModels.qwen2(doubled, 8, config(6, 2, true));
            edit(
                    doubled,
                    graph ->
                            attentions(graph.getGraphBuilder()).forEach(node -> scale(node, 0.5f)));
        }
        OnnxModelFiles fast = TinyEngines.files(ModelFolder.open(model), cache(), leastWork);
        ModelProto.Builder graph = ModelProto.parseFrom(fast.graph()).toBuilder();
        for (NodeProto.Builder node : graph.getGraphBuilder().getNodeBuilderList()) {
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.getName().equals("else_branch")) {
                    scale(attribute.getGBuilder().getNodeBuilder(0), 0.5f);
                }
            }
        }
        OnnxModelFiles mixed =
                new OnnxModelFiles(
                        ByteBuffer.wrap(graph.build().toByteArray()),
                        fast.source(),
                        fast.weights(),
                        fast.shape(),
                        fast.names(),
                        fast.attention(),
                        fast.threads(),
                        fast.mode(),
                        fast.kernels());
        return stepsThatAgree(doubled, mixed, held, 1);
    }

    @Test
    void nothingThatAnotherChainLeftInARowGetsIntoAStep() throws Exception {
        // The head has weights of its own, so that only the token itself computes NaN.
        Path model = TinyModels.qwen2(folder.resolve("spoilt"), 9, config(6, 2, false));
        int spoilt = 200;
        spoilEmbedding(model, spoilt);
        int[] nan = new int[CHUNK];
        Arrays.fill(nan, spoilt);
        try (OnnxCausalLm lm = open(files(model));
                PlainDecoder judge = judge(model)) {
            lm.rows().resize(3, 448, NONE);
            for (int held = 0; held + CHUNK <= 448; held += CHUNK) {
                int[] last = {CHUNK - 1};
                NextToken answer = lm.forward(0, held, nan, last, NONE, NEVER)[0];
                assertTrue(Double.isNaN(answer.logSumExp()), "nothing to be cleaned of");
            }
            // To another row whole, to a third by an exchange, and partly back to the first.
            lm.rows().copy(0, 1, 448);
            lm.rows().swap(0, 2, 448);
            lm.rows().copy(1, 0, 300);
            int[] prompt = new Random(1).ints(301, 0, 190).toArray();
            for (int row = 0; row < 3; row++) {
                for (int from = 0; from < 300; from += 60) {
                    int[] piece = Arrays.copyOfRange(prompt, from, from + 60);
                    lm.forward(row, from, piece, NONE, NONE, NEVER);
                }
            }
            int[] last = {prompt[300], prompt[300], prompt[300]};
            float expected = judge.logits(prompt)[7];
            for (NextToken next : lm.step(new int[] {300, 300, 300}, last, new int[] {7}, NEVER)) {
                assertEquals(expected, next.logitOf(7), TOLERANCE);
            }
            // What a step wrote and was taken back is cleaned as well.
            lm.step(new int[] {301, 301, 301}, new int[] {spoilt, spoilt, spoilt}, NONE, NEVER);
            for (NextToken next : lm.step(new int[] {300, 300, 300}, last, new int[] {7}, NEVER)) {
                assertEquals(expected, next.logitOf(7), TOLERANCE);
            }
        }
    }

    @Test
    void theRecordSaysThatHeadsWereTakenTogether() throws Exception {
        OnnxModelFiles fast = files(model(6, 2, 1));
        assertEquals("float32 weights and activations, grouped attention", fast.kernels());
    }

    /// How many of the steps after so many tokens say what each row says alone.
    private static int stepsThatAgree(Path model, OnnxModelFiles files, int[] held, int steps)
            throws Exception {
        Random random = new Random(5);
        int[][] rows =
                IntStream.range(0, held.length)
                        .mapToObj(row -> random.ints(CAPACITY, 0, 288).toArray())
                        .toArray(int[][]::new);
        int agree = 0;
        try (OnnxCausalLm lm = open(files);
                PlainDecoder judge = judge(model)) {
            lm.rows().resize(rows.length, CAPACITY, NONE);
            int[] now = held.clone();
            for (int row = 0; row < rows.length; row++) {
                int[] first = Arrays.copyOf(rows[row], Math.min(CHUNK, now[row]));
                int[] rest = Arrays.copyOfRange(rows[row], first.length, now[row]);
                lm.forward(row, 0, first, NONE, NONE, NEVER);
                if (rest.length > 0) {
                    lm.forward(row, first.length, rest, NONE, NONE, NEVER);
                }
            }
            for (int step = 0; step < steps; step++) {
                int[] next = new int[rows.length];
                for (int row = 0; row < rows.length; row++) {
                    next[row] = rows[row][now[row]];
                }
                NextToken[] answers = lm.step(now, next, new int[] {7, 100}, NEVER);
                boolean same = true;
                for (int row = 0; row < rows.length; row++) {
                    now[row]++;
                    float[] logits = judge.logits(Arrays.copyOf(rows[row], now[row]));
                    same &= Math.abs(logits[7] - answers[row].logitOf(7)) <= TOLERANCE;
                    same &= Math.abs(logits[100] - answers[row].logitOf(100)) <= TOLERANCE;
                }
                agree += same ? 1 : 0;
            }
        }
        return agree;
    }

    private static Path model(int heads, int kvHeads, long seed) throws Exception {
        Path model = folder.resolve("%d-%d-%d".formatted(heads, kvHeads, seed));
        if (!Files.exists(model)) {
            TinyModels.qwen2(model, seed, config(heads, kvHeads, true));
        }
        return model;
    }

    private static Qwen2Config config(int heads, int kvHeads, boolean tied) {
        return new Qwen2Config(288, heads * 16, 2, heads, kvHeads, 16, 96, 512, 10_000, 1e-6, tied);
    }

    private static OnnxModelFiles files(Path model) throws Exception {
        return TinyEngines.files(ModelFolder.open(model), cache(), 0);
    }

    private static OnnxCausalLm open(OnnxModelFiles files) throws Exception {
        return OnnxCausalLm.open(JavaGraphSession.open(environment, files), files, 3, CHUNK);
    }

    private static PlainDecoder judge(Path model) throws Exception {
        return new PlainDecoder(environment, graph(model), model, 288);
    }

    private static ModelProto graph(Path model) throws Exception {
        return ModelProto.parseFrom(Files.readAllBytes(model.resolve("model.onnx")));
    }

    private static void edit(Path model, Consumer<ModelProto.Builder> change) throws Exception {
        ModelProto.Builder graph = graph(model).toBuilder();
        change.accept(graph);
        Files.write(model.resolve("model.onnx"), graph.build().toByteArray());
    }

    private static List<NodeProto.Builder> attentions(GraphProto.Builder graph) {
        return graph.getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals("GroupQueryAttention"))
                .toList();
    }

    /// Queries, keys and values come as three tensors, as of a graph that norms each head.
    private static void apart(GraphProto.Builder graph) {
        graph.addInitializer(PatchedGraphs.integers("sizes", 96, 32, 32));
        List<NodeProto> nodes = List.copyOf(graph.getNodeList());
        graph.clearNode();
        for (NodeProto node : nodes) {
            if (node.getOpType().equals("GroupQueryAttention")) {
                List<String> parts =
                        List.of(
                                node.getName() + "/q",
                                node.getName() + "/k",
                                node.getName() + "/v");
                graph.addNode(
                        PatchedGraphs.node("Split", List.of(node.getInput(0), "sizes"), parts)
                                .addAttribute(PatchedGraphs.integer("axis", -1)));
                NodeProto.Builder three = node.toBuilder();
                for (int i = 0; i < parts.size(); i++) {
                    three.setInput(i, parts.get(i));
                }
                graph.addNode(three);
            } else {
                graph.addNode(node);
            }
        }
    }

    private static void remove(NodeProto.Builder node, String attribute) {
        for (int i = node.getAttributeCount() - 1; i >= 0; i--) {
            if (node.getAttribute(i).getName().equals(attribute)) {
                node.removeAttribute(i);
            }
        }
    }

    private static void set(NodeProto.Builder node, String attribute, long value) {
        remove(node, attribute);
        node.addAttribute(PatchedGraphs.integer(attribute, value));
    }

    private static void scale(NodeProto.Builder node, float value) {
        remove(node, "scale");
        node.addAttributeBuilder()
                .setName("scale")
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value);
    }

    /// Makes what one token is embedded as NaN.
    private static void spoilEmbedding(Path model, int token) throws Exception {
        TensorProto embedding =
                graph(model).getGraph().getInitializerList().stream()
                        .filter(tensor -> tensor.getName().contains("embed_tokens"))
                        .findFirst()
                        .orElseThrow();
        long width = embedding.getDims(1);
        try (RandomAccessFile weights =
                new RandomAccessFile(model.resolve("model.onnx.data").toFile(), "rw")) {
            weights.seek(
                    Long.parseLong(embedding.getExternalData(1).getValue())
                            + token * width * Float.BYTES);
            for (long i = 0; i < width; i++) {
                // Little-endian, as ONNX stores numbers.
                weights.writeInt(Integer.reverseBytes(Float.floatToIntBits(Float.NaN)));
            }
        }
    }

    private static Path cache() {
        return Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
    }
}
