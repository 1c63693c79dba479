package org.prmscope.decode.onnx;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.GraphSession.DeviceMemory;

import java.util.function.LongConsumer;

/// Zeroes tokens of rows that a run reads although they are masked: what another chain left there
/// may be NaN, and NaN gets through a mask.
final class ZeroTokens implements AutoCloseable {
    /// Tokens of a head that are zeroed in one piece.
    private static final int PIECE = 256;

    private final GraphSession session;
    private final int kvHeads;
    private final long tokenBytes;
    private final LongConsumer count;
    private @Nullable DeviceMemory zeros;

    /// @param tokenBytes of one head
    /// @param count told how many bytes are held, and with a minus when they no longer are
    ZeroTokens(GraphSession session, int kvHeads, long tokenBytes, LongConsumer count) {
        this.session = session;
        this.kvHeads = kvHeads;
        this.tokenBytes = tokenBytes;
        this.count = count;
    }

    /// Zeroes so many tokens of each head from `offset` on.
    ///
    /// @param pitch bytes from one head to the next
    void write(DeviceMemory to, long offset, long pitch, int tokens) throws WorkbenchException {
        if (tokens <= 0) {
            return;
        }
        DeviceMemory from = zeros;
        if (from == null) {
            from = session.allocate(PIECE * tokenBytes * kvHeads);
            count.accept(from.bytes());
            zeros = from;
        }
        for (int at = 0; at < tokens; at += PIECE) {
            session.copy(
                    from,
                    0,
                    PIECE * tokenBytes,
                    to,
                    offset + at * tokenBytes,
                    pitch,
                    Math.min(PIECE, tokens - at) * tokenBytes,
                    kvHeads);
        }
    }

    @Override
    public void close() {
        if (zeros != null) {
            count.accept(-zeros.bytes());
            zeros.close();
            zeros = null;
        }
    }
}
