package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.decode.onnx.OperatorPlacement.Operator;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class OperatorPlacementTest {
    private static final String CUDA = "CUDAExecutionProvider";
    private static final String CPU = "CPUExecutionProvider";

    @Test
    void operatorsThatOnlyFindOutShapesAreToldAndDoNotCountAsComputing() {
        OperatorPlacement placement =
                new OperatorPlacement(
                        List.of(
                                new Operator(CPU, "Shape"),
                                new Operator(CPU, "Gather"),
                                new Operator(CPU, "Shape"),
                                new Operator(CUDA, "MatMulNBits")));
        assertFalse(placement.computesOnCpu());
        assertEquals("3 of 4 operators on the CPU: Gather, Shape", placement.leftToCpu());
    }

    @Test
    void anOperatorWithWeightsOnTheCpuMakesTheDeviceOnlyAPartOfWhereTheModelIsComputed() {
        OperatorPlacement placement =
                new OperatorPlacement(
                        List.of(new Operator(CPU, "MatMulNBits"), new Operator(CUDA, "MatMul")));
        assertTrue(placement.computesOnCpu());
        assertEquals("1 of 2 operators on the CPU: MatMulNBits", placement.leftToCpu());
    }

    @Test
    void whereTheDeviceComputesEverythingThereIsNothingToTell() {
        OperatorPlacement placement =
                new OperatorPlacement(List.of(new Operator(CUDA, "GroupQueryAttention")));
        assertFalse(placement.computesOnCpu());
        assertEquals("", placement.leftToCpu());
    }

    @Test
    void onnxRuntimeSaysWhereItPutsEveryOperator(@TempDir Path folder) throws Exception {
        OnnxNatives.load(Path.of(System.getProperty("prmscope.cache", "target/test-cache")));
        Qwen2Config config = TinyModels.config();
        Path graph = TinyModels.qwen2(folder.resolve("tiny"), 5, config).resolve("model.onnx");
        ModelProto plain = ModelProto.parseFrom(Files.readAllBytes(graph));
        OnnxModelFiles files =
                PatchedGraphs.files(
                        PatchedGraphs.patched(plain, config.vocabularySize()),
                        graph,
                        config.shape(),
                        AttentionKind.SHARED);
        try (ForeignGraphSession session =
                ForeignGraphSession.open(
                        OrtApi.of(OnnxNatives.folder()), files, new ForeignHostMemory(false))) {
            List<Operator> operators = session.placement().operators();
            assertTrue(operators.stream().allMatch(it -> it.provider().equals(CPU)));
            assertEquals(
                    config.layers(),
                    operators.stream()
                            .filter(it -> it.type().equals("GroupQueryAttention"))
                            .count());
            assertTrue(session.placement().computesOnCpu());
            assertEquals("CPU", session.device());
        }
    }
}
