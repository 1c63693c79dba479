package org.prmscope.core;

/// Everything that decides what a run computes, besides the model and the solutions.
///
/// @param maxTokens GenPRM: tokens a step may use (2048 in the reference); ThinkPRM: tokens of the
///   chain
/// @param maxCodeRounds code rounds a step may use (3 in the reference)
/// @param stopAtFirstError whether later steps are left out once one is judged incorrect
/// @param decisionTemperature divides the log-probabilities of ThinkPRM's solution decision
/// @param scaling how many chains and rounds a solution gets, and how many tokens
/// @param seed the run's seed; a chain's seed is drawn from it, the solution's id and the chain's
///   index
public record RunConfiguration(
        Protocol protocol,
        CodeMode codeMode,
        Sampling sampling,
        int maxTokens,
        int maxCodeRounds,
        boolean stopAtFirstError,
        double decisionTemperature,
        CodeLimits codeLimits,
        Scaling scaling,
        long seed) {
    /// The most that log-probabilities can be divided by.
    private static final double MAX_DECISION_TEMPERATURE = 1e6;

    /// Refuses numbers with which a run makes no sense. Not asked of runs that are stored: one that
    /// an earlier version took must still open.
    ///
    /// @throws IllegalArgumentException if one is out of range; the message says which
    public void requireInRange() {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max tokens must be 1 or more, was " + maxTokens);
        }
        if (maxCodeRounds < 0) {
            throw new IllegalArgumentException(
                    "max code rounds must be 0 or more, was " + maxCodeRounds);
        }
        if (!(decisionTemperature > 0 && decisionTemperature <= MAX_DECISION_TEMPERATURE)) {
            throw new IllegalArgumentException(
                    "decision temperature must be a number above 0, at most 1000000, was "
                            + decisionTemperature);
        }
    }

    /// The reference settings of a protocol, with seed 0.
    public static RunConfiguration of(Protocol protocol) {
        return new RunConfiguration(
                protocol,
                CodeMode.WITH_EXECUTION,
                Sampling.GENPRM,
                switch (protocol) {
                    case GENPRM -> 2_048;
                    case THINKPRM -> 8_192;
                },
                3,
                true,
                1.0,
                CodeLimits.DEFAULT,
                Scaling.SINGLE,
                0);
    }

    /// The seed of one chain: every random draw comes from (run seed, solution id, chain index).
    /// SplitMix64's finaliser (Steele et al., OOPSLA 2014) mixes the three.
    public long chainSeed(String solutionId, int chainIndex) {
        long mixed = mix(seed + 0x9E3779B97F4A7C15L);
        for (int i = 0; i < solutionId.length(); i++) {
            mixed = mix(mixed ^ (solutionId.charAt(i) + 0x9E3779B97F4A7C15L));
        }
        return mix(mixed + chainIndex);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// The same configuration with another seed.
    public RunConfiguration withSeed(long newSeed) {
        return with(stopAtFirstError, scaling, newSeed);
    }

    /// The same configuration, spread in another way.
    public RunConfiguration withScaling(Scaling newScaling) {
        return with(stopAtFirstError, newScaling, seed);
    }

    /// The same configuration that verifies all steps, or stops at the first judged incorrect.
    public RunConfiguration withStopAtFirstError(boolean stops) {
        return with(stops, scaling, seed);
    }

    private RunConfiguration with(boolean stops, Scaling newScaling, long newSeed) {
        return new RunConfiguration(
                protocol,
                codeMode,
                sampling,
                maxTokens,
                maxCodeRounds,
                stops,
                decisionTemperature,
                codeLimits,
                newScaling,
                newSeed);
    }
}
