package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.KvRows;
import org.prmscope.model.ByteSize;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.model.TinyModels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

class OnnxKvRowsTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final int[] NONE = {};

    /// 2 layers of a key and a value buffer.
    private static final int BUFFERS = 4;

    private static final long TOKEN_BYTES = 2 * 16 * 4;

    @TempDir Path folder;
    private ShortOfMemory session;
    private OnnxCausalLm lm;

    @BeforeEach
    void open() throws Exception {
        Path graph =
                TinyModels.qwen2(folder.resolve("tiny"), 5, TinyModels.config())
                        .resolve("model.onnx");
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(graph));
        OnnxModelFiles files =
                PatchedGraphs.files(
                        PatchedGraphs.patched(model, 288),
                        graph,
                        TinyModels.config().shape(),
                        AttentionKind.SHARED);
        Path cache = Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
        session = new ShortOfMemory(JavaGraphSession.open(OnnxNatives.load(cache), files));
        lm = OnnxCausalLm.open(session, files, 3, 64);
    }

    @AfterEach
    void close() {
        lm.close();
    }

    @Test
    void bytesAreThoseOfTheRowsAndOfTheOneForExchanges() throws Exception {
        lm.rows().resize(3, 100, NONE);
        long expected = BUFFERS * 3 * 100 * TOKEN_BYTES + 100 * TOKEN_BYTES;
        assertEquals(expected, lm.rows().bytes());
        assertEquals(expected, lm.rows().bytes(3, 100));
        MemoryEstimate estimate =
                MemoryEstimate.of(
                        TinyModels.config().shape(),
                        org.prmscope.model.AttentionKind.SHARED,
                        new ByteSize(0),
                        3,
                        100,
                        () -> 0);
        assertEquals(expected, estimate.cache().bytes());
        lm.rows().resize(1, 50, NONE);
        assertEquals(BUFFERS * 50 * TOKEN_BYTES + 50 * TOKEN_BYTES, lm.rows().bytes());
        lm.close();
        assertEquals(0, lm.rows().bytes());
    }

    @ParameterizedTest
    @CsvSource({"5, 200", "2, 200", "5, 70", "1, 64", "2, 64", "5, 64"})
    void aResizeThatFindsNoMemoryChangesNothing(int rows, int capacity) throws Exception {
        KvRows pool = lm.rows();
        pool.resize(3, 128, NONE);
        int[] held = {60, 17, 40};
        float[][] before = new float[3][];
        for (int row = 0; row < 3; row++) {
            lm.forward(row, 0, tokens(row, held[row]), NONE, NONE, NEVER);
            before[row] = lm.row(row, held[row], 5, NEVER).clone();
        }
        // The row for exchanges, then buffer by buffer.
        for (int allocations = 0; allocations <= BUFFERS; allocations++) {
            session.failAfter(allocations);
            assertThrows(WorkbenchException.class, () -> pool.resize(rows, capacity, held));
            assertEquals(3, pool.rows());
            assertEquals(128, pool.capacity());
            assertEquals(pool.bytes(3, 128), pool.bytes());
            for (int row = 0; row < Math.min(rows, 3); row++) {
                assertArrayEquals(before[row], lm.row(row, held[row], 5, NEVER));
            }
        }
        pool.resize(rows, capacity, held);
        for (int row = 0; row < Math.min(rows, 3); row++) {
            assertArrayEquals(before[row], lm.row(row, held[row], 5, NEVER), 1e-5f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anErrorWhileRowsAreMovedLeavesNoMemoryBehind(int copies) throws Exception {
        KvRows pool = lm.rows();
        pool.resize(1, 64, NONE);
        lm.forward(0, 0, tokens(1, 30), NONE, NONE, NEVER);
        session.failCopiesAfter(copies);
        assertThrows(OutOfMemoryError.class, () -> pool.resize(1, 128, new int[] {30}));
        // Where nothing was replaced yet, nothing had to be put back.
        assertEquals(copies == 0 ? 1 : 0, pool.rows());
        assertEquals(copies == 0 ? pool.bytes(1, 64) : 0, pool.bytes());
    }

    @Test
    void anAbsurdSizeIsRefusedAndNothingIsLost() throws Exception {
        KvRows pool = lm.rows();
        pool.resize(2, 64, NONE);
        lm.forward(1, 0, tokens(1, 30), NONE, NONE, NEVER);
        float[] before = lm.row(1, 30, 5, NEVER).clone();
        WorkbenchException refusal =
                assertThrows(
                        WorkbenchException.class,
                        () -> pool.resize(1_000_000, 1_000_000_000, new int[] {0, 30}));
        assertEquals("There is no memory for the model's tensors", refusal.report().what());
        assertThrows(
                ArithmeticException.class, () -> pool.bytes(Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertArrayEquals(before, lm.row(1, 30, 5, NEVER));
    }

    @Test
    void rowsAndLengthsThatDoNotExistAreRefused() throws Exception {
        KvRows pool = lm.rows();
        pool.resize(2, 64, NONE);
        assertThrows(IllegalArgumentException.class, () -> pool.copy(0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> pool.copy(-1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> pool.swap(0, 1, 65));
        assertThrows(IllegalArgumentException.class, () -> pool.resize(0, 64, NONE));
        assertThrows(IllegalArgumentException.class, () -> pool.resize(2, 0, NONE));
        assertThrows(IllegalArgumentException.class, () -> pool.resize(2, 32, new int[] {33, 0}));
    }

    private static int[] tokens(int seed, int count) {
        return new Random(seed).ints(count, 0, 288).toArray();
    }
}
