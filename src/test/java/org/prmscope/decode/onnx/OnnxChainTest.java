package org.prmscope.decode.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Sampling;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.decode.DecodeEngine;
import org.prmscope.decode.FinishReason;
import org.prmscope.decode.Generation;
import org.prmscope.decode.GenerationRequest;
import org.prmscope.decode.WatchedLogits;
import org.prmscope.model.TinyModels;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.TokenizerFile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The decode loop, the tokenizer and a real session together.
class OnnxChainTest {
    private static final Cancellation NEVER = new Cancellation();
    private static final double TOLERANCE = 1e-4;

    @TempDir Path folder;
    private DecodeEngine engine;
    private PlainDecoder judge;
    private TokenizerFile tokenizer;
    private ChatTemplate template;

    @BeforeEach
    void open() throws Exception {
        Path cache = Path.of(System.getProperty("prmscope.cache", "target/test-cache"));
        Path model = TinyModels.qwen2(folder.resolve("tiny"), 3, TinyModels.config());
        tokenizer = TokenizerFile.open(model.resolve("tokenizer.json"), cache);
        template = ChatTemplate.of(tokenizer);
        engine = TinyEngines.open(model, cache, tokenizer, List.of());
        judge =
                new PlainDecoder(
                        OnnxNatives.load(cache),
                        ModelProto.parseFrom(Files.readAllBytes(model.resolve("model.onnx"))),
                        model,
                        TinyModels.config().vocabularySize());
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        judge.close();
        tokenizer.close();
    }

    @Test
    void sameSeedSameChainAndGreedyNeedsNone() throws Exception {
        assertArrayEquals(ids(1, Sampling.GREEDY), ids(2, Sampling.GREEDY));
        assertArrayEquals(ids(1, Sampling.GENPRM), ids(1, Sampling.GENPRM));
        Sampling wide = new Sampling(2, 1, 0);
        assertFalse(Arrays.equals(ids(1, wide), ids(2, wide)));
    }

    @Test
    void watchedLogitsAreThoseOfAFreshForwardPass() throws Exception {
        try (ChainDecoder chain = prompted(1)) {
            List<Integer> watched = List.of(263, 264, 10);
            chain.generate(request(12, watched), NEVER);
            TokenTrace trace = chain.snapshot();
            for (int position = trace.size() - 12; position < trace.size(); position++) {
                WatchedLogits found = chain.watched(position).orElseThrow();
                float[] row = fresh(Arrays.copyOf(trace.ids(), position));
                double sum = 0;
                for (float logit : row) {
                    sum += Math.exp(logit);
                }
                for (int k = 0; k < watched.size(); k++) {
                    assertEquals(row[watched.get(k)], found.logits().get(k), TOLERANCE);
                }
                assertEquals(Math.log(sum), found.logSumExp(), TOLERANCE);
                assertEquals(
                        row[trace.id(position)] - Math.log(sum),
                        trace.logProbability(position),
                        TOLERANCE);
            }
        }
    }

    @Test
    void generationGoesOnAfterInjectedTextOnTheSameCache() throws Exception {
        try (ChainDecoder chain = prompted(1);
                ChainDecoder fresh = chain(1)) {
            chain.generate(request(9, List.of()), NEVER);
            chain.append(tokenizer.encode("[Code Output]\n42\n"), TokenOrigin.INJECTED);
            int before = chain.position();
            fresh.append(chain.snapshot().ids(), TokenOrigin.PROMPT);
            chain.generate(request(9, List.of()), NEVER);
            fresh.generate(request(9, List.of()), NEVER);

            assertArrayEquals(fresh.snapshot().ids(), chain.snapshot().ids());
            int injected = tokenizer.encode("[Code Output]\n42\n").length;
            assertEquals(new TokenUsage(before - 9, 18, injected), chain.usage());
        }
    }

    @Test
    void rewoundAndGeneratedAgainIsTheSameGreedyChain() throws Exception {
        try (ChainDecoder chain = prompted(1)) {
            int start = chain.position();
            chain.generate(request(15, List.of()), NEVER);
            int[] first = chain.snapshot().ids();
            chain.rewind(start + 4);
            chain.generate(request(11, List.of()), NEVER);
            assertArrayEquals(first, chain.snapshot().ids());
            chain.rewind(start);
            chain.generate(request(15, List.of()), NEVER);
            assertArrayEquals(first, chain.snapshot().ids());
        }
    }

    @Test
    void aStopTakenFromWhatTheModelSaysIsFoundAgain() throws Exception {
        try (ChainDecoder chain = prompted(1);
                ChainDecoder stopped = prompted(1)) {
            Sampling wide = new Sampling(1.5, 1, 0);
            chain.generate(new GenerationRequest(wide, 40, List.of(), true, List.of()), NEVER);
            TokenTrace trace = chain.snapshot();
            int start = trace.size() - 40;
            // Printable bytes of three tokens in a row, wherever they come first.
            int at = start;
            while (!trace.text(span(at, at + 3)).matches("[ -~]{3,}")) {
                at++;
            }
            String stop = trace.text(span(at, at + 3));
            Generation generation =
                    stopped.generate(
                            new GenerationRequest(wide, 40, List.of(stop), false, List.of()),
                            NEVER);

            assertEquals(FinishReason.STOP_STRING, generation.reason());
            assertEquals(stop, generation.stop());
            assertEquals(trace.text(span(start, at)), stopped.snapshot().text(generation.tokens()));
        }
    }

    @Test
    void scoresAddUpToOneOverAllTokens() throws Exception {
        try (ChainDecoder chain = prompted(1)) {
            List<int[]> all = new ArrayList<>();
            for (int id = 0; id < TinyModels.config().vocabularySize(); id++) {
                all.add(new int[] {id});
            }
            assertEquals(1, Arrays.stream(chain.score(all, NEVER)).map(Math::exp).sum(), TOLERANCE);

            int[] yes = tokenizer.encode("Yes, the");
            double score = chain.score(List.of(yes), NEVER)[0];
            double expected = 0;
            int[] context = chain.snapshot().ids();
            for (int id : yes) {
                float[] row = fresh(context);
                double sum = 0;
                for (float logit : row) {
                    sum += Math.exp(logit);
                }
                expected += row[id] - Math.log(sum);
                context = Arrays.copyOf(context, context.length + 1);
                context[context.length - 1] = id;
            }
            assertEquals(expected, score, TOLERANCE);
        }
    }

    private static TokenSpan span(int start, int end) {
        return new TokenSpan(start, end);
    }

    private int[] ids(long seed, Sampling sampling) throws Exception {
        try (ChainDecoder chain = prompted(seed)) {
            chain.generate(new GenerationRequest(sampling, 30, List.of(), true, List.of()), NEVER);
            return chain.snapshot().ids();
        }
    }

    private float[] fresh(int[] context) throws Exception {
        return judge.logits(context);
    }

    private ChainDecoder chain(long seed) {
        return engine.newChain(seed);
    }

    private ChainDecoder prompted(long seed) throws WorkbenchException {
        ChainDecoder chain = chain(seed);
        chain.append(template.begin(Optional.of("You are a math teacher.")), TokenOrigin.PROMPT);
        chain.append(template.userTurn("What is 6 times 7?\n\nIt is 42."), TokenOrigin.PROMPT);
        chain.append(template.assistantStart(), TokenOrigin.PROMPT);
        return chain;
    }

    private static GenerationRequest request(int maxTokens, List<Integer> watched) {
        return new GenerationRequest(Sampling.GREEDY, maxTokens, List.of(), true, watched);
    }
}
