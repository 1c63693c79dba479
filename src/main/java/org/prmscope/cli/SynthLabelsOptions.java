package org.prmscope.cli;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Sampling;
import org.prmscope.run.VerifierChoice;
import org.prmscope.synthesis.rollout.AfterError;
import org.prmscope.synthesis.rollout.LabelRule;
import org.prmscope.synthesis.rollout.RolloutPlan;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is labelled, by which rule, and with which policy where scores are missing.
final class SynthLabelsOptions {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description =
                    "Solutions with Monte-Carlo scores (MATH-APS, or a file that this command"
                            + " wrote), or any solutions with --policy.")
    Path input = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The labelled solutions, PRMScope JSONL.")
    Path out = Path.of("");

    @Option(names = "--overwrite", description = "Replace the file if it is there.")
    boolean overwrite;

    @Option(
            names = "--rule",
            defaultValue = "rpe",
            paramLabel = "rpe|difference|hard",
            converter = RuleName.class,
            description =
                    "Relative progress MC(s_t,a_t)/MC(s_t) >= epsilon, difference >= epsilon, or"
                            + " MC > 0. Default: ${DEFAULT-VALUE}.")
    LabelRule rule = new LabelRule.RelativeProgress(LabelRule.PAPER_EPSILON);

    @Option(
            names = "--epsilon",
            paramLabel = "E",
            description = "The threshold. Default: 0.8 for rpe, -0.5 for difference.")
    @Nullable Double epsilon;

    @Option(
            names = "--after",
            defaultValue = "estimated",
            paramLabel = "estimated|incorrect|unlabelled",
            converter = AfterName.class,
            description =
                    "Steps after the first incorrect one: each by its score, all incorrect, or"
                            + " unlabelled. Default: ${DEFAULT-VALUE}.")
    AfterError after = AfterError.ESTIMATED;

    @Option(
            names = "--epsilons",
            split = ",",
            paramLabel = "E",
            description =
                    "Thresholds of the table that shows how labels change, with commas between."
                            + " Default: 0.1,0.5,0.8,1 for rpe, -0.5,-0.3,-0.1 for difference.")
    @Nullable List<Double> epsilons;

    @Option(names = "--table", paramLabel = "FILE", description = "Write that table as CSV.")
    @Nullable Path table;

    @Option(names = "--plot", paramLabel = "FILE", description = "Plot it as SVG.")
    @Nullable Path plot;

    @Option(
            names = "--policy",
            paramLabel = "MODEL",
            converter = VerifierOptions.ModelName.class,
            description =
                    "Score steps that have no scores by continuing them with this model, a folder"
                            + " or its .onnx file.")
    @Nullable String policy;

    @Mixin DeviceOptions device = new DeviceOptions();

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description =
                    "Right answers by problem, for --policy: MATH-500, GSM8K or rows with id and"
                            + " answer. Default: the solutions' own field \"answer\".")
    @Nullable Path answers;

    @Option(
            names = "--rollouts",
            defaultValue = "8",
            paramLabel = "K",
            description = "Continuations after each step. Default: ${DEFAULT-VALUE}.")
    int rollouts = 8;

    @Option(
            names = "--max-tokens",
            defaultValue = "1024",
            paramLabel = "N",
            description = "Tokens of a continuation. Default: ${DEFAULT-VALUE}.")
    int maxTokens = 1_024;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Default: the reference's 0.7.")
    @Nullable Double temperature;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "S",
            description = "Every random draw comes from it. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N solutions.")
    @Nullable Integer limit;

    @Option(
            names = "--resume",
            description = "Take the scores that an interrupted --policy run left beside --out.")
    boolean resume;

    @Option(names = "--json", description = "Print the table as one JSON object.")
    boolean asJson;

    /// The rule with its threshold.
    ///
    /// @throws IllegalArgumentException if the threshold makes no sense; the message says why
    LabelRule rule() {
        return epsilon == null ? rule : rule.withEpsilon(epsilon);
    }

    /// The rules of the table: MC > 0 first, which the others are compared with.
    ///
    /// @throws IllegalArgumentException if a threshold makes no sense; the message says why
    List<LabelRule> tableRules() {
        List<LabelRule> rules = new ArrayList<>(List.of(new LabelRule.Hard()));
        List<Double> thresholds =
                epsilons != null
                        ? epsilons
                        : switch (rule) {
                            case LabelRule.Difference _ -> List.of(-0.5, -0.3, -0.1);
                            case LabelRule.RelativeProgress _, LabelRule.Hard _ ->
                                    List.of(0.1, 0.5, 0.8, 1.0);
                        };
        LabelRule kind =
                rule instanceof LabelRule.Hard
                        ? new LabelRule.RelativeProgress(LabelRule.PAPER_EPSILON)
                        : rule;
        thresholds.forEach(each -> rules.add(kind.withEpsilon(each)));
        return rules;
    }

    /// How continuations are sampled.
    ///
    /// @throws IllegalArgumentException if a number is out of range; the message says which
    RolloutPlan plan() {
        Sampling usual = RolloutPlan.SAMPLING;
        return new RolloutPlan(
                rollouts,
                temperature == null ? usual : new Sampling(temperature, usual.topP(), usual.topK()),
                maxTokens,
                seed);
    }

    /// The policy model.
    VerifierChoice policy(String model) {
        return VerifierOptions.choice(model).with(device.options());
    }

    /// Reads what becomes of later steps.
    static final class AfterName implements ITypeConverter<AfterError> {
        @Override
        public AfterError convert(String value) {
            return switch (value) {
                case "estimated" -> AfterError.ESTIMATED;
                case "incorrect" -> AfterError.INCORRECT;
                case "unlabelled" -> AfterError.UNLABELLED;
                default ->
                        throw new TypeConversionException(
                                "expected estimated, incorrect or unlabelled, found " + value);
            };
        }
    }

    /// Reads a rule's name.
    static final class RuleName implements ITypeConverter<LabelRule> {
        @Override
        public LabelRule convert(String value) {
            return switch (value) {
                case "rpe" -> new LabelRule.RelativeProgress(LabelRule.PAPER_EPSILON);
                case "difference" -> new LabelRule.Difference(-0.5);
                case "hard" -> new LabelRule.Hard();
                default ->
                        throw new TypeConversionException(
                                "expected rpe, difference or hard, found " + value);
            };
        }
    }
}
