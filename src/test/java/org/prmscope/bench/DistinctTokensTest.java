package org.prmscope.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenTrace;

import java.nio.charset.StandardCharsets;

class DistinctTokensTest {
    private static TokenTrace trace(String given, String sampled, String injected) {
        TokenTrace.Builder trace = new TokenTrace.Builder(0);
        fed(trace, given, TokenOrigin.PROMPT);
        sampled.chars()
                .forEach(id -> {
                    name(trace, id);
                    trace.sampled(id, 0, new int[0], new float[0]);
                });
        fed(trace, injected, TokenOrigin.INJECTED);
        return trace.build();
    }

    private static void fed(TokenTrace.Builder trace, String text, TokenOrigin origin) {
        text.chars()
                .forEach(id -> {
                    name(trace, id);
                    trace.fed(id, origin);
                });
    }

    private static void name(TokenTrace.Builder trace, int id) {
        trace.piece(id, Character.toString(id).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void Every_given_token_of_one_chain_is_distinct() {
        DistinctTokens distinct = new DistinctTokens();
        distinct.add(trace("prompt", "chain", "output"));

        assertEquals("promptoutput".length(), distinct.appended());
    }

    @Test
    void A_shared_prompt_counts_once_and_an_output_after_different_chains_twice() {
        DistinctTokens distinct = new DistinctTokens();
        distinct.add(trace("prompt", "this", "output"));
        distinct.add(trace("prompt", "that", "output"));

        assertEquals("promptoutputoutput".length(), distinct.appended());
    }

    @Test
    void The_same_chain_twice_adds_nothing() {
        DistinctTokens distinct = new DistinctTokens();
        distinct.add(trace("prompt", "this", "output"));
        distinct.add(trace("prompt", "this", "output"));

        assertEquals("promptoutput".length(), distinct.appended());
    }
}
