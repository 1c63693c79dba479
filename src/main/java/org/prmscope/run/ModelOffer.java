package org.prmscope.run;

import org.prmscope.core.WorkbenchException;

import java.util.List;

/// What can be done with a folder or file that somebody says is a model.
public sealed interface ModelOffer {
    /// It can be loaded as it is.
    record Ready(VerifierDescription description) implements ModelOffer {}

    /// It is a checkpoint that has to be imported first.
    ///
    /// @param name such as `GenPRM-1.5B`
    /// @param sourceBytes bytes of its weights
    /// @param plans at least one, the smallest first
    record Importable(
            String name,
            String architecture,
            long parameters,
            long sourceBytes,
            List<ImportPlan> plans)
            implements ModelOffer {
        public Importable {
            plans = List.copyOf(plans);
            if (plans.isEmpty()) {
                throw new IllegalArgumentException("a checkpoint without a plan");
            }
        }
    }

    /// It is neither.
    record Refused(WorkbenchException.Report report) implements ModelOffer {}
}
