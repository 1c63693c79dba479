package org.prmscope.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainSection;
import org.prmscope.core.CodeMode;
import org.prmscope.core.FirstError;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Solution;
import org.prmscope.core.StepVerdict;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.decode.DecodeEngine;
import org.prmscope.decode.onnx.TinyEngines;
import org.prmscope.model.Qwen2Config;
import org.prmscope.model.TinyModels;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.TokenizerFile;

import java.nio.file.Path;
import java.util.List;

/// Protocols, decode loop, tokenizer and a real session together; the model's weights are random,
/// so that everything it says is noise.
class TinyModelVerificationTest {
    private static final int CONTEXT = 1_600;

    @TempDir Path folder;
    private Path cache;
    private Path model;
    private TokenizerFile tokenizer;

    @BeforeEach
    void open() throws Exception {
        cache = Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
        Qwen2Config config = new Qwen2Config(288, 64, 2, 4, 2, 16, 96, CONTEXT, 10_000, 1e-6, true);
        model = TinyModels.qwen2(folder.resolve("tiny"), 3, config);
        tokenizer = TokenizerFile.open(model.resolve("tokenizer.json"), cache);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    private VerificationChain verify(Protocol protocol, CodeMode mode, int maxTokens)
            throws Exception {
        RunConfiguration of = RunConfiguration.of(protocol);
        RunConfiguration configuration =
                new RunConfiguration(
                        protocol,
                        mode,
                        of.sampling(),
                        maxTokens,
                        of.maxCodeRounds(),
                        true,
                        1,
                        of.codeLimits(),
                        of.scaling(),
                        5);
        Solution solution =
                Solution.of("s", "What is 1 + 1?", List.of("One and one make two.", "So it is 2."));
        ChatTemplate template = ChatTemplate.of(tokenizer);
        try (DecodeEngine engine = TinyEngines.open(model, cache, tokenizer, template.endIds());
                ChainDecoder decoder = engine.newChain(9)) {
            return VerificationProtocol.of(protocol)
                    .verify(
                            solution,
                            new VerificationContext(
                                    decoder,
                                    tokenizer,
                                    template,
                                    FakeExecutor.printing("2"),
                                    configuration,
                                    0,
                                    9,
                                    () -> 0,
                                    ChainWatcher.NONE),
                            new Cancellation());
        }
    }

    @Test
    void noiseIsInvalidInEveryModeAndNeverANumber() throws Exception {
        for (CodeMode mode : CodeMode.values()) {
            VerificationChain chain = verify(Protocol.GENPRM, mode, 250);
            check(chain);
            assertTrue(chain.tokens().text().contains("Let's analyze the Paragraph 2"));
        }
        VerificationChain chain = verify(Protocol.THINKPRM, CodeMode.WITH_EXECUTION, 120);
        check(chain);
        assertNull(chain.solutionConfidence());
    }

    private static void check(VerificationChain chain) {
        assertEquals(ChainEnd.COMPLETED, chain.end());
        assertEquals(2, chain.verdicts().size());
        for (StepVerdict step : chain.verdicts()) {
            assertTrue(step.verdict() instanceof Verdict.Invalid);
            assertNull(step.confidence());
        }
        assertEquals(new FirstError.Unknown(), chain.firstError());
        for (ChainSection section : chain.sections()) {
            assertTrue(section.tokens().end() <= chain.tokens().size());
        }
        assertTrue(chain.tokens().size() <= CONTEXT);
    }

    @Test
    void theSameSeedGivesTheSameChain() throws Exception {
        assertArrayEquals(
                verify(Protocol.GENPRM, CodeMode.WITH_EXECUTION, 250).tokens().ids(),
                verify(Protocol.GENPRM, CodeMode.WITH_EXECUTION, 250).tokens().ids());
    }

    @Test
    void aContextThatFillsUpIsAnOutcomeAndNotAFailure() throws Exception {
        VerificationChain chain = verify(Protocol.GENPRM, CodeMode.WITH_EXECUTION, 1_500);
        assertEquals(ChainEnd.COMPLETED, chain.end());
        assertEquals(2, chain.verdicts().size());
        assertTrue(chain.tokens().size() <= CONTEXT);
    }
}
