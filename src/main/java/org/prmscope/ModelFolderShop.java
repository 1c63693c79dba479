package org.prmscope;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.model.AttentionKind;
import org.prmscope.model.ImportDevice;
import org.prmscope.model.ImportOptions;
import org.prmscope.model.MemoryEstimate;
import org.prmscope.model.ModelException;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.ModelImport;
import org.prmscope.model.Precision;
import org.prmscope.run.ImportPlan;
import org.prmscope.run.LoadOptions;
import org.prmscope.run.ModelOffer;
import org.prmscope.run.ModelShop;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Offers model folders as they are, and checkpoints for import.
final class ModelFolderShop implements ModelShop {
    /// Good first: the smallest that loses little, the next better one, the exact one.
    private static final List<Kind> FOR_CPU =
            List.of(
                    new Kind(Precision.INT4, ImportDevice.CPU),
                    new Kind(Precision.INT8, ImportDevice.CPU),
                    new Kind(Precision.FP32, ImportDevice.CPU));

    private static final List<Kind> FOR_CUDA =
            List.of(
                    new Kind(Precision.INT4, ImportDevice.CUDA),
                    new Kind(Precision.FP16, ImportDevice.CUDA));

    /// What can be made of a checkpoint.
    private record Kind(Precision precision, ImportDevice device) {
        /// Such as `int4`, or `int4 for CUDA`.
        String label() {
            boolean usual = device == ImportOptions.of(precision, "").device();
            return usual ? precision.label() : precision.label() + " for CUDA";
        }
    }

    private final VerifierSource verifiers;
    private final BooleanSupplier cuda;
    private final LongSupplier freeBytes;
    private final String program;

    /// @param cuda whether this machine has a device that half precision is for
    /// @param program for the record of an import, such as `prmscope 0.1.0`
    ModelFolderShop(
            VerifierSource verifiers,
            BooleanSupplier cuda,
            LongSupplier freeBytes,
            String program) {
        this.verifiers = verifiers;
        this.cuda = cuda;
        this.freeBytes = freeBytes;
        this.program = program;
    }

    @Override
    public ModelOffer inspect(Path path, LoadOptions options) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return ModelFolder.isCheckpoint(absolute)
                    ? importable(absolute, options)
                    : new ModelOffer.Ready(
                            verifiers.describe(
                                    new VerifierChoice(
                                            name(absolute), absolute.toString(), options)));
        } catch (WorkbenchException e) {
            return new ModelOffer.Refused(e.report());
        }
    }

    @Override
    public void write(ImportPlan plan, Path target, Progress progress, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        boolean written =
                ModelImport.plan(plan.source(), options(kind(plan)))
                        .write(
                                target,
                                (done, total, _) -> progress.written(done, total),
                                cancellation)
                        .isPresent();
        if (!written) {
            throw new CancelledException();
        }
    }

    private ModelOffer importable(Path source, LoadOptions options) throws ModelException {
        List<Kind> kinds = new ArrayList<>(FOR_CPU);
        if (cuda.getAsBoolean()) {
            kinds.addAll(2, FOR_CUDA);
        }
        List<ImportPlan> plans = new ArrayList<>();
        org.prmscope.model.ImportPlan last = null;
        boolean recommended = false;
        ModelException refusal = null;
        for (Kind kind : kinds) {
            try {
                last = ModelImport.plan(source, options(kind));
            } catch (ModelException e) {
                // Another precision may do, where rows do not divide into blocks.
                refusal = e;
                continue;
            }
            MemoryEstimate estimate = estimate(last, options);
            boolean takes = estimate.fits() && !recommended;
            recommended |= takes;
            plans.add(
                    new ImportPlan(
                            source,
                            kind.label(),
                            last.resultSize().bytes(),
                            estimate.needed().bytes(),
                            estimate.fits(),
                            takes,
                            advice(kind)));
        }
        if (last == null) {
            if (refusal != null) {
                throw refusal;
            }
            throw new IllegalStateException("no precision was tried");
        }
        return new ModelOffer.Importable(
                name(source),
                last.architecture(),
                last.parameters(),
                last.sourceSize().bytes(),
                plans);
    }

    private MemoryEstimate estimate(org.prmscope.model.ImportPlan plan, LoadOptions options) {
        RowPlan rows = RowPlan.of(options, plan.shape());
        return MemoryEstimate.of(
                plan.shape(),
                AttentionKind.SHARED,
                plan.resultSize(),
                rows.rows(),
                rows.rowTokens(),
                freeBytes);
    }

    private ImportOptions options(Kind kind) {
        return ImportOptions.of(kind.precision(), program).on(kind.device());
    }

    private static Kind kind(ImportPlan plan) {
        return Stream.concat(FOR_CPU.stream(), FOR_CUDA.stream())
                .filter(kind -> kind.label().equals(plan.precision()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(plan.precision()));
    }

    private static String advice(Kind kind) {
        if (kind.device() == ImportDevice.CUDA) {
            return kind.precision() == Precision.INT4
                    ? "For CUDA: a quarter of the memory of fp16; loses a little."
                    : "For CUDA; a CPU computes it very slowly.";
        }
        return switch (kind.precision()) {
            case INT4 ->
                    "Fastest on a CPU; the head stays at 8 bits, which label probabilities need.";
            case INT8 -> "Closer to the original, and larger: a CPU reads more for every token.";
            case FP16 -> "For CUDA; a CPU computes it very slowly.";
            case FP32 -> "Exact, for audits and small models; the most to read for every token.";
        };
    }

    private static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? path.toString() : last.toString();
    }
}
