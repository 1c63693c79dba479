package org.prmscope.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Collects one reply from a pipe without ever blocking and without trusting its length.
final class ReplyReader {
    private final byte[] header = new byte[Integer.BYTES];
    private final int maxBytes;
    private byte[] body = new byte[0];
    private int headerRead;
    private int bodyRead;
    private boolean broken;

    ReplyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// How far a reply has come in.
    enum State {
        PARTIAL,
        COMPLETE,
        /// The announced length cannot be that of a reply.
        BROKEN
    }

    /// Takes what is there.
    State readFrom(InputStream pipe) throws IOException {
        while (!broken && headerRead < header.length && pipe.available() > 0) {
            headerRead += Math.max(0, pipe.read(header, headerRead, header.length - headerRead));
            if (headerRead == header.length) {
                announce(ByteBuffer.wrap(header).getInt());
            }
        }
        while (!broken && bodyRead < body.length && pipe.available() > 0) {
            int wanted = Math.min(pipe.available(), body.length - bodyRead);
            bodyRead += Math.max(0, pipe.read(body, bodyRead, wanted));
        }
        if (broken) {
            return State.BROKEN;
        }
        boolean complete = headerRead == header.length && bodyRead == body.length;
        return complete ? State.COMPLETE : State.PARTIAL;
    }

    byte[] body() {
        return body;
    }

    private void announce(int length) {
        if (length < 0 || length > maxBytes) {
            broken = true;
        } else {
            body = new byte[length];
        }
    }
}
