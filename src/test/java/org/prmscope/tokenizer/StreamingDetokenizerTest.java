package org.prmscope.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

class StreamingDetokenizerTest {
    private final StreamingDetokenizer detokenizer = new StreamingDetokenizer();

    @Test
    void anEmojiSplitOverTokensComesOutWhole() {
        byte[] emoji = "😀".getBytes(StandardCharsets.UTF_8);

        assertEquals("a", detokenizer.accept(new byte[] {'a', emoji[0]}));
        assertEquals("", detokenizer.accept(new byte[] {emoji[1]}));
        assertEquals("", detokenizer.accept(new byte[] {emoji[2]}));
        assertEquals("😀b", detokenizer.accept(new byte[] {emoji[3], 'b'}));
        assertEquals("", detokenizer.finish());
    }

    @Test
    void anySplitOfAnyTextGivesTheText() {
        Random random = new Random(5);
        String text = "Let’s 步😀 ∑_{i=1}^n é\u0000\uFFFD 👩‍👩‍👧".repeat(20);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 200; round++) {
            StringBuilder out = new StringBuilder();
            int from = 0;
            while (from < bytes.length) {
                int to = Math.min(bytes.length, from + random.nextInt(6));
                out.append(detokenizer.accept(Arrays.copyOfRange(bytes, from, to)));
                from = to;
            }
            out.append(detokenizer.finish());
            assertEquals(text, out.toString());
        }
    }

    @Test
    void brokenAndUnfinishedSequencesAreReplaced() {
        assertEquals("\uFFFDa", detokenizer.accept(new byte[] {(byte) 0xE6, 'a'}));
        assertEquals("", detokenizer.accept(new byte[] {(byte) 0xF0, (byte) 0x9F}));
        assertEquals("\uFFFD", detokenizer.finish());
        assertEquals("b", detokenizer.accept(new byte[] {'b'}));
    }
}
