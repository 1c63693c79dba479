package org.prmscope.decode.onnx;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.DecodeEngine;
import org.prmscope.decode.EngineLimits;
import org.prmscope.decode.LoopRule;
import org.prmscope.decode.Speculation;
import org.prmscope.model.DecoderNames;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.PatchedGraph;
import org.prmscope.tokenizer.Tokenizer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Engines over the model folders of tests, loaded as the program loads them.
public final class TinyEngines {
    private static final int ROWS = 4;
    private static final long KV_BYTES = 64L << 20;

    private TinyEngines() {}

    /// An engine over a folder; the caller closes it.
    ///
    /// @param cache for the runtime's libraries and the patched graph
    public static DecodeEngine open(
            Path folder, Path cache, Tokenizer tokenizer, List<Integer> endIds)
            throws WorkbenchException {
        ModelFolder model = ModelFolder.open(folder);
        PatchedGraph graph =
                model.patched(ComputeMode.FAST, cache, new Cancellation()).orElseThrow();
        DecoderNames names = model.names();
        OnnxModelFiles files =
                new OnnxModelFiles(
                        ByteBuffer.wrap(graph.bytes()),
                        model.files().graph(),
                        graph.weights(),
                        model.shape(),
                        new OnnxDecoderNames(
                                names.inputIds(),
                                names.attentionMask(),
                                names.positionIds(),
                                names.pastKeys(),
                                names.pastValues(),
                                names.logits(),
                                names.presentKeys(),
                                names.presentValues()),
                        AttentionKind.SHARED,
                        1,
                        ComputeMode.FAST,
                        graph.kernels());
        return new DecodeEngine(
                OnnxCausalLm.openOnCpu(cache, files, ROWS),
                new EngineLimits(ROWS, 2, KV_BYTES),
                tokenizer,
                endIds,
                LoopRule.DEFAULT,
                System::nanoTime,
                Speculation.AUTOMATIC);
    }
}
