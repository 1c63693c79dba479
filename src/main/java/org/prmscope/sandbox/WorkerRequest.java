package org.prmscope.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// One block of code on its way to an interpreter process.
///
/// @param nonce what the reply has to repeat
/// @param check the block's number within its chain, from 1
/// @param wallSeconds what the block may take, rounded up
/// @param outputBytes what is kept of each output stream
record WorkerRequest(UUID nonce, int check, int wallSeconds, int outputBytes, String code) {
    static final int NONCE_BYTES = 16;

    /// The bytes that go to the worker, length first, numbers big-endian. Half a surrogate pair has
    /// no UTF-8 form and becomes a question mark.
    byte[] frame() {
        byte[] source = code.getBytes(StandardCharsets.UTF_8);
        int length = NONCE_BYTES + 3 * Integer.BYTES + source.length;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putLong(nonce.getMostSignificantBits())
                .putLong(nonce.getLeastSignificantBits())
                .putInt(check)
                .putInt(wallSeconds)
                .putInt(outputBytes)
                .put(source)
                .array();
    }
}
