package org.prmscope;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.onnx.AttentionKind;
import org.prmscope.decode.onnx.OnnxCausalLm;
import org.prmscope.decode.onnx.OnnxDecoderNames;
import org.prmscope.decode.onnx.OnnxModelFiles;
import org.prmscope.model.DecoderNames;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.PatchedGraph;
import org.prmscope.run.LoadOptions;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Loads the graph of a model folder on the device that was asked for.
final class OnnxLoader {
    /// What a device has to compute right before it is used.
    static final String SELF_TEST_TEXT =
            "Let's check the step: 12 * 7 = 84, and 84 + 16 = 100, so the answer is 100.";

    private final Path cache;
    private final int threads;

    /// A loaded graph, and one sentence on where it is computed and why there.
    record Loaded(CausalLm lm, String placement) {}

    OnnxLoader(Path cache, int threads) {
        this.cache = cache;
        this.threads = threads;
    }

    Loaded load(
            ModelFolder folder,
            ModelIdentity identity,
            LoadOptions options,
            int rows,
            int[] selfTest,
            Cancellation cancellation)
            throws WorkbenchException {
        return new Loaded(
                OnnxCausalLm.openOnCpu(cache, files(folder, options.mode(), cancellation), rows),
                "");
    }

    OnnxModelFiles files(ModelFolder folder, ComputeMode mode, Cancellation cancellation)
            throws WorkbenchException {
        PatchedGraph graph =
                folder.patched(mode, cache, cancellation).orElseThrow(OnnxLoader::cancelled);
        return new OnnxModelFiles(
                ByteBuffer.wrap(graph.bytes()),
                folder.files().graph(),
                graph.weights(),
                folder.shape(),
                names(folder.names()),
                switch (folder.inputs().attention()) {
                    case SHARED -> AttentionKind.SHARED;
                    case CONCAT -> AttentionKind.CONCAT;
                },
                threads,
                mode,
                graph.kernels());
    }

    int threads() {
        return threads;
    }

    static OnnxDecoderNames names(DecoderNames names) {
        return new OnnxDecoderNames(
                names.inputIds(),
                names.attentionMask(),
                names.positionIds(),
                names.pastKeys(),
                names.pastValues(),
                names.logits(),
                names.presentKeys(),
                names.presentValues());
    }

    static WorkbenchException cancelled() {
        return new WorkbenchException(
                new WorkbenchException.Report(
                        "Loading the verifier was cancelled", "", "", "", ""));
    }
}
