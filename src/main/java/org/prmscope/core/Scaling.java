package org.prmscope.core;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How much verification one solution gets, and how it is spread: K chains drawn independently
/// (parallel), R rounds in each chain (sequential), or both (K x R).
///
/// A budget counts generated tokens only, as prompts and injected text are not the verifier's
/// words. It is split evenly over the chains; in a chain every round may use what the rounds before
/// it left of their even shares, so nothing a short round saves is lost. 32,768 tokens are 4 x
/// 8,192 in parallel and 1 x 4 x 8,192 sequentially (the comparison of ThinkPRM, arXiv 2504.16828).
///
/// @param chains K, at least 1
/// @param rounds R, at least 1
/// @param triggers the phrases that open the rounds after the first, in turn; at least one
/// @param budget generated tokens for one solution; null where only the protocol's own limits hold
public record Scaling(int chains, int rounds, List<String> triggers, @Nullable Integer budget) {
    /// The most of each that a run takes: a mistyped number must not fill a disk.
    public static final int MAX_CHAINS = 1_024;

    public static final int MAX_ROUNDS = 64;

    /// ThinkPRM's phrases (repository mukhal/ThinkPRM).
    public static final List<String> TRIGGERS =
            List.of("Let me double check", "Let's verify again", "Did I miss something?");

    /// What the protocols read a text by; in a phrase it would end a round or judge a step.
    private static final List<String> MARKS =
            List.of(
                    "</think>",
                    "Is the solution correct?",
                    "\\boxed",
                    "<analyze>",
                    "</analyze>",
                    "<output>",
                    "</output>",
                    "```");

    private static final int MAX_TRIGGER = 200;

    /// One chain of one round.
    public static final Scaling SINGLE = new Scaling(1, 1, TRIGGERS, null);

    public Scaling {
        triggers = List.copyOf(triggers);
        require(chains >= 1 && chains <= MAX_CHAINS, "chains must be 1..1024, were " + chains);
        require(rounds >= 1 && rounds <= MAX_ROUNDS, "rounds must be 1..64, were " + rounds);
        require(
                !triggers.isEmpty() && triggers.stream().noneMatch(String::isBlank),
                "there must be a trigger phrase, and none may be blank");
        for (String trigger : triggers) {
            for (String mark : MARKS) {
                require(
                        !trigger.contains(mark),
                        "a trigger phrase may not contain %s, which ends or judges a text: %s"
                                .formatted(mark, trigger));
            }
            require(
                    trigger.length() <= MAX_TRIGGER,
                    "a trigger phrase has at most %d characters, one has %d"
                            .formatted(MAX_TRIGGER, trigger.length()));
        }
        require(
                budget == null || budget >= chains * rounds,
                "a budget of %s tokens gives %d chains of %d rounds none each"
                        .formatted(budget, chains, rounds));
    }

    /// K independent chains.
    public static Scaling parallel(int chains) {
        return new Scaling(chains, 1, TRIGGERS, null);
    }

    /// R rounds in one chain.
    public static Scaling sequential(int rounds) {
        return new Scaling(1, rounds, TRIGGERS, null);
    }

    /// The same spread with another budget.
    public Scaling withBudget(@Nullable Integer tokens) {
        return new Scaling(chains, rounds, triggers, tokens);
    }

    /// What a run type is called.
    public enum Kind {
        SINGLE,
        PARALLEL,
        SEQUENTIAL,
        MIXED
    }

    public Kind kind() {
        if (rounds == 1) {
            return chains == 1 ? Kind.SINGLE : Kind.PARALLEL;
        }
        return chains == 1 ? Kind.SEQUENTIAL : Kind.MIXED;
    }

    /// The phrase that opens a round.
    ///
    /// @param round from 0; the first has none
    public @Nullable String trigger(int round) {
        return round == 0 ? null : triggers.get((round - 1) % triggers.size());
    }

    /// Generated tokens that one chain may use; the first chains take what does not divide.
    ///
    /// @param chain from 0
    /// @return null without a budget
    public @Nullable Integer chainBudget(int chain) {
        return budget == null ? null : budget / chains + (chain < budget % chains ? 1 : 0);
    }

    /// Generated tokens that a round may use: the even share of what its chain has left.
    ///
    /// @param round from 0
    /// @param left tokens its chain may still use
    public int roundBudget(int round, int left) {
        int roundsLeft = rounds - round;
        return Math.max(0, (left + roundsLeft - 1) / roundsLeft);
    }

    /// Such as `parallel K=8`, `sequential R=4`, `mixed K=4 R=2`, `one chain`.
    public String title() {
        return switch (kind()) {
            case SINGLE -> "one chain";
            case PARALLEL -> "parallel K=" + chains;
            case SEQUENTIAL -> "sequential R=" + rounds;
            case MIXED -> "mixed K=%d R=%d".formatted(chains, rounds);
        };
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
