package org.prmscope.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.TokenTrace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;

class TraceCodecTest {
    @Test
    void everyTraceSurvivesTheRoundTrip() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            RandomChains chains = new RandomChains(seed);
            Random random = new Random(seed);
            TokenTrace trace = chains.trace(random.nextInt(200), random.nextInt(12));
            assertEquals(trace, TraceCodec.decode(TraceCodec.encode(trace)), "seed " + seed);
        }
        assertEquals(TokenTrace.EMPTY, TraceCodec.decode(TraceCodec.encode(TokenTrace.EMPTY)));
    }

    @Test
    void tracesThatDifferAnywhereAreNotEqual() {
        byte[] piece = {65};
        TokenTrace.Builder one = new TokenTrace.Builder(1).piece(5, piece);
        TokenTrace a = one.sampled(5, -1, new int[] {5}, new float[] {-1}).build();
        TokenTrace.Builder two = new TokenTrace.Builder(1).piece(5, piece);
        TokenTrace b = two.sampled(5, -1, new int[] {5}, new float[] {-2}).build();
        TokenTrace.Builder three = new TokenTrace.Builder(1).piece(5, new byte[] {66});
        TokenTrace c = three.sampled(5, -1, new int[] {5}, new float[] {-1}).build();
        assertNotEquals(a, b);
        assertNotEquals(a, c);
    }

    @Test
    void cutAndChangedBlobsAreRefusedOrReadButNeverCrash() {
        byte[] good = TraceCodec.encode(new RandomChains(1).trace(60, 4));
        for (int cut = 0; cut < good.length - 1; cut += 3) {
            byte[] cutOff = Arrays.copyOf(good, cut);
            assertThrows(TraceCodec.MalformedTrace.class, () -> TraceCodec.decode(cutOff));
        }
        int refused = 0;
        Random random = new Random(2);
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = good.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                TraceCodec.decode(changed);
            } catch (TraceCodec.MalformedTrace e) {
                refused++;
            }
        }
        assertTrue(refused > 1_900, "refused " + refused);
    }

    @Test
    void countsThatPromiseTooMuchAreRefusedWithoutTheMemory() throws Exception {
        // 0xFF 0xFF 0xFF 0xFF 0x0F is 2^32 - 1 as a count of tokens.
        assertRefused(0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0);
        // 2^20 tokens of 255 alternatives.
        assertRefused(0x80, 0x80, 0x40, 0xFF, 0x01, 0);
        // A piece of 2^16 + 1 bytes.
        assertRefused(1, 0, 1, 7, 0x81, 0x80, 0x04);
        // A number of six bytes.
        assertRefused(0x80, 0x80, 0x80, 0x80, 0x80, 1);
        // No tokens, then more bytes.
        assertRefused(0, 0, 0, 9);
        // One token of an origin that is not known.
        assertRefused(1, 0, 0, 5, 9, 0, 0, 0, 0, 0);
    }

    @Test
    void zerosWithoutEndAreRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(1);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(new byte[] {0, 0, 0});
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                out.write(zeros);
            }
        }
        assertThrows(TraceCodec.MalformedTrace.class, () -> TraceCodec.decode(bytes.toByteArray()));
    }

    private static void assertRefused(int... content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(1);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            for (int value : content) {
                out.write(value);
            }
        }
        assertThrows(TraceCodec.MalformedTrace.class, () -> TraceCodec.decode(bytes.toByteArray()));
    }
}
