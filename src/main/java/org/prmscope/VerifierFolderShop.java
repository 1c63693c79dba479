package org.prmscope;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.ImportPlan;
import org.prmscope.run.LoadOptions;
import org.prmscope.run.ModelOffer;
import org.prmscope.run.ModelShop;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierSource;

import java.nio.file.Path;

/// Offers model folders as they are.
final class VerifierFolderShop implements ModelShop {
    private final VerifierSource verifiers;

    VerifierFolderShop(VerifierSource verifiers) {
        this.verifiers = verifiers;
    }

    @Override
    public ModelOffer inspect(Path path, LoadOptions options) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return new ModelOffer.Ready(
                    verifiers.describe(
                            new VerifierChoice(
                                    String.valueOf(absolute.getFileName()),
                                    absolute.toString(),
                                    options)));
        } catch (WorkbenchException e) {
            return new ModelOffer.Refused(e.report());
        }
    }

    @Override
    public void write(ImportPlan plan, Path target, Progress progress, Cancellation cancellation) {
        throw new IllegalStateException("no folder is offered for import");
    }
}
