package org.prmscope.synthesis.filter;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.ChainSection;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.CodeMode;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.Protocol;
import org.prmscope.core.Rejection;
import org.prmscope.core.RejectionReason;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.SectionKind;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Whether a chain has the form that a verifier is to learn: it came to its end, its sections are
/// closed, its code ran, every judgement is a box with a known label.
///
/// @param tags whether sections must be closed
/// @param code what is asked of code checks; only of GenPRM chains that were made with execution
/// @param boxes whether every judgement must be readable
public record FormatFilter(boolean tags, Code code, boolean boxes) implements ChainFilter {
    /// Asks for everything.
    public static final FormatFilter DEFAULT = new FormatFilter(true, Code.RAN, true);

    private static final Set<SectionKind> CLOSED =
            EnumSet.of(
                    SectionKind.CRITIQUE,
                    SectionKind.CODE,
                    SectionKind.CODE_OUTPUT,
                    SectionKind.COMMENT,
                    SectionKind.JUDGEMENT);

    private static final Set<ChainEvent.Kind> LIMITS =
            EnumSet.of(
                    ChainEvent.Kind.TRUNCATED,
                    ChainEvent.Kind.BUDGET_SPENT,
                    ChainEvent.Kind.CONTEXT_FULL);

    /// What is asked of code checks.
    public enum Code {
        /// Every step that was judged has a check, its last one ran to its end, and its output was
        /// used.
        RAN,
        /// Every step that was judged has a check that was run, also if it raised.
        TRIED,
        /// Nothing.
        ANY
    }

    @Override
    public String name() {
        return "format";
    }

    @Override
    public boolean readsRecord() {
        return tags || code != Code.ANY;
    }

    @Override
    public List<Rejection> examine(SampledChain chain) {
        List<Rejection> found = new ArrayList<>();
        examineEnd(chain, found);
        if (tags) {
            chain.chain().sections().stream()
                    .filter(section -> CLOSED.contains(section.kind()) && !section.complete())
                    .findFirst()
                    .ifPresent(open -> found.add(open(open)));
        }
        if (code != Code.ANY && runsCode(chain.configuration())) {
            examineCode(chain, found);
        }
        if (boxes) {
            chain.chain().verdicts().stream()
                    .filter(step -> step.verdict() instanceof Verdict.Invalid)
                    .findFirst()
                    .ifPresent(step -> found.add(unreadable(step)));
        }
        return found;
    }

    private void examineEnd(SampledChain chain, List<Rejection> found) {
        if (chain.chain().end() != ChainEnd.COMPLETED) {
            String detail =
                    chain.chain().events().stream()
                            .filter(event -> event.kind() == ChainEvent.Kind.FAILED)
                            .map(ChainEvent::detail)
                            .findFirst()
                            .orElse("The chain did not come to its end.");
            found.add(rejection(RejectionReason.UNFINISHED, null, detail));
            return;
        }
        // A step that ran into its limit and was then judged by force is the code rule's concern.
        chain.chain().events().stream()
                .filter(event ->
                        LIMITS.contains(event.kind())
                                && (event.step() == null || fallback(chain, event.step()) == null))
                .findFirst()
                .ifPresent(event ->
                        found.add(
                                rejection(
                                        RejectionReason.UNFINISHED, event.step(), event.detail())));
    }

    private Rejection open(ChainSection section) {
        String what =
                switch (section.kind()) {
                    case CRITIQUE -> "analysis";
                    case CODE -> "code block";
                    case CODE_OUTPUT -> "code output";
                    case COMMENT -> "check";
                    case JUDGEMENT -> "judgement";
                    case SOLUTION_DECISION, PREAMBLE -> "text";
                };
        Integer step = section.step();
        return rejection(
                RejectionReason.OPEN_TAG,
                step,
                step == null
                        ? "The %s is not closed.".formatted(what)
                        : "The %s of step %d is not closed.".formatted(what, step + 1));
    }

    private Rejection unreadable(StepVerdict step) {
        String detail =
                step.verdict() instanceof Verdict.Invalid(var reason, String text)
                        ? " (%s): %s.".formatted(reason.title(), text)
                        : ".";
        return rejection(
                RejectionReason.UNREADABLE,
                step.step(),
                "The verdict on step %d cannot be read%s".formatted(step.step() + 1, detail));
    }

    private static boolean runsCode(RunConfiguration configuration) {
        return configuration.protocol() == Protocol.GENPRM
                && configuration.codeMode() == CodeMode.WITH_EXECUTION;
    }

    /// One reason of each kind, at the first step that gives it.
    private void examineCode(SampledChain chain, List<Rejection> found) {
        EnumSet<RejectionReason> known = EnumSet.noneOf(RejectionReason.class);
        for (StepVerdict verdict : chain.chain().verdicts()) {
            if (verdict.verdict() instanceof Verdict.NotReached) {
                continue;
            }
            Rejection rejection = codeOf(chain, verdict.step());
            if (rejection != null && known.add(rejection.reason())) {
                found.add(rejection);
            }
        }
    }

    private @Nullable Rejection codeOf(SampledChain chain, int step) {
        CodeCheck last = null;
        for (CodeCheck check : chain.chain().codeChecks()) {
            last = check.step() == step ? check : last;
        }
        if (last == null || last.result().outcome() instanceof CodeOutcome.NoCode) {
            return rejection(
                    RejectionReason.NO_CODE,
                    step,
                    "Step %d has no code that was run.".formatted(step + 1));
        }
        if (code == Code.TRIED) {
            return last.result().outcome() instanceof CodeOutcome.Unavailable(String why)
                    ? rejection(
                            RejectionReason.CODE_FAILED,
                            step,
                            "The code of step %d could not be run: %s.".formatted(step + 1, why))
                    : null;
        }
        if (!(last.result().outcome() instanceof CodeOutcome.Completed)) {
            return rejection(
                    RejectionReason.CODE_FAILED,
                    step,
                    "The last code of step %d did not run to its end: %s."
                            .formatted(step + 1, words(last.result().outcome())));
        }
        ChainEvent fallback = fallback(chain, step);
        return fallback == null
                ? null
                : rejection(RejectionReason.CODE_DROPPED, step, fallback.detail());
    }

    private static String words(CodeOutcome outcome) {
        return switch (outcome) {
            case CodeOutcome.Completed() -> "it completed";
            case CodeOutcome.Raised raised -> "it raised " + raised.type();
            case CodeOutcome.LimitHit(CodeOutcome.Limit limit) ->
                    "it hit its limit of " + limit.name().toLowerCase(Locale.ROOT);
            case CodeOutcome.NoCode() -> "there is none";
            case CodeOutcome.NotRun() -> "it was not run";
            case CodeOutcome.Unavailable(String why) -> why;
        };
    }

    private static @Nullable ChainEvent fallback(SampledChain chain, @Nullable Integer step) {
        return chain.chain().events().stream()
                .filter(event ->
                        (event.kind() == ChainEvent.Kind.FALLBACK_ROUNDS_SPENT
                                        || event.kind() == ChainEvent.Kind.FALLBACK_TOKENS_SPENT)
                                && (step == null || step.equals(event.step())))
                .findFirst()
                .orElse(null);
    }

    private Rejection rejection(RejectionReason reason, @Nullable Integer step, String detail) {
        return new Rejection(name(), reason, step, detail);
    }
}
