package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Cancellation;
import org.prmscope.core.Sampling;
import org.prmscope.core.TokenOrigin;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Guessing ahead changes when tokens come, never which.
class SpeculationTest {
    private static final int VOCABULARY = 257;

    private final PieceTokenizer tokens = new PieceTokenizer();

    /// A model that likes to say what followed the last two tokens before; the less sure, the
    /// larger `doubt`.
    private static RowsLm.Script quoting(double doubt) {
        return (context, row) -> {
            EngineScheduleTest.hash(context, row);
            for (int id = 0; id < row.length; id++) {
                row[id] *= (float) doubt;
            }
            int size = context.length;
            for (int at = size - 2; at > 0; at--) {
                if (context[at] == context[size - 1] && context[at - 1] == context[size - 2]) {
                    row[context[at + 1]] += 9;
                    return;
                }
            }
        };
    }

    private record Outcome(
            List<Integer> ids, FinishReason reason, EngineStatistics statistics, long nanos) {}

    private Outcome generate(
            RowsLm lm, Speculation speculation, Sampling sampling, List<String> stops)
            throws Exception {
        int[] prompt = new Random(4).ints(60, 0, 40).toArray();
        int[] twice = Arrays.copyOf(prompt, 90);
        System.arraycopy(prompt, 0, twice, 60, 30);
        try (DecodeEngine engine =
                        new DecodeEngine(
                                lm,
                                new EngineLimits(2, 0, 1 << 24),
                                tokens,
                                List.of(tokens.end()),
                                new LoopRule(4, 8, 30, 10_000),
                                lm::nanoTime,
                                speculation);
                ChainDecoder chain = engine.newChain(3)) {
            chain.append(twice, TokenOrigin.PROMPT);
            Generation generation =
                    chain.generate(
                            new GenerationRequest(sampling, 900, stops, true, List.of(7)),
                            new Cancellation());
            int position = chain.position() - 1;
            if (chain.watched(position).isPresent()) {
                float[] row = new float[VOCABULARY];
                lm.script().row(Arrays.copyOf(chain.snapshot().ids(), position), row);
                assertEquals(row[7], chain.watched(position).orElseThrow().logits().getFirst());
            }
            return new Outcome(
                    Arrays.stream(chain.snapshot().ids()).boxed().toList(),
                    generation.reason(),
                    engine.statistics(),
                    lm.nanoTime());
        }
    }

    private RowsLm lm(double doubt, RowsLm.Cost cost) {
        RowsLm lm = new RowsLm(VOCABULARY, 2_000, quoting(doubt));
        lm.cost = cost;
        return lm;
    }

    @Test
    void tokensAreTheSameWithAndWithoutIt() throws Exception {
        int accepted = 0;
        for (double doubt : new double[] {0.1, 0.4, 0.8, 1.5}) {
            for (Sampling sampling :
                    List.of(
                            Sampling.GREEDY,
                            Sampling.GENPRM,
                            new Sampling(1, 1, 0),
                            new Sampling(1.1, 0.9, 0))) {
                for (List<String> stops : List.of(List.<String>of(), List.of("\u0005\u0011"))) {
                    Outcome plain =
                            generate(lm(doubt, _ -> 1_000), Speculation.OFF, sampling, stops);
                    Outcome guessed =
                            generate(lm(doubt, _ -> 1_000), Speculation.AUTOMATIC, sampling, stops);
                    assertEquals(plain.ids(), guessed.ids());
                    assertEquals(plain.reason(), guessed.reason());
                    assertEquals(plain.statistics().prefilled(), guessed.statistics().prefilled());
                    assertEquals(0, plain.statistics().drafted());
                    accepted += (int) guessed.statistics().accepted();
                }
            }
        }
        assertTrue(accepted > 3_000, accepted + "");
    }

    @Test
    void itIsFasterWhereTextIsQuoted() throws Exception {
        RowsLm.Cost cost = width -> 1_000_000 + 150_000L * width;
        Outcome plain = generate(lm(0.1, cost), Speculation.OFF, Sampling.GREEDY, List.of());
        Outcome guessed =
                generate(lm(0.1, cost), Speculation.AUTOMATIC, Sampling.GREEDY, List.of());
        assertTrue(guessed.nanos() * 2 < plain.nanos(), guessed.nanos() + " of " + plain.nanos());
    }

    @Test
    void itIsAllButOffWhereItDoesNotPay() throws Exception {
        // A run over more tokens takes as long as that many runs, as on a slow processor.
        RowsLm.Cost cost = width -> 1_000_000L * width;
        Outcome plain = generate(lm(0.1, cost), Speculation.OFF, Sampling.GREEDY, List.of());
        Outcome guessed =
                generate(lm(0.1, cost), Speculation.AUTOMATIC, Sampling.GREEDY, List.of());
        assertTrue(guessed.nanos() < plain.nanos() * 1.06);
        // And where the model says something else each time.
        RowsLm.Cost flat = width -> 1_000_000 + 150_000L * width;
        Outcome other = generate(lm(20, flat), Speculation.OFF, Sampling.GREEDY, List.of());
        Outcome doubted = generate(lm(20, flat), Speculation.AUTOMATIC, Sampling.GREEDY, List.of());
        assertTrue(doubted.nanos() < other.nanos() * 1.06);
    }
}
