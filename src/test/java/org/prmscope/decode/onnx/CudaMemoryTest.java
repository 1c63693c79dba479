package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

class CudaMemoryTest {
    private static final int NO_MEMORY = 2;
    private static final int ILLEGAL_ADDRESS = 700;

    private final FakeCuda cuda = new FakeCuda();

    private CudaMemory memory() throws OnnxException {
        return new CudaMemory(
                new CudaRuntime(cuda), new CudaSettings(0, 0, false, CudaKernels.CHOSEN), "test");
    }

    @Test
    void memoryThatIsNotThereIsNoErrorOfTheNextRun() throws Exception {
        cuda.fail("cudaMalloc", NO_MEMORY);
        try (CudaMemory memory = memory()) {
            OnnxException refused =
                    assertThrows(OnnxException.class, () -> memory.allocate(1 << 20));
            assertTrue(refused.report().found().contains("cudaMalloc"), refused.getMessage());
            assertEquals(0, cuda.lastError());
            assertTrue(memory.isSound());
        }
    }

    @Test
    void aCopyThatFailedLeavesTheMemoryBrokenForGood() throws Exception {
        try (CudaMemory memory = memory();
                Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(8);
            assertTrue(memory.isSound());
            cuda.fail("cudaMemcpyAsync", ILLEGAL_ADDRESS);
            memory.upload(one, one);
            assertFalse(memory.isSound());
            cuda.fail("cudaMemcpyAsync", 0);
            assertThrows(OnnxException.class, memory::requireSound);
            assertFalse(memory.isSound());
        }
    }
}
