package org.prmscope.synthesis;

import java.math.BigDecimal;
import java.util.List;

/// What a verifier has to check in a step.
public sealed interface StepCheck {
    /// Whether the step is right in this respect.
    boolean holds();

    /// A calculation and the result that the step states for it.
    ///
    /// @param right the calculation that the problem asks for
    /// @param shown the calculation that the step writes
    /// @param names what the check's code calls each operand of `right`, empty for a bare number
    /// @param fact what the problem says, filled in
    record Calculation(
            Formula right, Formula shown, BigDecimal stated, List<String> names, String fact)
            implements StepCheck {
        public Calculation {
            names = List.copyOf(names);
        }

        @Override
        public boolean holds() {
            return right.value().compareTo(stated) == 0;
        }
    }

    /// Numbers of the problem that the step repeats.
    record Restatement(List<BigDecimal> right, List<BigDecimal> shown) implements StepCheck {
        public Restatement {
            right = List.copyOf(right);
            shown = List.copyOf(shown);
        }

        @Override
        public boolean holds() {
            return right.equals(shown);
        }
    }

    /// The last result, repeated as the answer.
    record Answer(BigDecimal right, BigDecimal shown) implements StepCheck {
        @Override
        public boolean holds() {
            return right.compareTo(shown) == 0;
        }
    }

    /// There is no number in the step.
    record Nothing() implements StepCheck {
        @Override
        public boolean holds() {
            return true;
        }
    }
}
