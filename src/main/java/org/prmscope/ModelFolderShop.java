package org.prmscope;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.model.AttentionKind;
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
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Offers model folders as they are, and checkpoints for import.
final class ModelFolderShop implements ModelShop {
    /// Good first: the smallest that loses little, the next better one, the exact one.
    private static final List<Precision> FOR_CPU =
            List.of(Precision.INT4, Precision.INT8, Precision.FP32);

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
                ModelImport.plan(plan.source(), options(precision(plan)))
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
        List<Precision> precisions = new ArrayList<>(FOR_CPU);
        if (cuda.getAsBoolean()) {
            precisions.add(2, Precision.FP16);
        }
        List<ImportPlan> plans = new ArrayList<>();
        org.prmscope.model.ImportPlan last = null;
        boolean recommended = false;
        ModelException refusal = null;
        for (Precision precision : precisions) {
            try {
                last = ModelImport.plan(source, options(precision));
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
                            precision.label(),
                            last.resultSize().bytes(),
                            estimate.needed().bytes(),
                            estimate.fits(),
                            takes,
                            advice(precision)));
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

    private ImportOptions options(Precision precision) {
        return ImportOptions.of(precision, program);
    }

    private static Precision precision(ImportPlan plan) {
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.label().equals(plan.precision()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(plan.precision()));
    }

    private static String advice(Precision precision) {
        return switch (precision) {
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
