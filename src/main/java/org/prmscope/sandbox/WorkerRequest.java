package org.prmscope.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// One block of code on its way to an interpreter process.
///
/// @param nonce what the reply has to repeat
/// @param check the block's number within its chain, from 1; 0 asks for an empty namespace
/// @param wallMs milliseconds the block may take
/// @param outputBytes what is kept of each output stream
record WorkerRequest(UUID nonce, int check, int wallMs, int outputBytes, String code) {
    private static final int FIXED_BYTES = 2 * Long.BYTES + 3 * Integer.BYTES;

    /// Asks a worker that can to start over with no names defined.
    static WorkerRequest reset(UUID nonce) {
        return new WorkerRequest(nonce, 0, 0, 0, "");
    }

    boolean isReset() {
        return check == 0;
    }

    /// The bytes that go to the worker, length first, numbers big-endian. Half a surrogate pair has
    /// no UTF-8 form and becomes a question mark.
    byte[] frame() {
        byte[] source = code.getBytes(StandardCharsets.UTF_8);
        int length = FIXED_BYTES + source.length;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putLong(nonce.getMostSignificantBits())
                .putLong(nonce.getLeastSignificantBits())
                .putInt(check)
                .putInt(wallMs)
                .putInt(outputBytes)
                .put(source)
                .array();
    }

    /// Reads a request without its length, in a worker, which trusts its parent.
    static WorkerRequest parse(byte[] body) {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        UUID nonce = new UUID(buffer.getLong(), buffer.getLong());
        int check = buffer.getInt();
        int wallMs = buffer.getInt();
        int outputBytes = buffer.getInt();
        String code = StandardCharsets.UTF_8.decode(buffer).toString();
        return new WorkerRequest(nonce, check, wallMs, outputBytes, code);
    }
}
