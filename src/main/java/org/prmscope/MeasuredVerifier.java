package org.prmscope;

import org.jspecify.annotations.Nullable;
import org.prmscope.bench.BenchSubject;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.onnx.BareLoop;
import org.prmscope.model.AttentionKind;
import org.prmscope.model.ModelFolder;
import org.prmscope.run.LoadOptions;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.sandbox.CodeExecutors;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.TokenizerFile;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/// A model folder as the benchmark sees it.
final class MeasuredVerifier implements BenchSubject {
    private static final int ROWS = 8;
    private static final int BARE_CAPACITY = 1_024;

    private final ModelFolder folder;
    private final ModelIdentity identity;
    private final OnnxLoader loader;
    private final Path cache;
    private final LoadOptions options;
    private final TokenizerFile tokenizer;
    private final ChatTemplate template;
    private final CodeExecutors.Choice code;
    private final LongSupplier nanoTime;
    private double loadMs;
    private @Nullable BareLoop bare;

    MeasuredVerifier(
            ModelFolder folder,
            ModelIdentity identity,
            OnnxLoader loader,
            Path cache,
            LoadOptions options,
            CodeExecutors.Choice code,
            LongSupplier nanoTime)
            throws WorkbenchException {
        this.folder = folder;
        this.identity = identity;
        this.loader = loader;
        this.cache = cache;
        this.options = options;
        this.code = code;
        this.nanoTime = nanoTime;
        tokenizer = TokenizerFile.open(folder.files().tokenizer(), cache);
        ChatTemplate known = null;
        try {
            known = ChatTemplate.of(tokenizer);
        } finally {
            if (known == null) {
                tokenizer.close();
                code.close();
            }
        }
        template = known;
    }

    @Override
    public ModelIdentity identity() {
        // Where a folder lies says nothing about speed, and reports are passed on.
        return new ModelIdentity(
                identity.name(),
                identity.name(),
                identity.sha256(),
                identity.architecture(),
                identity.precision(),
                identity.parameters());
    }

    @Override
    public TokenizerFile tokenizer() {
        return tokenizer;
    }

    @Override
    public ChatTemplate template() {
        return template;
    }

    @Override
    public CodeExecutor codeExecutor() {
        return code.executor();
    }

    @Override
    public long weightBytesPerToken() {
        return folder.weights().bytesPerToken();
    }

    @Override
    public long kvBytesPerToken() {
        return folder.shape().kvBytesPerToken();
    }

    @Override
    public double loadMs() {
        return loadMs;
    }

    @Override
    public CausalLm open(ComputeMode mode) throws WorkbenchException {
        long start = nanoTime.getAsLong();
        CausalLm lm =
                loader.load(
                                folder,
                                identity,
                                new LoadOptions(options.device(), mode, ROWS, options.kvBytes()),
                                ROWS,
                                () -> {},
                                tokenizer.encode(OnnxLoader.SELF_TEST_TEXT),
                                new Cancellation())
                        .lm();
        loadMs = (nanoTime.getAsLong() - start) / 1e6;
        return lm;
    }

    @Override
    public double[] bareStepMs(int context, int steps) throws WorkbenchException {
        if (folder.inputs().attention() != AttentionKind.SHARED
                || folder.inputs().positionIds()
                || folder.shape().kvElementBytes() != Float.BYTES) {
            return new double[0];
        }
        BareLoop loop = bare;
        if (loop == null) {
            loop =
                    BareLoop.open(
                            cache,
                            folder.files().graph(),
                            folder.shape(),
                            OnnxLoader.names(folder.names()),
                            loader.threads(),
                            Math.min(BARE_CAPACITY, folder.shape().contextLength()));
            bare = loop;
        }
        return loop.stepMs(context, steps, nanoTime);
    }

    @Override
    public void close() {
        BareLoop loop = bare;
        if (loop != null) {
            loop.close();
        }
        tokenizer.close();
        code.close();
    }
}
