package org.prmscope.model;

import static org.prmscope.model.GraphAssembly.MICROSOFT;
import static org.prmscope.model.GraphAssembly.ONNX;
import static org.prmscope.model.GraphAssembly.integer;
import static org.prmscope.model.GraphAssembly.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Puts a decoder's weights into a graph, each in the precision asked for, with the operator that
/// multiplies by it or looks it up.
///
/// Quantized matrices are named as the builder of ONNX Runtime GenAI names them: `.qweight`,
/// `.scales`, `.qzeros`.
final class GraphWeights {
    /// Of `MatMulNBits`: the CPU multiplies in int8, which it does some three times as fast.
    private static final int INT8_ACCURACY = 4;

    private final GraphAssembly graph;
    private final WeightLayout layout;
    private final Storage storage;
    private final ElementType floats;
    private @Nullable Table embedding;

    /// How the weights are stored.
    ///
    /// @param matrices precision of the matrices between embedding and head
    /// @param tables precision of the embedding and the head
    /// @param block quantized weights that share a scale
    record Storage(
            Precision matrices,
            Precision tables,
            int block,
            boolean symmetric,
            ImportDevice device) {
        static final Storage FLOAT32 =
                new Storage(
                        Precision.FP32,
                        Precision.FP32,
                        ImportOptions.DEFAULT_BLOCK,
                        true,
                        ImportDevice.CPU);
    }

    /// A quantized matrix and its initializers' names; no zero points if symmetric.
    private record Table(
            WeightLayout.Placed quantized, String scales, List<String> zeros, int rows) {}

    GraphWeights(GraphAssembly graph, WeightLayout layout, Storage storage) {
        this.graph = graph;
        this.layout = layout;
        this.storage = storage;
        floats =
                storage.device().floats() == Precision.FP16
                        ? ElementType.FLOAT16
                        : ElementType.FLOAT32;
    }

    /// The type of everything that is not quantized.
    ElementType floats() {
        return floats;
    }

    /// A float vector; gives the initializer's name.
    String vector(String name, RowSource source) {
        return plain(name, source, source.rows());
    }

    /// A float matrix as it is; gives the initializer's name.
    String table(String name, RowSource source) {
        return plain(name, source, source.rows(), source.columns());
    }

    /// Looks token ids up in the embedding `[vocabulary, hidden]`; gives the output's name.
    String embed(RowSource source, String ids) {
        if (!storage.tables().isQuantized()) {
            String table = table("model.embed_tokens.weight", source);
            return graph.node(ONNX, "Gather", "/model/embed_tokens/Gather", List.of(table, ids));
        }
        BlockQuantizer quantizer = tables(source.columns());
        int blocks = source.columns() / storage.block();
        Table stored =
                quantized(
                        "model.embed_tokens",
                        source,
                        quantizer,
                        source.rows(),
                        (long) blocks * quantizer.blockBytes());
        embedding = stored;
        List<String> inputs = new ArrayList<>();
        inputs.add(graph.initializer(stored.quantized().tensor()));
        inputs.add(ids);
        inputs.add(stored.scales());
        inputs.addAll(stored.zeros());
        return graph.node(
                MICROSOFT,
                "GatherBlockQuantized",
                "/model/embed_tokens/GatherBlockQuantized",
                inputs,
                integer("bits", quantizer.bits()),
                integer("block_size", storage.block()),
                integer("gather_axis", 0),
                integer("quantize_axis", 1));
    }

    /// Multiplies by a matrix `[outputs, inputs]` of a layer.
    ///
    /// @param node the operator's name without its kind, such as `/model/layers.0/attn/o_proj`
    /// @param weight the weight's name without its kind, such as `model.layers.0.attn.o_proj`
    /// @param bias of the outputs, or null
    String linear(
            String node, String weight, RowSource source, @Nullable RowSource bias, String input) {
        String product =
                storage.matrices().isQuantized()
                        ? quantizedProduct(node, weight, source, storage.matrices(), input)
                        : graph.node(
                                ONNX,
                                "MatMul",
                                node + "/MatMul",
                                List.of(input, transposed(weight + ".MatMul.weight", source)));
        if (bias == null) {
            return product;
        }
        String addend = vector(weight + ".Add.bias", bias);
        return graph.node(ONNX, "Add", node + "/Add", List.of(product, addend));
    }

    /// The logits through a head of its own, as the graph's output `output`.
    void head(RowSource source, String input, String output) {
        if (storage.tables().isQuantized()) {
            Table stored = quantizedMatrix("lm_head", source, tables(source.columns()));
            quantizedHead(stored, source.columns(), input, output);
        } else {
            String weight = transposed("lm_head.MatMul.weight", source);
            graph.node(ONNX, "MatMul", "/lm_head/MatMul", List.of(input, weight), List.of(output));
        }
    }

