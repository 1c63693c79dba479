package org.prmscope.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.FirstError;
import org.prmscope.core.Rejection;
import org.prmscope.core.RejectionReason;
import org.prmscope.core.SynthesisRun;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.VisibleText;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.SynthesisReview;
import org.prmscope.run.Workbench;
import org.prmscope.synthesis.export.ExportManifest;
import org.prmscope.synthesis.filter.ReviewedChain;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `prmscope synth chains`: what filters and people say of each chain.
@Command(
        name = "chains",
        mixinStandardHelpOptions = true,
        description = {
            "List chains with the reasons against them.",
            "With --text, what they say, too."
        })
final class SynthChainsCommand implements Callable<Integer> {
    @Mixin private SynthWorkspace workspace = new SynthWorkspace();

    @Option(
            names = "--synthesis",
            paramLabel = "ID",
            description = "The synthesis run. Default: the newest.")
    private @Nullable Long synthesis;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private @Nullable Which which;

    /// Kept or dropped ones.
    private static final class Which {
        @Option(names = "--kept", description = "Only chains that are kept.")
        private boolean kept;

        @Option(names = "--dropped", description = "Only chains that are not.")
        private boolean dropped;
    }

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            converter = ReasonName.class,
            description = "Only chains with this reason against them, such as step-verdict.")
    private @Nullable RejectionReason reason;

    /// Reads a reason as it is printed.
    static final class ReasonName implements ITypeConverter<RejectionReason> {
        @Override
        public RejectionReason convert(String value) {
            for (RejectionReason each : RejectionReason.values()) {
                if (ExportManifest.word(each).equals(value.toLowerCase(Locale.ROOT))) {
                    return each;
                }
            }
            throw new TypeConversionException(
                    "expected one of %s, found %s"
                            .formatted(
                                    Arrays.stream(RejectionReason.values())
                                            .map(ExportManifest::word)
                                            .collect(Collectors.joining(", ")),
                                    value));
        }
    }

    @Option(names = "--solution", paramLabel = "ID", description = "Only chains of this solution.")
    private @Nullable String solution;

    @Option(names = "--text", description = "Show the text of each chain, too.")
    private boolean withText;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean asJson;

    private final WorkbenchOpener opener;
    private final Console console;

    SynthChainsCommand(WorkbenchOpener opener, Console console) {
        this.opener = opener;
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException {
        try (Workbench workbench = workspace.open(opener)) {
            SynthesisRun run = SynthWorkspace.synthesis(workbench, synthesis);
            SynthesisReview review = workbench.synthesis().review(run.id());
            int shown = 0;
            for (ReviewedChain chain : review.chains()) {
                if (isWanted(chain)) {
                    shown++;
                    String text = withText ? text(workbench, run, chain) : "";
                    console.out().println(asJson ? json(chain, text) : line(chain, text));
                }
            }
            console.err().printf("%d of %d chains%n", shown, review.chains().size());
        }
        return ExitCode.OK.code();
    }

    private boolean isWanted(ReviewedChain chain) {
        Which only = which;
        return (only == null || (chain.isKept() ? only.kept : only.dropped))
                && (solution == null || solution.equals(chain.facts().solutionId()))
                && (reason == null
                        || chain.rejections().stream().anyMatch(one -> one.reason() == reason));
    }

    private static String text(Workbench workbench, SynthesisRun run, ReviewedChain chain)
            throws WorkbenchException {
        TokenTrace tokens =
                workbench
                        .chain(run.runId(), chain.facts().solutionId(), chain.facts().chain())
                        .map(VerificationChain::tokens)
                        .orElse(TokenTrace.EMPTY);
        int start = 0;
        while (start < tokens.size() && tokens.origin(start) == TokenOrigin.PROMPT) {
            start++;
        }
        return tokens.text(new TokenSpan(start, tokens.size()));
    }

    private static String state(ReviewedChain chain) {
        if (chain.isReadmitted()) {
            return "re-admitted";
        }
        if (chain.isDroppedByHand()) {
            return "dropped by hand";
        }
        return chain.isKept() ? "kept" : "dropped";
    }

    private static String line(ReviewedChain chain, String text) {
        StringBuilder line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "%-24s chain %-3d %-15s %6d tokens  gold: %s",
                                chain.facts().solutionId(),
                                chain.facts().chain() + 1,
                                state(chain),
                                chain.facts().tokens(),
                                gold(chain.facts().gold())));
        for (Rejection rejection : chain.rejections()) {
            line.append("\n    ")
                    .append(rejection.filter())
                    .append(", ")
                    .append(ExportManifest.word(rejection.reason()))
                    .append(": ")
                    .append(rejection.detail());
        }
        ChainRuling ruling = chain.ruling();
        if (ruling != null) {
            line.append("\n    ")
                    .append(ruling.who())
                    .append(", ")
                    .append(ruling.at())
                    .append(": ")
                    .append(ruling.ruling().title())
                    .append(ruling.note().isEmpty() ? "" : ", " + ruling.note());
        }
        return text.isEmpty()
                ? line.toString()
                : line + "\n" + VisibleText.lines(text).indent(4).stripTrailing();
    }

    private static String gold(FirstError gold) {
        return switch (gold) {
            case FirstError.None() -> "no error";
            case FirstError.At(int step) -> "error at step " + (step + 1);
            case FirstError.Unknown() -> "unknown";
        };
    }

    private static ObjectNode json(ReviewedChain chain, String text) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("solution", chain.facts().solutionId());
        node.put("chain", chain.facts().chain());
        node.put("kept", chain.isKept());
        switch (chain.facts().gold()) {
            case FirstError.None() -> node.put("goldFirstError", -1);
            case FirstError.At(int step) -> node.put("goldFirstError", step);
            case FirstError.Unknown() -> node.putNull("goldFirstError");
        }
        node.put("source", chain.facts().source());
        node.put("tokens", chain.facts().tokens());
        ArrayNode reasons = node.putArray("rejections");
        for (Rejection rejection : chain.rejections()) {
            ObjectNode each = reasons.addObject();
            each.put("filter", rejection.filter());
            each.put("reason", ExportManifest.word(rejection.reason()));
            each.put("step", rejection.step());
            each.put("detail", rejection.detail());
        }
        ChainRuling ruling = chain.ruling();
        if (ruling != null) {
            ObjectNode by = node.putObject("ruling");
            by.put("ruling", ruling.ruling().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            by.put("who", ruling.who());
            by.put("at", ruling.at().toString());
            by.put("note", ruling.note());
        }
        if (!text.isEmpty()) {
            node.put("text", text);
        }
        return node;
    }
}
