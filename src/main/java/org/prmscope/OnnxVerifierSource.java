package org.prmscope;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.DecodeEngine;
import org.prmscope.decode.EngineLimits;
import org.prmscope.decode.LoopRule;
import org.prmscope.decode.Speculation;
import org.prmscope.model.ByteSize;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.model.ModelFolder;
import org.prmscope.run.LoadOptions;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Verifiers in model folders, run by ONNX Runtime.
final class OnnxVerifierSource implements VerifierSource {
    private final BuiltinFiles builtin;
    private final Path cache;
    private final OnnxLoader loader;
    private final LongSupplier freeBytes;
    private final LongSupplier nanoTime;

    /// Bytes that the verifiers which are open took.
    private final AtomicLong held = new AtomicLong();

    OnnxVerifierSource(
            BuiltinFiles builtin,
            Path cache,
            OnnxLoader loader,
            LongSupplier freeBytes,
            LongSupplier nanoTime) {
        this.builtin = builtin;
        this.cache = cache;
        this.loader = loader;
        this.freeBytes = freeBytes;
        this.nanoTime = nanoTime;
    }

    @Override
    public VerifierDescription describe(VerifierChoice choice) throws WorkbenchException {
        ModelFolder folder = folder(choice);
        RowPlan rows = RowPlan.of(choice.options(), folder.shape());
        // What is loaded now is closed before another is opened.
        LongSupplier left = () -> freeBytes.getAsLong() + held.get();
        MemoryEstimate estimate = rows.estimate(folder, choice.options(), left);
        boolean cuda = loader.mayUseCuda(folder, choice.options());
        MemoryEstimate system = cuda ? passing(folder, left) : estimate;
        return new VerifierDescription(
                choice,
                folder.architecture(),
                folder.weights().precision(),
                folder.weights().parameters(),
                folder.shape(),
                estimate.weights().bytes(),
                estimate.cachePerThousandTokens().bytes(),
                rows.rows(),
                system.needed().bytes(),
                system.free().bytes(),
                system.fits(),
                "%s weights, %s key-value cache for 1,000 tokens of a chain; %sabout %s needed, %s free"
                        .formatted(
                                estimate.weights(),
                                estimate.cachePerThousandTokens(),
                                cuda ? "they go to the CUDA device; of the system's memory " : "",
                                system.needed(),
                                system.free()));
    }

    @Override
    public OpenVerifier open(VerifierChoice choice, Cancellation cancellation)
            throws WorkbenchException {
        long start = nanoTime.getAsLong();
        ModelFolder folder = folder(choice);
        RowPlan rows = RowPlan.of(choice.options(), folder.shape());
        MemoryEstimate estimate = rows.estimate(folder, choice.options(), freeBytes);
        boolean cuda = loader.mayUseCuda(folder, choice.options());
        (cuda ? passing(folder, freeBytes) : estimate).requireFit(folder);
        List<FileStamp> files =
                Stream.concat(
                                Stream.of(folder.files().graph(), folder.files().tokenizer()),
                                folder.files().weights().stream())
                        .map(FileStamp::of)
                        .toList();
        Optional<ModelIdentity> identity = folder.identity(cancellation);
        if (identity.isEmpty()) {
            throw OnnxLoader.cancelled();
        }
        TokenizerFile tokenizer = TokenizerFile.open(folder.files().tokenizer(), cache);
        CausalLm lm = null;
        boolean opened = false;
        try {
            ChatTemplate template = ChatTemplate.of(tokenizer);
            OnnxLoader.Loaded loaded =
                    loader.load(
                            folder,
                            identity.get(),
                            choice.options(),
                            rows.rows(),
                            () -> estimate.requireFit(folder),
                            tokenizer.encode(OnnxLoader.SELF_TEST_TEXT),
                            cancellation);
            lm = loaded.lm();
            long budget = rows.budget(estimate, choice.options(), loaded.deviceBytes());
            LoadedVerifier facts =
                    new LoadedVerifier(
                            choice,
                            named(identity.get(), choice),
                            folder.shape(),
                            loaded.lm().computation(),
                            loaded.placement(),
                            budget,
                            (nanoTime.getAsLong() - start) / 1e6);
            Set<Integer> endIds = new TreeSet<>(template.endIds());
            endIds.addAll(folder.ids().end());
            DecodeEngine engine =
                    new DecodeEngine(
                            loaded.lm(),
                            new EngineLimits(rows.rows(), rows.cachedRows(), budget),
                            tokenizer,
                            List.copyOf(endIds),
                            LoopRule.DEFAULT,
                            nanoTime,
                            speculation(choice.options()));
            opened = true;
            long taken = loaded.deviceBytes().isPresent() ? 0 : estimate.loaded().bytes();
            held.addAndGet(taken);
            return new OnnxVerifier(
                    facts,
                    engine,
                    new TokenRate(nanoTime),
                    tokenizer,
                    template,
                    files,
                    () -> held.addAndGet(-taken));
        } finally {
            if (!opened) {
                if (lm != null) {
                    lm.close();
                }
                tokenizer.close();
            }
        }
    }

    /// Of a model that goes to a device: what the system's memory holds is the run-time library.
    /// The weights are mapped, and copied a tensor at a time.
    private static MemoryEstimate passing(ModelFolder folder, LongSupplier freeBytes) {
        return MemoryEstimate.of(
                folder.shape(), folder.inputs().attention(), new ByteSize(0), 1, 0, freeBytes);
    }

    ModelFolder folder(VerifierChoice choice) throws WorkbenchException {
        return ModelFolder.open(choice.isBuiltin() ? builtin.model() : Path.of(choice.location()));
    }

    private static Speculation speculation(LoadOptions options) {
        return options.mode() == ComputeMode.REFERENCE ? Speculation.OFF : Speculation.AUTOMATIC;
    }

    static ModelIdentity named(ModelIdentity identity, VerifierChoice choice) {
        return new ModelIdentity(
                choice.name(),
                choice.location(),
                identity.sha256(),
                identity.architecture(),
                identity.precision(),
                identity.parameters());
    }

    /// The size as a person reads it.
    static String text(long bytes) {
        return new ByteSize(bytes).text();
    }
}
