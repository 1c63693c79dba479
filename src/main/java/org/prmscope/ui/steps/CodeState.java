package org.prmscope.ui.steps;

import org.prmscope.core.CodeCheck;
import org.prmscope.core.CodeOutcome;

import java.util.List;

/// How the code checks of one step stand, in a few characters.
///
/// @param kind the last check's outcome
/// @param rounds how many checks the step has
public record CodeState(Kind kind, int rounds) {
    /// No check at all.
    public static final CodeState NONE = new CodeState(Kind.NONE, 0);

    /// What the last check of a step came to.
    public enum Kind {
        NONE,
        RAN,
        FAILED,
        NOT_RUN
    }

    /// The state after these checks of one step, in order.
    public static CodeState of(List<CodeCheck> checks) {
        if (checks.isEmpty()) {
            return NONE;
        }
        Kind kind =
                switch (checks.getLast().result().outcome()) {
                    case CodeOutcome.Completed() -> Kind.RAN;
                    case CodeOutcome.Raised _,
                            CodeOutcome.LimitHit _,
                            CodeOutcome.NoCode _,
                            CodeOutcome.Unavailable _ ->
                            Kind.FAILED;
                    case CodeOutcome.NotRun() -> Kind.NOT_RUN;
                };
        return new CodeState(kind, checks.size());
    }

    /// Such as `code ✓ 1`; empty without a check.
    public String text() {
        return switch (kind) {
            case NONE -> "";
            case RAN -> "code ✓ " + rounds;
            case FAILED -> "code ✗ " + rounds;
            case NOT_RUN -> "code not run";
        };
    }
}
