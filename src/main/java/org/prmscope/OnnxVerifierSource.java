package org.prmscope;

import org.prmscope.core.Cancellation;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.OnnxDecoderNames;
import org.prmscope.decode.onnx.OnnxNatives;
import org.prmscope.decode.onnx.OnnxSingleFiles;
import org.prmscope.decode.onnx.OnnxSingleLm;
import org.prmscope.model.ByteSize;
import org.prmscope.model.DecoderNames;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.model.ModelFolder;
import org.prmscope.run.LoadedVerifier;
import org.prmscope.run.OpenVerifier;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierDescription;
import org.prmscope.run.VerifierSource;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.TokenizerFile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Verifiers in model folders, run by ONNX Runtime on the CPU.
final class OnnxVerifierSource implements VerifierSource {
    /// Tokens of key-value cache that an estimate plans for: a long GenPRM solution.
    private static final int PLANNED_TOKENS = 8_192;

    private final BuiltinFiles builtin;
    private final Path cache;
    private final LongSupplier freeBytes;
    private final LongSupplier nanoTime;
    private final int threads;

    OnnxVerifierSource(
            BuiltinFiles builtin,
            Path cache,
            LongSupplier freeBytes,
            LongSupplier nanoTime,
            int threads) {
        this.builtin = builtin;
        this.cache = cache;
        this.freeBytes = freeBytes;
        this.nanoTime = nanoTime;
        this.threads = threads;
    }

    @Override
    public VerifierDescription describe(VerifierChoice choice) throws WorkbenchException {
        ModelFolder folder = folder(choice);
        MemoryEstimate estimate = estimate(folder);
        return new VerifierDescription(
                choice,
                folder.architecture(),
                folder.weights().precision(),
                folder.weights().parameters(),
                folder.shape(),
                estimate.weights().bytes(),
                estimate.cachePerThousandTokens().bytes(),
                1,
                estimate.needed().bytes(),
                estimate.free().bytes(),
                estimate.fits(),
                "%s weights, %s key-value cache for 1,000 tokens; about %s needed, %s free"
                        .formatted(
                                estimate.weights(),
                                estimate.cachePerThousandTokens(),
                                estimate.needed(),
                                estimate.free()));
    }

    @Override
    public OpenVerifier open(VerifierChoice choice, Cancellation cancellation)
            throws WorkbenchException {
        long start = nanoTime.getAsLong();
        ModelFolder folder = folder(choice);
        estimate(folder).requireFit(folder);
        List<FileStamp> files =
                Stream.concat(
                                Stream.of(folder.files().graph(), folder.files().tokenizer()),
                                folder.files().weights().stream())
                        .map(FileStamp::of)
                        .toList();
        Optional<ModelIdentity> identity = folder.identity(cancellation);
        if (identity.isEmpty()) {
            throw new WorkbenchException(
                    new WorkbenchException.Report(
                            "Loading the verifier was cancelled", "", "", "", ""));
        }
        TokenizerFile tokenizer = TokenizerFile.open(folder.files().tokenizer(), cache);
        OnnxSingleLm model;
        ChatTemplate template;
        try {
            template = ChatTemplate.of(tokenizer);
            model =
                    OnnxSingleLm.open(
                            OnnxNatives.load(cache),
                            new OnnxSingleFiles(
                                    folder.files().graph(),
                                    folder.shape(),
                                    names(folder.names()),
                                    threads));
        } catch (WorkbenchException e) {
            tokenizer.close();
            throw e;
        }
        LoadedVerifier facts =
                new LoadedVerifier(
                        choice,
                        named(identity.get(), choice),
                        folder.shape(),
                        new Computation(
                                model.device(),
                                model.threads(),
                                ComputeMode.REFERENCE,
                                1,
                                "as in the model's file"),
                        "",
                        0,
                        (nanoTime.getAsLong() - start) / 1e6);
        Set<Integer> endIds = new TreeSet<>(template.endIds());
        endIds.addAll(folder.ids().end());
        return new OnnxVerifier(facts, model, tokenizer, template, List.copyOf(endIds), files);
    }

    private ModelFolder folder(VerifierChoice choice) throws WorkbenchException {
        return ModelFolder.open(choice.isBuiltin() ? builtin.model() : Path.of(choice.location()));
    }

    private MemoryEstimate estimate(ModelFolder folder) {
        return MemoryEstimate.of(
                folder, Math.min(PLANNED_TOKENS, folder.shape().contextLength()), freeBytes);
    }

    private static ModelIdentity named(ModelIdentity identity, VerifierChoice choice) {
        return new ModelIdentity(
                choice.name(),
                choice.location(),
                identity.sha256(),
                identity.architecture(),
                identity.precision(),
                identity.parameters());
    }

    private static OnnxDecoderNames names(DecoderNames names) {
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

    /// The size as a person reads it.
    static String text(long bytes) {
        return new ByteSize(bytes).text();
    }
}
