package org.prmscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.decode.onnx.AttentionKind;
import org.prmscope.decode.onnx.OnnxModelFiles;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;

import java.nio.file.Path;

class OnnxLoaderTest {
    @TempDir Path temporary;

    @Test
    void theFastModeAttendsByProductsAndTheReferenceByTheOperatorOfTheGraph() throws Exception {
        OnnxModelFiles fast = files(ComputeMode.FAST);
        assertEquals(AttentionKind.SHARED_WHOLE, fast.attention());
        assertTrue(fast.kernels().endsWith(", grouped attention"), fast.kernels());
        OnnxModelFiles reference = files(ComputeMode.REFERENCE);
        assertEquals(AttentionKind.SHARED, reference.attention());
        assertFalse(reference.kernels().contains("grouped"), reference.kernels());
    }

    private OnnxModelFiles files(ComputeMode mode) throws Exception {
        Path folder = temporary.resolve(mode.name());
        TinyModels.qwen2(
                folder, 1, new Qwen2Config(288, 96, 2, 6, 2, 16, 96, 64, 10_000, 1e-6, true));
        return new OnnxLoader(temporary.resolve("cache"), 1, () -> Long.MAX_VALUE)
                .files(ModelFolder.open(folder), mode, new Cancellation());
    }
}
