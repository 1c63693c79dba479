package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeMode;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Sampling;
import org.prmscope.core.Scaling;
import org.prmscope.run.VerifierChoice;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The options that `verify` and `eval` share: what to verify, with what, and how.
final class VerifierOptions {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "Solutions: ProcessBench JSON or PRMScope JSONL, recognised by content.")
    Path input = Path.of("");

    @Option(
            names = "--model",
            defaultValue = VerifierChoice.BUILTIN,
            paramLabel = "builtin|MODEL",
            converter = ModelName.class,
            description = "The verifier: ${DEFAULT-VALUE}, or a model folder or its .onnx file.")
    String model = VerifierChoice.BUILTIN;

    @Mixin DeviceOptions device = new DeviceOptions();

    @Option(
            names = "--protocol",
            defaultValue = "genprm",
            paramLabel = "genprm|thinkprm",
            converter = ProtocolName.class,
            description = "How the verifier is prompted and read. Default: ${DEFAULT-VALUE}.")
    Protocol protocol = Protocol.GENPRM;

    @Option(
            names = "--mode",
            defaultValue = "execute",
            paramLabel = "analyze|verify|execute",
            converter = ModeName.class,
            description =
                    "GenPRM: analysis only, with code that is not run, or with code that is."
                            + " Default: ${DEFAULT-VALUE}.")
    CodeMode mode = CodeMode.WITH_EXECUTION;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N solutions.")
    @Nullable Integer limit;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "S",
            description = "Every random draw comes from it. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 is greedy. Default: the reference's 0.6.")
    @Nullable Double temperature;

    @Option(names = "--top-p", paramLabel = "P", description = "Default: the reference's 0.95.")
    @Nullable Double topP;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "0 keeps all. Default: the reference's 20.")
    @Nullable Integer topK;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Tokens a GenPRM step or a ThinkPRM chain may use.")
    @Nullable Integer maxTokens;

    @Option(
            names = "--max-code-rounds",
            paramLabel = "N",
            description = "Code rounds a GenPRM step may use. Default: the reference's 3.")
    @Nullable Integer maxCodeRounds;

    @Option(
            names = "--decision-temperature",
            paramLabel = "T",
            description = "Divides ThinkPRM's two log-probabilities. Default: 1.")
    @Nullable Double decisionTemperature;

    @Option(
            names = "--all-steps",
            description = "Go on after the first step judged incorrect (GenPRM).")
    boolean allSteps;

    @Option(
            names = "--workspace",
            paramLabel = "W",
            description = "Keep set, run and chains in this workspace file.")
    @Nullable Path workspace;

    /// The choice of verifier.
    ///
    /// @throws picocli.CommandLine.ParameterException if the options contradict each other
    VerifierChoice choice() {
        return choice(model).with(device.options());
    }

    /// The verifier of this name or folder, to be loaded as is usual.
    static VerifierChoice choice(String model) {
        if (model.equals(VerifierChoice.BUILTIN)) {
            return new VerifierChoice("Built-in verifier", VerifierChoice.BUILTIN);
        }
        Path folder = Path.of(model).toAbsolutePath().normalize();
        Path name = folder.getFileName();
        return new VerifierChoice(name == null ? model : name.toString(), folder.toString());
    }

    /// The files that a command with these options reads or keeps its work in.
    List<NeededFile> needed(CommandLine command) {
        NeededFile solutions = new NeededFile(command, "--input", input);
        return workspace == null
                ? List.of(solutions)
                : List.of(solutions, new NeededFile(command, "--workspace", workspace));
    }

    /// @throws IllegalArgumentException if a number is out of range; the message says which
    RunConfiguration configuration(Scaling scaling) {
        RunConfiguration base = RunConfiguration.of(protocol);
        Sampling reference = base.sampling();
        RunConfiguration asked =
                new RunConfiguration(
                        protocol,
                        mode,
                        new Sampling(
                                temperature == null ? reference.temperature() : temperature,
                                topP == null ? reference.topP() : topP,
                                topK == null ? reference.topK() : topK),
                        maxTokens == null ? base.maxTokens() : maxTokens,
                        maxCodeRounds == null ? base.maxCodeRounds() : maxCodeRounds,
                        !allSteps,
                        decisionTemperature == null
                                ? base.decisionTemperature()
                                : decisionTemperature,
                        base.codeLimits(),
                        scaling,
                        seed);
        asked.requireInRange();
        return asked;
    }

    /// Takes the name of a verifier, which must be a path that this system can have.
    static final class ModelName implements picocli.CommandLine.ITypeConverter<String> {
        @Override
        public String convert(String value) {
            try {
                Path _ = Path.of(value);
                return value;
            } catch (InvalidPathException e) {
                throw new picocli.CommandLine.TypeConversionException(
                        "expected a path that can be used here, found '%s': %s"
                                .formatted(value, e.getReason()));
            }
        }
    }

    /// Reads a protocol's name in lower case.
    static final class ProtocolName implements picocli.CommandLine.ITypeConverter<Protocol> {
        @Override
        public Protocol convert(String value) {
            return switch (value) {
                case "genprm" -> Protocol.GENPRM;
                case "thinkprm" -> Protocol.THINKPRM;
                default ->
                        throw new picocli.CommandLine.TypeConversionException(
                                "expected genprm or thinkprm, found " + value);
            };
        }
    }

    /// Reads a code mode's name.
    static final class ModeName implements picocli.CommandLine.ITypeConverter<CodeMode> {
        @Override
        public CodeMode convert(String value) {
            return switch (value) {
                case "analyze" -> CodeMode.ANALYZE_ONLY;
                case "verify" -> CodeMode.WITHOUT_EXECUTION;
                case "execute" -> CodeMode.WITH_EXECUTION;
                default ->
                        throw new picocli.CommandLine.TypeConversionException(
                                "expected analyze, verify or execute, found " + value);
            };
        }
    }
}
