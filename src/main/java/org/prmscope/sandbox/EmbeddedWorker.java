package org.prmscope.sandbox;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

/// The child process of [GraalPyExecutor]: reads requests from standard input, runs them in an
/// [EmbeddedInterpreter], writes replies to standard output, and ends with its input.
final class EmbeddedWorker {
    private static final UUID NO_NONCE = new UUID(0, 0);

    private EmbeddedWorker() {}

    public static void main(String[] arguments) throws IOException {
        try (DataInputStream requests =
                        new DataInputStream(new FileInputStream(FileDescriptor.in));
                OutputStream replies = new FileOutputStream(FileDescriptor.out);
                EmbeddedInterpreter interpreter = new EmbeddedInterpreter()) {
            interpreter.warmUp();
            replies.write(WorkerReply.hello(interpreter.version()).frame(NO_NONCE));
            while (true) {
                byte[] body = new byte[requests.readInt()];
                requests.readFully(body);
                WorkerRequest request = WorkerRequest.parse(body);
                replies.write(answer(interpreter, request).frame(request.nonce()));
            }
        } catch (EOFException parentDone) {
            return;
        }
    }

    private static WorkerReply answer(EmbeddedInterpreter interpreter, WorkerRequest request) {
        if (request.isReset()) {
            interpreter.reset();
            return WorkerReply.hello(interpreter.version());
        }
        return interpreter.run(request);
    }
}