    /// The logits through the embedding, which the file holds once.
    ///
    /// A float head reads it through a transpose, which ONNX Runtime folds when it loads the graph.
    /// A quantized one is a second tensor over the same bytes, as `MatMulNBits` wants the blocks as
    /// a dimension and `GatherBlockQuantized` does not; scales and zero points are the same
    /// tensors.
    void tiedHead(int columns, String input, String output) {
        Table table = embedding;
        if (table == null) {
            String weight =
                    graph.node(
                            ONNX,
                            "Transpose",
                            "/lm_head/Transpose",
                            List.of("model.embed_tokens.weight"),
                            integers("perm", 1, 0));
            graph.node(ONNX, "MatMul", "/lm_head/MatMul", List.of(input, weight), List.of(output));
            return;
        }
        BlockQuantizer quantizer = tables(columns);
        WeightLayout.Placed shared =
                layout.share(
                        table.quantized(),
                        "lm_head.MatMulNBits.qweight",
                        ElementType.UINT8,
                        table.rows(),
                        columns / storage.block(),
                        quantizer.blockBytes());
        quantizedHead(
                new Table(shared, table.scales(), table.zeros(), table.rows()),
                columns,
                input,
                output);
    }

    private void quantizedHead(Table table, int columns, String input, String output) {
        product("/lm_head", table, storage.tables(), columns, input, output);
    }

    private String quantizedProduct(
            String node, String weight, RowSource source, Precision precision, String input) {
        Table table = quantizedMatrix(weight, source, quantizer(precision));
        String output = node + "/MatMulNBits/output_0";
        product(node, table, precision, source.columns(), input, output);
        return output;
    }

    private void product(
            String node,
            Table table,
            Precision precision,
            int columns,
            String input,
            String output) {
        List<String> inputs = new ArrayList<>();
        inputs.add(input);
        inputs.add(graph.initializer(table.quantized().tensor()));
        inputs.add(table.scales());
        inputs.addAll(table.zeros());
        List<AttributeProto> attributes =
                List.of(
                        integer(
                                "accuracy_level",
                                storage.device() == ImportDevice.CPU ? INT8_ACCURACY : 0),
                        integer("bits", precision.bits()),
                        integer("block_size", storage.block()),
                        integer("K", columns),
                        integer("N", table.rows()));
        graph.node(
                MICROSOFT,
                "MatMulNBits",
                node + "/MatMulNBits",
                inputs,
                List.of(output),
                attributes.toArray(AttributeProto[]::new));
    }

    private Table quantizedMatrix(String weight, RowSource source, BlockQuantizer quantizer) {
        return quantized(
                weight + ".MatMulNBits",
                source,
                quantizer,
                source.rows(),
                source.columns() / storage.block(),
                quantizer.blockBytes());
    }

    private Table quantized(
            String name, RowSource source, BlockQuantizer quantizer, long... dimensions) {
        int rows = source.rows();
        int blocks = source.columns() / storage.block();
        WeightLayout.Placed values = layout.place(name + ".qweight", ElementType.UINT8, dimensions);
        WeightLayout.Placed scales = layout.place(name + ".scales", floats, rows, blocks);
        String scaleName = graph.initializer(scales.tensor());
        List<String> zeros = List.of();
        long zeroOffset = 0;
        if (!quantizer.symmetric()) {
            WeightLayout.Placed points =
                    layout.place(
                            name + ".qzeros", ElementType.UINT8, rows, quantizer.zeroBytes(blocks));
            zeros = List.of(graph.initializer(points.tensor()));
            zeroOffset = points.offset();
        }
        layout.add(
                new QuantizedWrite(
                        name,
                        source,
                        quantizer,
                        floats,
                        values.offset(),
                        scales.offset(),
                        zeroOffset));
        return new Table(values, scaleName, zeros, rows);
    }

    private BlockQuantizer quantizer(Precision precision) {
        return new BlockQuantizer(
                precision.bits(),
                storage.block(),
                storage.symmetric(),
                floats == ElementType.FLOAT16);
    }

    /// How the embedding and the head are stored. On CUDA `GatherBlockQuantized` takes 4-bit zero
    /// points for one array without gaps (ONNX Runtime 1.29), but a row of an odd number of them
    /// ends with half a byte: there these tables have none.
    private BlockQuantizer tables(int columns) {
        BlockQuantizer usual = quantizer(storage.tables());
        boolean gaps = usual.bits() == 4 && columns / storage.block() % 2 == 1;
        return gaps && storage.device() == ImportDevice.CUDA
                ? new BlockQuantizer(usual.bits(), usual.block(), true, usual.half())
                : usual;
    }

    private String plain(String name, RowSource source, long... dimensions) {
        WeightLayout.Placed place = layout.place(name, floats, dimensions);
        layout.add(new PlainWrite(name, source, floats, place.offset()));
        return graph.initializer(place.tensor());
    }

    private String transposed(String name, RowSource source) {
        WeightLayout.Placed place = layout.place(name, floats, source.columns(), source.rows());
        layout.add(new TransposedWrite(name, source, floats, place.offset()));
        return graph.initializer(place.tensor());
    }
}
