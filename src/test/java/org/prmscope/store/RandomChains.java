package org.prmscope.store;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.ChainSection;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.CodeMode;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.Computation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.InvalidReason;
import org.prmscope.core.LabelScore;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.Protocol;
import org.prmscope.core.Round;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.RunEnvironment;
import org.prmscope.core.Scaling;
import org.prmscope.core.SectionKind;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Chains with every kind of content, drawn from a seed.
final class RandomChains {
    static final ModelIdentity MODEL =
            new ModelIdentity("tiny", "builtin", "00ff", "qwen2", "fp32", 1_600_000);
    static final RunEnvironment ENVIRONMENT =
            new RunEnvironment(
                    "0.1",
                    "1.29.0",
                    "25",
                    "Linux",
                    new Computation(
                            "CPU", 2, ComputeMode.FAST, 8, "int4 weights, int8 activations"),
                    "bubblewrap, Python 3");
    static final RunConfiguration CONFIGURATION =
            new RunConfiguration(
                    Protocol.THINKPRM,
                    CodeMode.WITHOUT_EXECUTION,
                    RunConfiguration.of(Protocol.GENPRM).sampling(),
                    99,
                    2,
                    false,
                    0.7,
                    RunConfiguration.of(Protocol.GENPRM).codeLimits(),
                    new Scaling(4, 2, List.of("Once more"), 8_192),
                    -5);

    private final Random random;

    RandomChains(long seed) {
        random = new Random(seed);
    }

    VerificationChain chain(String solutionId, int index, int maxTokens) {
        TokenTrace tokens = trace(random.nextInt(maxTokens + 1), random.nextInt(6));
        int[] step = {0};
        List<StepVerdict> verdicts = list(() -> verdict(step[0]++, tokens.size()));
        return new VerificationChain(
                solutionId,
                index,
                random.nextLong(),
                tokens,
                list(() -> section(tokens.size())),
                list(this::codeCheck),
                verdicts,
                list(() -> round(tokens.size(), verdicts.size())),
                maybe(this::confidence),
                list(this::event),
                random.nextBoolean() ? ChainEnd.COMPLETED : ChainEnd.FAILED,
                new TokenUsage(random.nextInt(9_999), random.nextInt(9_999), random.nextInt(99)),
                random.nextDouble() * 1e5,
                tokens.size() % 2 == 0 ? null : (Long) (tokens.size() * 3_072L));
    }

    private Round round(int size, int steps) {
        List<StepVerdict> verdicts = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            verdicts.add(verdict(step, size));
        }
        int start = random.nextInt(size + 1);
        return new Round(
                random.nextInt(9),
                maybe(() -> "Let me double check"),
                new TokenSpan(start, start + random.nextInt(size - start + 1)),
                verdicts,
                maybe(this::confidence),
                random.nextInt(999));
    }

    TokenTrace trace(int size, int width) {
        TokenTrace.Builder trace = new TokenTrace.Builder(width);
        for (int id = 0; id < 40; id++) {
            byte[] piece = new byte[random.nextInt(6)];
            random.nextBytes(piece);
            trace.piece(id * 4_000, piece);
        }
        for (int i = 0; i < size; i++) {
            if (random.nextInt(3) == 0) {
                trace.fed(id(), random.nextBoolean() ? TokenOrigin.PROMPT : TokenOrigin.INJECTED);
            } else {
                int count = random.nextInt(width + 1);
                int[] ids = new int[count];
                float[] logs = new float[count];
                for (int k = 0; k < count; k++) {
                    ids[k] = id();
                    logs[k] = k == 3 ? Float.NEGATIVE_INFINITY : -random.nextFloat() * 20;
                }
                trace.sampled(id(), -random.nextFloat(), ids, logs);
            }
        }
        return trace.build();
    }

    private int id() {
        return random.nextInt(40) * 4_000;
    }

    private ChainSection section(int size) {
        int start = random.nextInt(size + 1);
        TokenSpan span = new TokenSpan(start, start + random.nextInt(size - start + 1));
        return new ChainSection(any(SectionKind.values()), maybe(this::step), span, coin());
    }

    private CodeCheck codeCheck() {
        CodeOutcome outcome =
                switch (random.nextInt(6)) {
                    case 0 -> new CodeOutcome.Completed();
                    case 1 -> new CodeOutcome.Raised(text(), text(), maybe(this::step));
                    case 2 -> new CodeOutcome.LimitHit(any(CodeOutcome.Limit.values()));
                    case 3 -> new CodeOutcome.NoCode();
                    case 4 -> new CodeOutcome.NotRun();
                    default -> new CodeOutcome.Unavailable(text());
                };
        CodeResult result = new CodeResult(outcome, text(), text(), random.nextDouble(), text());
        return new CodeCheck(step(), 1 + random.nextInt(3), text(), result, text());
    }

    private StepVerdict verdict(int step, int size) {
        Verdict verdict =
                switch (random.nextInt(4)) {
                    case 0 -> new Verdict.Correct();
                    case 1 -> new Verdict.Incorrect();
                    case 2 -> new Verdict.Invalid(any(InvalidReason.values()), text());
                    default -> new Verdict.NotReached();
                };
        Integer decision = size == 0 || coin() ? null : Integer.valueOf(random.nextInt(size));
        return new StepVerdict(step, verdict, maybe(this::confidence), decision, step());
    }

    private Confidence confidence() {
        return new Confidence(
                random.nextDouble(),
                any(ConfidenceDefinition.values()),
                list(() ->
                        new LabelScore(
                                text(),
                                maybe(random::nextGaussian),
                                coin() ? Double.NEGATIVE_INFINITY : -random.nextDouble())));
    }

    private ChainEvent event() {
        return new ChainEvent(any(ChainEvent.Kind.values()), maybe(this::step), text());
    }

    private int step() {
        return random.nextInt(50);
    }

    private boolean coin() {
        return random.nextBoolean();
    }

    /// Text with quotes, control characters, a surrogate pair and a lone surrogate.
    String text() {
        String alphabet = "ab\"\\\n\u0000\u2028\u00e9$\ud83d\ude00\udfff'<";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return coin() ? null : value.get();
    }

    private <T> List<T> list(Supplier<T> value) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value.get());
        }
        return list;
    }
}
