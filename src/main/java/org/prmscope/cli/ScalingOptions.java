package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Scaling;

import picocli.CommandLine.Option;

import java.util.List;

/// The options that say how much verification a solution gets, and how it is spread.
final class ScalingOptions {
    @Option(
            names = "--chains",
            defaultValue = "1",
            paramLabel = "K",
            description = "Independent chains a solution. Default: ${DEFAULT-VALUE}.")
    int chains = 1;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            paramLabel = "R",
            description =
                    "Rounds in each chain, each after the first opened by a trigger phrase."
                            + " Default: ${DEFAULT-VALUE}.")
    int rounds = 1;

    @Option(
            names = "--trigger",
            paramLabel = "PHRASE",
            description =
                    "Opens a round; repeat it for phrases that take turns. Default: ThinkPRM's"
                            + " three.")
    @Nullable List<String> triggers;

    @Option(
            names = "--budget",
            paramLabel = "N",
            description =
                    "Generated tokens that all chains and rounds of a solution may use together.")
    @Nullable Integer budget;

    /// @throws IllegalArgumentException if a number is out of range; the message says which
    Scaling scaling() {
        return new Scaling(chains, rounds, triggers == null ? Scaling.TRIGGERS : triggers, budget);
    }
}
