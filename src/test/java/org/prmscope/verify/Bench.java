package org.prmscope.verify;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.ChainSection;
import org.prmscope.core.CodeMode;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;
import org.prmscope.core.SectionKind;
import org.prmscope.core.Solution;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.tokenizer.ChatTemplate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One verification in a test: a scripted decoder, a fake executor and a configuration.
final class Bench {
    static final String BOS = "<｜begin▁of▁sentence｜>";
    static final String EOS = "<｜end▁of▁sentence｜>";
    static final String USER = "<｜User｜>";
    static final String ASSISTANT = "<｜Assistant｜>";

    final WordTokenizer tokenizer = new WordTokenizer(BOS, USER, ASSISTANT, EOS);
    final ScriptedDecoder decoder;
    FakeExecutor executor = FakeExecutor.printing("5050\n");
    RunConfiguration configuration;
    final List<ChainRecorder> recorders = new ArrayList<>();
    final Cancellation cancellation = new Cancellation();
    private final AtomicLong clock = new AtomicLong();

    Bench(Protocol protocol) {
        this(protocol, 100_000);
    }

    Bench(Protocol protocol, int context) {
        configuration = RunConfiguration.of(protocol);
        decoder = new ScriptedDecoder(tokenizer, context);
    }

    Bench mode(CodeMode mode) {
        return with(mode, configuration.maxTokens(), configuration.maxCodeRounds());
    }

    Bench maxTokens(int tokens) {
        return with(configuration.codeMode(), tokens, configuration.maxCodeRounds());
    }

    private Bench with(CodeMode mode, int tokens, int rounds) {
        configuration =
                new RunConfiguration(
                        configuration.protocol(),
                        mode,
                        configuration.sampling(),
                        tokens,
                        rounds,
                        configuration.stopAtFirstError(),
                        configuration.decisionTemperature(),
                        configuration.codeLimits(),
                        configuration.scaling(),
                        configuration.seed());
        return this;
    }

    Bench goingOn() {
        configuration = configuration.withStopAtFirstError(false);
        return this;
    }

    Bench scaling(Scaling scaling) {
        configuration = configuration.withScaling(scaling);
        return this;
    }

    Bench decisionTemperature(double temperature) {
        configuration =
                new RunConfiguration(
                        configuration.protocol(),
                        configuration.codeMode(),
                        configuration.sampling(),
                        configuration.maxTokens(),
                        configuration.maxCodeRounds(),
                        configuration.stopAtFirstError(),
                        temperature,
                        configuration.codeLimits(),
                        configuration.scaling(),
                        configuration.seed());
        return this;
    }

    VerificationChain verify(String... steps) throws WorkbenchException, CancelledException {
        return verify(Solution.of("s", "What is 1 + 1?", Arrays.asList(steps)));
    }

    VerificationChain verify(Solution solution) throws WorkbenchException, CancelledException {
        return VerificationProtocol.of(configuration.protocol())
                .verify(
                        solution,
                        new VerificationContext(
                                decoder,
                                tokenizer,
                                ChatTemplate.of(tokenizer),
                                executor,
                                configuration,
                                0,
                                7,
                                () -> clock.addAndGet(1_000_000),
                                recorders::add),
                        cancellation);
    }

    static Verdict verdict(VerificationChain chain, int step) {
        return chain.verdicts().get(step).verdict();
    }

    static List<ChainEvent.Kind> events(VerificationChain chain) {
        return chain.events().stream().map(ChainEvent::kind).toList();
    }

    static List<SectionKind> kinds(VerificationChain chain) {
        return chain.sections().stream().map(ChainSection::kind).toList();
    }

    static List<String> texts(VerificationChain chain, SectionKind kind) {
        return chain.sections().stream()
                .filter(section -> section.kind() == kind)
                .map(section -> chain.tokens().text(section.tokens()))
                .toList();
    }
}
