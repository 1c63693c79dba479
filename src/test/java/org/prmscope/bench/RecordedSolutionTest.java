package org.prmscope.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.prmscope.tokenizer.Tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

class RecordedSolutionTest {
    /// One token a byte.
    private static final Tokenizer BYTES =
            new Tokenizer() {
                @Override
                public int[] encode(String text) {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
                }

                @Override
                public byte[] piece(int id) {
                    return new byte[] {(byte) id};
                }

                @Override
                public OptionalInt controlId(String name) {
                    return OptionalInt.empty();
                }

                @Override
                public boolean isControl(int id) {
                    return false;
                }

                @Override
                public int size() {
                    return 256;
                }
            };

    @Test
    void It_has_eight_steps_each_with_code_and_a_judgement() {
        RecordedSolution recorded = RecordedSolution.read();
        byte[] bytes = new byte[recorded.generated(0, BYTES).length];
        int[] ids = recorded.generated(0, BYTES);
        for (int i = 0; i < ids.length; i++) {
            bytes[i] = (byte) ids[i];
        }
        String text = new String(bytes, StandardCharsets.UTF_8);

        assertEquals(8, recorded.solution().steps().size());
        assertEquals(8, text.split("</analyze>\n", -1).length - 1);
        assertEquals(8, text.split("\n```\n", -1).length - 1);
        assertEquals(8, text.split("</output>\n", -1).length - 1);
    }

    @Test
    void Eight_chains_differ_from_their_first_token_on_or_in_length() {
        RecordedSolution recorded = RecordedSolution.read();
        Set<Integer> lengths = new HashSet<>();
        for (int chain = 0; chain < 8; chain++) {
            lengths.add(recorded.generated(chain, BYTES).length);
        }

        assertEquals(8, lengths.size());
        assertNotEquals(recorded.generated(0, BYTES)[0], recorded.generated(4, BYTES)[0]);
    }
}
