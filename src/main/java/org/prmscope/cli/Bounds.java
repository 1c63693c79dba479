package org.prmscope.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Refuses numbers that an option does not take, in a sentence.
///
/// @param command whose usage is shown
record Bounds(CommandLine command) {
    /// @throws ParameterException if the value is smaller
    void atLeast(String option, int least, int value) {
        if (value < least) {
            throw new ParameterException(
                    command, "%s must be %d or more, was %d".formatted(option, least, value));
        }
    }

    /// @throws ParameterException if the value is not a finite number above 0
    void positive(String option, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new ParameterException(
                    command, "%s must be a number above 0, was %s".formatted(option, value));
        }
    }
}
