package org.prmscope.sandbox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome.Limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// An interpreter in a process of its own, and the guarded conversation with it.
///
/// One thread polls: it never blocks on a stream, so no process can hold it; what it keeps of each
/// stream is bounded; and a flood on standard error fills the pipe and stops its writer. Standard
/// output carries replies, standard error whatever else the process and its children print.
final class WorkerProcess implements AutoCloseable {
    /// What a greeting repeats, having no request.
    private static final UUID NO_NONCE = new UUID(0, 0);

    private static final int COMPLAINT_BYTES = 16 << 10;
    private static final long POLL_MIN_NANOS = 20_000;
    private static final long POLL_MAX_NANOS = 4_000_000;
    private static final long WATCH_NANOS = 40_000_000;

    private final Process process;
    private final ProcessTree tree;
    private final LongSupplier nanoTime;
    private final InputStream replies;
    private final InputStream complaints;
    private final AtomicReference<@Nullable Limit> killedFor = new AtomicReference<>();
    private final byte[] chunk = new byte[1 << 14];

    WorkerProcess(Process process, LongSupplier nanoTime) {
        this.process = process;
        this.tree = new ProcessTree(process);
        this.nanoTime = nanoTime;
        this.replies = process.getInputStream();
        this.complaints = process.getErrorStream();
    }

    /// How a conversation ended, with what the process printed beside the protocol.
    sealed interface Answer {
        String complaints();

        record Replied(WorkerReply reply, String complaints) implements Answer {}

        /// The process was killed for using too much.
        record Stopped(Limit limit, String complaints) implements Answer {}

        /// The process ended by itself.
        record Ended(int status, String complaints) implements Answer {}

        /// The process wrote something that is no reply to the request.
        record Garbled(String complaints) implements Answer {}
    }

    /// Waits for the greeting of a worker that was just started.
    Answer greeting(int wallMs) {
        CodeLimits limits = new CodeLimits(wallMs, Long.MAX_VALUE, 0, Integer.MAX_VALUE);
        return await(NO_NONCE, limits);
    }

    /// Sends a request and waits for its reply within the limits; kills the process at a limit.
    Answer ask(WorkerRequest request, CodeLimits limits) {
        byte[] frame = request.frame();
        // A worker that does not read must not hold up this thread.
        Thread.ofVirtual().name("sandbox-request").start(() -> send(frame));
        return await(request.nonce(), limits);
    }

    /// Asks a worker that can to start over with an empty namespace.
    Answer reset(WorkerRequest request, int wallMs) {
        return ask(request, new CodeLimits(wallMs, Long.MAX_VALUE, 0, Integer.MAX_VALUE));
    }

    /// Whether the process lives and has written nothing since its last reply.
    boolean isQuiet() {
        try {
            return process.isAlive() && killedFor.get() == null && replies.available() == 0;
        } catch (IOException closed) {
            return false;
        }
    }

    /// Kills the process tree at once, from any thread; the first reason given is kept.
    void stop(Limit reason) {
        killedFor.compareAndSet(null, reason);
        tree.kill();
    }

    @Override
    public void close() {
        tree.killAndWait();
    }

    private void send(byte[] frame) {
        OutputStream requests = process.getOutputStream();
        try {
            requests.write(frame);
            requests.flush();
        } catch (IOException ended) {
            // The waiting thread sees the process's end and reports it.
            return;
        }
    }

    private Answer await(UUID nonce, CodeLimits limits) {
        long start = nanoTime.getAsLong();
        long watched = start;
        BoundedBytes printed = new BoundedBytes(COMPLAINT_BYTES);
        ReplyReader reader = new ReplyReader(WorkerReply.maxBytes(limits.outputBytes()));
        while (true) {
            boolean alive = process.isAlive();
            ReplyReader.State state = read(reader, printed);
            Limit reason = killedFor.get();
            if (reason != null) {
                return new Answer.Stopped(reason, printed.text());
            }
            switch (state) {
                case COMPLETE -> {
                    WorkerReply reply = WorkerReply.parse(reader.body(), nonce);
                    return reply == null
                            ? new Answer.Garbled(printed.text())
                            : new Answer.Replied(reply, printed.text());
                }
                case BROKEN -> {
                    return new Answer.Garbled(printed.text());
                }
                case PARTIAL -> {
                    if (!alive) {
                        return ended(printed);
                    }
                }
            }
            long now = nanoTime.getAsLong();
            if (now - start > TimeUnit.MILLISECONDS.toNanos(limits.wallMs())) {
                stop(Limit.TIME);
            } else if (Thread.currentThread().isInterrupted()) {
                stop(Limit.CANCELLED);
            } else if (now - watched > WATCH_NANOS) {
                watched = now;
                watch(limits);
            }
            LockSupport.parkNanos(Math.clamp((now - start) / 16, POLL_MIN_NANOS, POLL_MAX_NANOS));
        }
    }

    private Answer ended(BoundedBytes printed) {
        try {
            return new Answer.Ended(process.waitFor(), printed.text());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer.Stopped(Limit.CANCELLED, printed.text());
        }
    }

    private void watch(CodeLimits limits) {
        ProcessTree.Usage usage = tree.usage();
        // Two tasks are the sandbox's own: its process number one and the interpreter.
        if (usage.tasks() - 2 > limits.processes()) {
            stop(Limit.PROCESSES);
        } else if (usage.memoryBytes() > limits.memoryBytes()) {
            stop(Limit.MEMORY);
        }
    }

    private ReplyReader.State read(ReplyReader reader, BoundedBytes printed) {
        try {
            int ready = Math.min(complaints.available(), chunk.length);
            if (ready > 0) {
                printed.add(chunk, complaints.read(chunk, 0, ready));
            }
            return reader.readFrom(replies);
        } catch (IOException closed) {
            return ReplyReader.State.PARTIAL;
        }
    }
}
