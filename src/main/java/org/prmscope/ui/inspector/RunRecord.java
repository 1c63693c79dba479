package org.prmscope.ui.inspector;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.Protocol;
import org.prmscope.core.Run;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.Sampling;
import org.prmscope.core.Scaling;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;
import org.prmscope.ui.figures.Figures;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lays out everything a chain's numbers depend on, for reading and for copying.
final class RunRecord {
    /// In UTC, so that the copied record says the same everywhere.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final List<RecordEntry> entries = new ArrayList<>();

    private final boolean live;

    private RunRecord(boolean live) {
        this.live = live;
    }

    /// The record of a chain, with its run's where that is known.
    ///
    /// @param live whether the chain is still being written
    static List<RecordEntry> of(@Nullable Run run, VerificationChain chain, boolean live) {
        RunRecord record = new RunRecord(live);
        if (run != null) {
            record.run(run);
            record.configuration(run.configuration());
            record.scaling(run.configuration().scaling());
            record.model(run.model());
            record.environment(run.environment());
        }
        record.chain(chain);
        record.events(chain.events());
        return List.copyOf(record.entries);
    }

    private void run(Run run) {
        add("Run", "number", Long.toString(run.id()));
        add("Run", "started", DATE.format(run.startedAt()));
    }

    private void configuration(RunConfiguration configuration) {
        Sampling sampling = configuration.sampling();
        CodeLimits limits = configuration.codeLimits();
        boolean genPrm = configuration.protocol() == Protocol.GENPRM;
        add("Configuration", "protocol", configuration.protocol().title());
        if (genPrm) {
            add("Configuration", "code", configuration.codeMode().title());
            add("Configuration", "code rounds", "at most " + configuration.maxCodeRounds());
        }
        add(
                "Configuration",
                "temperature",
                sampling.temperature() == 0 ? "0 (greedy)" : Figures.plain(sampling.temperature()));
        add("Configuration", "top-p", Figures.plain(sampling.topP()));
        add("Configuration", "top-k", sampling.topK() == 0 ? "all" : "" + sampling.topK());
        add(
                "Configuration",
                "max tokens",
                Figures.count(configuration.maxTokens()) + (genPrm ? " a step" : " a chain"));
        add(
                "Configuration",
                "stop at first error",
                configuration.stopAtFirstError() ? "yes" : "no");
        if (!genPrm) {
            add(
                    "Configuration",
                    "decision temperature",
                    Figures.plain(configuration.decisionTemperature()));
        }
        add("Configuration", "seed", Long.toString(configuration.seed()));
        if (genPrm) {
            add(
                    "Configuration",
                    "code limits",
                    "%s, %s memory, %s output, %d processes"
                            .formatted(
                                    Figures.duration(limits.wallMs()),
                                    Figures.bytes(limits.memoryBytes()),
                                    Figures.bytes(limits.outputBytes()),
                                    limits.processes()));
        }
    }

    private void scaling(Scaling scaling) {
        Integer budget = scaling.budget();
        add("Configuration", "chains", Integer.toString(scaling.chains()));
        add("Configuration", "rounds", Integer.toString(scaling.rounds()));
        add(
                "Configuration",
                "budget a solution",
                budget == null ? "none" : Figures.count(budget, "token"));
        if (scaling.rounds() > 1) {
            add("Configuration", "trigger phrases", String.join(" | ", scaling.triggers()));
        }
    }

    private void model(ModelIdentity model) {
        add("Model", "name", model.name());
        add("Model", "location", model.location());
        add("Model", "architecture", model.architecture());
        add("Model", "precision", model.precision());
        add("Model", "parameters", Figures.count(model.parameters()));
        add("Model", "sha-256", model.sha256());
    }

    private void environment(RunEnvironment environment) {
        add("Environment", "PRMScope", environment.prmscopeVersion());
        add("Environment", "ONNX Runtime", environment.onnxRuntimeVersion());
        add("Environment", "Java", environment.javaVersion());
        add("Environment", "system", environment.operatingSystem());
        Computation computation = environment.computation();
        add(
                "Environment",
                "device",
                computation.device() + ", " + Figures.count(computation.threads(), "thread"));
        add("Environment", "mode", title(computation.mode()));
        add("Environment", "rows", Integer.toString(computation.rows()));
        add("Environment", "kernels", computation.kernels());
        add("Environment", "code executor", environment.codeExecutor());
    }

    private void chain(VerificationChain chain) {
        TokenUsage usage = chain.usage();
        add("Chain", "index", Integer.toString(chain.index()));
        add("Chain", "seed", Long.toString(chain.seed()));
        add("Chain", "end", live ? "still being written" : title(chain.end()));
        add("Chain", "prefilled", Figures.count(usage.prefilled(), "token"));
        add("Chain", "generated", Figures.count(usage.generated(), "token"));
        add("Chain", "injected", Figures.count(usage.injected(), "token"));
        add("Chain", "wall time", Figures.duration(chain.wallMs()));
        Long kvBytes = chain.kvBytes();
        add("Chain", "memory", kvBytes == null ? "not recorded" : Figures.bytes(kvBytes));
        add("Chain", "code checks", Integer.toString(chain.codeChecks().size()));
    }

    private void events(List<ChainEvent> events) {
        for (ChainEvent event : events) {
            Integer step = event.step();
            add("Events", step == null ? "chain" : "step " + (step + 1), event.detail());
        }
        if (events.isEmpty()) {
            add(
                    "Events",
                    live ? "none yet" : "none",
                    "no fallback, no loop, no truncation" + (live ? " so far" : ""));
        }
    }

    private void add(String group, String name, String value) {
        if (!value.isEmpty()) {
            entries.add(new RecordEntry(group, name, value));
        }
    }

    private static String title(ComputeMode mode) {
        return switch (mode) {
            case FAST -> "fast kernels";
            case REFERENCE -> "reference, float32";
        };
    }

    private static String title(ChainEnd end) {
        return switch (end) {
            case COMPLETED -> "completed";
            case CANCELLED -> "cancelled";
            case FAILED -> "failed";
        };
    }
}
