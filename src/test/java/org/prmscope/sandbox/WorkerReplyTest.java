package org.prmscope.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;

class WorkerReplyTest {
    private static final UUID NONCE = new UUID(11, 12);
    private static final WorkerReply REPLY =
            new WorkerReply(
                    WorkerReply.Kind.RAISED, true, false, 3, "ValueError", "\u00e4", "out", "err");

    private static byte[] body() {
        byte[] frame = REPLY.frame(NONCE);
        return Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
    }

    @Test
    void aReplyReadsBack() {
        assertEquals(REPLY, WorkerReply.parse(body(), NONCE));
    }

    @Test
    void aReplyToAnotherRequestIsRefused() {
        assertNull(WorkerReply.parse(body(), new UUID(11, 13)));
    }

    @Test
    void everyShortenedReplyIsRefused() {
        byte[] body = body();
        for (int length = 0; length < body.length; length++) {
            assertNull(WorkerReply.parse(Arrays.copyOf(body, length), NONCE));
        }
        assertNull(WorkerReply.parse(Arrays.copyOf(body, body.length + 1), NONCE));
    }

    @Test
    void noChangedByteMakesReadingFail() {
        Random random = new Random(7);
        int read = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] body = body();
            for (int change = 0; change < 3; change++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            WorkerReply reply = WorkerReply.parse(body, NONCE);
            if (reply != null) {
                read++;
                assertTrue(reply.stdout().length() + reply.stderr().length() < body.length);
            }
        }
        assertTrue(read > 0, "some changes only alter a text");
    }

    @Test
    void anAnnouncedLengthIsNotBelieved() throws IOException {
        for (byte[] header : new byte[][] {{127, -1, -1, -1}, {-1, -1, -1, -1}, {0, 0, 8, 0}}) {
            ReplyReader reader = new ReplyReader(1_000);
            assertEquals(
                    ReplyReader.State.BROKEN, reader.readFrom(new ByteArrayInputStream(header)));
        }
    }

    @Test
    void aReplyMayComeByteByByte() throws IOException {
        byte[] frame = REPLY.frame(NONCE);
        ReplyReader reader = new ReplyReader(1_000);
        ReplyReader.State state = ReplyReader.State.PARTIAL;
        for (byte value : frame) {
            assertEquals(ReplyReader.State.PARTIAL, state);
            state = reader.readFrom(new ByteArrayInputStream(new byte[] {value}));
        }
        assertEquals(ReplyReader.State.COMPLETE, state);
        assertEquals(REPLY, WorkerReply.parse(reader.body(), NONCE));
    }

    @Test
    void aRequestReadsBack() {
        WorkerRequest request = new WorkerRequest(NONCE, 2, 5_000, 65_536, "print('\u4e2d')");
        byte[] frame = request.frame();
        assertEquals(
                request,
                WorkerRequest.parse(Arrays.copyOfRange(frame, Integer.BYTES, frame.length)));
    }
}
