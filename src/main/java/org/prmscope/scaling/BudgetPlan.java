package org.prmscope.scaling;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a budget of generated tokens for one solution is split, in numbers and in words.
///
/// @param scaling the spread that is planned, with its budget
/// @param perChain tokens every chain gets at least; null without a budget
/// @param perRound tokens every round gets at least, before what earlier rounds leave it; null
///   without a budget
/// @param remainder chains that get one token more, as the budget does not divide; 0 without one
/// @param warnings shares that are smaller than what a judgement needs, one sentence each
public record BudgetPlan(
        Scaling scaling,
        @Nullable Integer perChain,
        @Nullable Integer perRound,
        int remainder,
        List<String> warnings) {
    /// The fewest tokens in which a verdict on one step can be written, such as `**Judgement**:
    /// $\boxed{Yes}$` with the tags around it.
    public static final int LEAST_PER_STEP = 16;

    public BudgetPlan {
        warnings = List.copyOf(warnings);
    }

    /// Plans without knowing what a judgement takes.
    ///
    /// @param steps steps of a solution, at least 1
    public static BudgetPlan of(RunConfiguration configuration, int steps) {
        return of(configuration, steps, null);
    }

    /// Plans.
    ///
    /// @param steps steps of a solution, at least 1; of a set those of its longest
    /// @param measured tokens that one round over a solution takes, such as the mean of a run that
    ///   is there; null where none is
    public static BudgetPlan of(
            RunConfiguration configuration, int steps, @Nullable Integer measured) {
        Scaling scaling = configuration.scaling();
        Integer budget = scaling.budget();
        if (budget == null) {
            return new BudgetPlan(scaling, null, null, 0, List.of());
        }
        int perChain = budget / scaling.chains();
        int perRound = perChain / scaling.rounds();
        return new BudgetPlan(
                scaling,
                perChain,
                perRound,
                budget % scaling.chains(),
                warnings(configuration, perRound, steps, measured));
    }

    private static List<String> warnings(
            RunConfiguration configuration, int perRound, int steps, @Nullable Integer measured) {
        List<String> warnings = new ArrayList<>();
        String share = configuration.scaling().rounds() == 1 ? "A chain" : "A round";
        int least = (int) Math.min(Integer.MAX_VALUE, (long) LEAST_PER_STEP * steps);
        if (perRound < least) {
            warnings.add(
                    ("%s gets %s tokens; the verdicts on %s alone take about %s, so most judgements"
                                    + " will be invalid.")
                            .formatted(
                                    share,
                                    number(perRound),
                                    counted(steps, "step"),
                                    number(least)));
        } else if (measured != null && perRound < measured) {
            warnings.add(
                    ("%s gets %s tokens; a round over a solution took %s on average, so many"
                                    + " judgements will be cut off.")
                            .formatted(share, number(perRound), number(measured)));
        }
        int limit = limit(configuration, steps);
        if (perRound > limit) {
            warnings.add(
                    ("%s gets %s tokens and can use %s at most (the protocol's own limit), so part"
                                    + " of the budget cannot be spent.")
                            .formatted(share, number(perRound), number(limit)));
        }
        return warnings;
    }

    /// Tokens that one round can use.
    private static int limit(RunConfiguration configuration, int steps) {
        return configuration.protocol() == Protocol.GENPRM
                ? (int) Math.min(Integer.MAX_VALUE, (long) configuration.maxTokens() * steps)
                : configuration.maxTokens();
    }

    /// One sentence, such as `32,768 tokens a solution: 4 chains of 8,192 each.`.
    public String text() {
        Integer budget = scaling.budget();
        if (budget == null || perChain == null || perRound == null) {
            return "No budget: %s, each within the protocol's own limits.".formatted(shape());
        }
        StringBuilder text = new StringBuilder(number(budget)).append(" tokens a solution: ");
        text.append(counted(scaling.chains(), "chain")).append(" of ").append(number(perChain));
        if (scaling.chains() > 1) {
            text.append(" each");
        }
        if (remainder > 0) {
            text.append(remainder == 1 ? ", the first" : ", the first " + remainder)
                    .append(" with one token more");
        }
        if (scaling.rounds() > 1) {
            text.append(
                    "; in a chain %d rounds of at least %s, and what one leaves the next may use"
                            .formatted(scaling.rounds(), number(perRound)));
        }
        return text.append('.').toString();
    }

    private String shape() {
        String chains = counted(scaling.chains(), "chain");
        return scaling.rounds() == 1
                ? chains
                : chains + " of " + counted(scaling.rounds(), "round");
    }

    private static String counted(int count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
