package org.prmscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import com.google.protobuf.CodedOutputStream;
import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Graphs that refer to files through sparse tensors, or whose parts would fill the memory.
class HostileGraphTest {
    /// A field that no message of ONNX has.
    private static final int UNKNOWN = 1000;

    @TempDir Path temporary;
    private TinyFolder folder;

    @BeforeEach
    void writeFolder() throws WorkbenchException, IOException {
        folder = new TinyFolder(temporary.resolve("model"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../secret", "/etc/passwd", "model.onnx.data"})
    void aConstantWithASparseTensorInAFile(String location) throws Exception {
        folder.editGraph(graph -> graph.addNode(constant(location)));
        assertRefused("sparse_value", "node constant");
    }

    @Test
    void aSparseTensorInAListOfThem() throws Exception {
        folder.editGraph(graph ->
                graph.addNodeBuilder()
                        .setOpType("Identity")
                        .setName("list")
                        .addAttributeBuilder()
                        .setName("several")
                        .addSparseTensors(outside("../../secret")));
        assertRefused("several", "node list");
    }

    @Test
    void aSparseTensorInsideABranch() throws Exception {
        branch(GraphProto.newBuilder().addNode(constant("../../secret")).build());
        assertRefused("sparse_value", "node constant");
    }

    @Test
    void aSparseWeightOfTheGraph() throws Exception {
        folder.editGraph(graph -> graph.addSparseInitializer(outside("../../secret")));
        assertRefused("secret weight", "model.onnx");
    }

    @Test
    void aSparseWeightOfABranch() throws Exception {
        branch(GraphProto.newBuilder().addSparseInitializer(outside("../../secret")).build());
        assertRefused("secret weight", "model.onnx");
    }

    /// 300 to the fourth ways lead from the logits, and from the head's matrix, to what they are
    /// of.
    @Test
    void fewNodesWithMoreWaysThroughThemThanCanBeGone() throws Exception {
        folder.editGraph(graph -> {
            int head = 0;
            while (!graph.getNode(head).getOutputList().contains("logits")) {
                head++;
            }
            NodeProto.Builder node = graph.getNodeBuilder(head).setOutput(0, "product");
            node.setInput(1, levels(graph, "Identity", node.getInput(1)));
            graph.addInitializerBuilder()
                    .setName("one")
                    .setDataType(TensorSizes.FLOAT)
                    .addDims(1)
                    .addFloatData(1);
            graph.addNodeBuilder()
                    .setOpType("Mul")
                    .addInput("product")
                    .addInput(levels(graph, "Mul", "one"))
                    .addOutput("logits");
        });
        ModelFolder opened =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(30), () -> ModelFolder.open(folder.path));
        assertTrue(opened.parts().headFound());
    }

    private static String levels(GraphProto.Builder graph, String operator, String value) {
        String last = value;
        for (int level = 0; level < 4; level++) {
            String next = operator + level;
            graph.addNodeBuilder()
                    .setOpType(operator)
                    .addAllInput(Collections.nCopies(300, last))
                    .addOutput(next);
            last = next;
        }
        return last;
    }

    /// Each of these ended the process when the model was run.
    @ParameterizedTest
    @ValueSource(strings = {"", "16384", "2048,8,1", "2048,0", "2048,9", "1,2048,8"})
    void aCacheOfRotationsThatIsNoTable(String shape) throws Exception {
        for (String name : List.of("cos_cache", "sin_cache")) {
            folder = new TinyFolder(temporary.resolve(name));
            folder.editGraph(graph -> {
                for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
                    if (tensor.getName().equals(name)) {
                        tensor.clearDims();
                        Arrays.stream(shape.split(","))
                                .filter(size -> !size.isEmpty())
                                .forEach(size -> tensor.addDims(Long.parseLong(size)));
                        tensor.clearExternalData().clearDataLocation().clearFloatData();
                    }
                }
            });
            WorkbenchException.Report report = folder.refusal();
            assertEquals("The graph's caches of rotations cannot be used", report.what());
            assertTrue(report.found().contains(name), report::text);
        }
    }

    @Test
    void aCacheOfRotationsThatIsComputed() throws Exception {
        folder.editGraph(graph -> {
            graph.addNodeBuilder().setOpType("Reshape").addInput("cos_cache").addOutput("flat");
            for (NodeProto.Builder node : graph.getNodeBuilderList()) {
                if (node.getOpType().equals(GraphOperators.ATTENTION)) {
                    node.setInput(7, "flat");
                }
            }
        });
        assertTrue(folder.refusal().found().startsWith("flat"), folder.refusal()::text);
    }

    @ParameterizedTest
    @CsvSource({
        "GatherBlockQuantized, block_size, 0",
        "GatherBlockQuantized, bits, 0",
        "GatherBlockQuantized, bits, 1099511627776",
        "MatMulNBits, block_size, 8",
        "MatMulNBits, block_size, 48",
        "MatMulNBits, block_size, 512",
        "MatMulNBits, bits, 3",
        "Attention, q_num_heads, 0",
        "Attention, kv_num_heads, 1099511627776",
        "GatherND, batch_dims, -1099511627776"
    })
    void anAttributeThatAKernelDividesBy(String operator, String name, long value)
            throws Exception {
        folder.editGraph(graph -> {
            NodeProto.Builder node = node(graph, operator);
            node.addAttribute(GraphAssembly.integer(name, value));
        });
        WorkbenchException.Report report = folder.refusal();
        assertTrue(report.what().contains("would not survive"), report::text);
        assertEquals(name + " " + value, report.found());
    }

    @Test
    void anAttributeThatIsThereTwice() throws Exception {
        folder.editGraph(graph ->
                node(graph, "Shape")
                        .addAttribute(GraphAssembly.integer("start", 0))
                        .addAttribute(GraphAssembly.integer("start", 1)));
        assertEquals("start once", folder.refusal().expected());
    }

    @Test
    void inputsThatAKernelReadsThoughTheyAreNotThere() throws Exception {
        folder.editGraph(graph ->
                node(graph, "LayerNormalization").addInput("x").addInput("y").addInput(""));
        assertEquals("no input 2", folder.refusal().found());
        folder = new TinyFolder(temporary.resolve("attention"));
        folder.editGraph(
                graph -> node(graph, "Attention").setDomain(GraphAssembly.MICROSOFT).addInput("x"));
        assertEquals("a bias", folder.refusal().expected());
        folder = new TinyFolder(temporary.resolve("experts"));
        folder.editGraph(
                graph -> node(graph, "QMoE").setDomain(GraphAssembly.MICROSOFT).addInput("x"));
        assertEquals("weights as input 2", folder.refusal().expected());
    }

    private static NodeProto.Builder node(GraphProto.Builder graph, String operator) {
        return graph.addNodeBuilder().setOpType(operator).setName("odd");
    }

    @Test
    void millionsOfOneLetterNames() throws Exception {
        int names = 20_000_000;
        writeGraph(
                3L * names,
                GraphProto.NODE_FIELD_NUMBER,
                out -> {
                    for (int k = 0; k < names; k++) {
                        out.writeString(NodeProto.INPUT_FIELD_NUMBER, "x");
                    }
                });
        assertRefusedCheaply("The graph would take too much memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int64_data", "uint64_data", "int32_data"})
    void packedNumbersOfOneByteEach(String field) throws Exception {
        int number = TensorProto.getDescriptor().findFieldByName(field).getNumber();
        int values = 48 << 20;
        writeTensor(
                values + 5L,
                out -> {
                    out.writeTag(number, 2);
                    out.writeUInt32NoTag(values);
                    byte[] piece = new byte[1 << 20];
                    for (int k = 0; k < 48; k++) {
                        out.writeRawBytes(piece);
                    }
                });
        assertRefusedCheaply("The graph would take too much memory");
    }

    @Test
    void numbersThatAreNotPacked() throws Exception {
        int values = 20_000_000;
        writeTensor(
                2L * values,
                out -> {
                    for (int k = 0; k < values; k++) {
                        out.writeInt64(TensorProto.DIMS_FIELD_NUMBER, 1);
                    }
                });
        assertRefusedCheaply("The graph would take too much memory");
    }

    @Test
    void numbersWhereTheFieldIsAText() throws Exception {
        int values = 20_000_000;
        writeTensor(
                2L * values,
                out -> {
                    for (int k = 0; k < values; k++) {
                        out.writeInt64(TensorProto.NAME_FIELD_NUMBER, 1);
                    }
                });
        assertRefusedCheaply("The graph has too many parts");
    }

    @Test
    void aGroupOfUnknownFields() throws Exception {
        int values = 10_000_000;
        writeTensor(
                3L * values + 4,
                out -> {
                    out.writeTag(UNKNOWN, 3);
                    for (int k = 0; k < values; k++) {
                        out.writeInt64(UNKNOWN, 1);
                    }
                    out.writeTag(UNKNOWN, 4);
                });
        assertRefusedCheaply("The graph cannot be read");
    }

    @Test
    void aGraphWithManyNamesAndNumbersIsRead() throws Exception {
        folder.editGraph(graph -> {
            graph.setDocString("about ".repeat(1_000_000));
            NodeProto.Builder node = graph.addNodeBuilder().setOpType("Concat").addOutput("all");
            TensorProto.Builder tensor = graph.addInitializerBuilder();
            for (int k = 0; k < 500_000; k++) {
                node.addInput("some/path/of/a/value/" + k);
                tensor.addInt64Data(k);
            }
            tensor.setName("numbers").setDataType(TensorSizes.INT64).addDims(500_000);
        });
        assertEquals(
                500_000,
                GraphFile.read(folder.file("model.onnx"))
                        .getGraph()
                        .getInitializerList()
                        .getLast()
                        .getInt64DataCount());
    }

    private void assertRefused(String name, String where) {
        WorkbenchException.Report report = folder.refusal();
        assertEquals("The graph uses a part of ONNX that is not supported", report.what());
        assertEquals("no sparse tensors", report.expected());
        assertEquals("the sparse tensor \"" + name + "\"", report.found());
        assertTrue(report.where().endsWith(where), report::text);
    }

    /// The file itself is held twice while it is read.
    private void assertRefusedCheaply(String what) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertEquals(what, folder.refusal().what());
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 160 << 20, new ByteSize(allocated).text());
    }

    private void branch(GraphProto inner) throws IOException {
        folder.editGraph(graph ->
                graph.addNodeBuilder()
                        .setOpType("If")
                        .addAttributeBuilder()
                        .setName("then_branch")
                        .setG(inner));
    }

    private static NodeProto constant(String location) {
        return NodeProto.newBuilder()
                .setOpType("Constant")
                .setName("constant")
                .addOutput("read")
                .addAttribute(
                        AttributeProto.newBuilder()
                                .setName("sparse_value")
                                .setType(AttributeProto.AttributeType.SPARSE_TENSOR)
                                .setSparseTensor(outside(location)))
                .build();
    }

    private static SparseTensorProto outside(String location) {
        TensorProto.Builder values =
                TensorProto.newBuilder()
                        .setName("secret weight")
                        .setDataType(TensorSizes.FLOAT)
                        .addDims(4);
        return SparseTensorProto.newBuilder()
                .setValues(ExternalPlace.describe(values, location, 0, 16))
                .addDims(4)
                .build();
    }

    private interface Content {
        void write(CodedOutputStream out) throws IOException;
    }

    /// A graph of one initializer.
    private void writeTensor(long bytes, Content content) throws IOException {
        writeGraph(bytes, GraphProto.INITIALIZER_FIELD_NUMBER, content);
    }

    /// A graph of one part of so many bytes, written without building it.
    private void writeGraph(long bytes, int part, Content content) throws IOException {
        int length = Math.toIntExact(bytes);
        int inner = 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
        try (OutputStream file = Files.newOutputStream(folder.file("model.onnx"))) {
            CodedOutputStream out = CodedOutputStream.newInstance(file, 1 << 16);
            out.writeTag(ModelProto.GRAPH_FIELD_NUMBER, 2);
            out.writeUInt32NoTag(inner);
            out.writeTag(part, 2);
            out.writeUInt32NoTag(length);
            content.write(out);
            out.flush();
        }
    }
}
