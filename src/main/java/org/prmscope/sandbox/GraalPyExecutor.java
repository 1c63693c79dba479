package org.prmscope.sandbox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome.Limit;
import org.prmscope.core.WorkbenchException.Report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Runs code checks with the embedded GraalPy, for machines without bubblewrap.
///
/// The engine has no files, sockets, processes, threads, native code or Java
/// ([EmbeddedInterpreter]), so code has nothing to reach for. What an engine cannot promise inside
/// the program's own heap is a memory limit, so it lives in a child process of the same Java with a
/// heap of the limit's size plus what GraalPy itself needs: a memory bomb or a crash ends that
/// child only. A session has a child to itself; a child that is done gets a fresh context and waits
/// for the next session, since starting one takes seconds. There are no packages beside Python's
/// own library.
public final class GraalPyExecutor implements CodeExecutor {
    private static final int START_MS = 240_000;
    private static final int RESET_MS = 20_000;
    private static final int GRACE_MS = 2_000;
    private static final long ENGINE_BYTES = 256L << 20;

    /// Exit status of a Java that ran out of memory and was told to exit then.
    private static final int OUT_OF_MEMORY_STATUS = 3;

    private final HostTools tools;
    private final Path cacheFolder;
    private final LongSupplier nanoTime;
    private final RandomGenerator nonces;
    private final ProcessStarter starter = new ProcessStarter();
    private final Queue<CompletableFuture<Idle>> idle = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final WorkerSource source = new PooledWorkers();
    private volatile String description = "GraalPy";

    private GraalPyExecutor(
            HostTools tools, Path cacheFolder, LongSupplier nanoTime, RandomGenerator nonces) {
        this.tools = tools;
        this.cacheFolder = cacheFolder;
        this.nanoTime = nanoTime;
        this.nonces = nonces;
    }

    /// Starts one child for real and keeps it for the first session; takes seconds.
    ///
    /// @param cacheFolder where GraalPy unpacks its library, once
    /// @param nonces a source that sandboxed code cannot predict, such as a `SecureRandom`
    /// @throws SandboxException if the child does not come up
    public static GraalPyExecutor probe(
            HostTools tools, Path cacheFolder, LongSupplier nanoTime, RandomGenerator nonces)
            throws SandboxException {
        var executor = new GraalPyExecutor(tools, cacheFolder, nanoTime, nonces);
        try {
            Idle first = executor.start(CodeLimits.DEFAULT);
            executor.idle.add(CompletableFuture.completedFuture(first));
            executor.description = "GraalPy, Python " + first.version();
            return executor;
        } catch (SandboxException failed) {
            executor.close();
            throw failed;
        }
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public CodeSession open(CodeLimits limits) throws SandboxException {
        WorkerProcess worker = source.take(limits);
        return new InterpreterSession(source, worker, limits, description, nanoTime, nonces);
    }

    @Override
    public void close() {
        closed.set(true);
        for (var left = idle.poll(); left != null; left = idle.poll()) {
            var _ = left.whenComplete(GraalPyExecutor::end);
        }
        starter.close();
    }

    /// A warm child that no session uses.
    ///
    /// @param memoryBytes the limit that its heap was made for
    private record Idle(WorkerProcess worker, long memoryBytes, String version) {}

    private Idle start(CodeLimits limits) throws SandboxException {
        WorkerProcess worker;
        try {
            worker = new WorkerProcess(starter.start(line(limits), Map.of()), nanoTime);
        } catch (IOException failed) {
            throw new SandboxException(report(Objects.toString(failed.getMessage())), failed);
        }
        WorkerProcess.Answer answer = worker.greeting(START_MS);
        if (answer instanceof WorkerProcess.Answer.Replied(WorkerReply reply, String _)
                && reply.kind() == WorkerReply.Kind.HELLO) {
            return new Idle(worker, limits.memoryBytes(), reply.message());
        }
        worker.close();
        String complaint = answer.complaints().strip();
        throw new SandboxException(report(complaint.isEmpty() ? answer.toString() : complaint));
    }

    private List<String> line(CodeLimits limits) {
        List<String> line = new ArrayList<>();
        line.add(tools.java().toString());
        line.add("-Xmx" + (limits.memoryBytes() + ENGINE_BYTES));
        line.addAll(
                List.of(
                        "-XX:MaxMetaspaceSize=256m",
                        "-XX:MaxDirectMemorySize=16m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+DisplayVMOutputToStderr",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:+ErrorFileToStderr",
                        "-XX:-UsePerfData",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dpolyglot.engine.userResourceCache=" + cacheFolder,
                        "-cp",
                        tools.classPath(),
                        EmbeddedWorker.class.getName()));
        return line;
    }

    private final class PooledWorkers implements WorkerSource {
        @Override
        public WorkerProcess take(CodeLimits limits) throws SandboxException {
            for (var next = idle.poll(); next != null; next = idle.poll()) {
                try {
                    Idle warm = next.join();
                    if (warm.memoryBytes() == limits.memoryBytes() && reset(warm.worker())) {
                        return warm.worker();
                    }
                    warm.worker().close();
                } catch (CompletionException failed) {
                    // A spare that did not come up; the start below reports why if it fails too.
                }
            }
            return start(limits).worker();
        }

        @Override
        public int graceMs() {
            return GRACE_MS;
        }

        @Override
        public @Nullable Limit limitBehind(int exitStatus) {
            return exitStatus == OUT_OF_MEMORY_STATUS ? Limit.MEMORY : null;
        }

        @Override
        public void giveBack(WorkerProcess worker, CodeLimits limits) {
            if (worker.isQuiet()) {
                idle.add(
                        CompletableFuture.completedFuture(
                                new Idle(worker, limits.memoryBytes(), "")));
            } else {
                worker.close();
                idle.add(spare(limits));
            }
            if (closed.get()) {
                GraalPyExecutor.this.close();
            }
        }

        /// The replacement of a child that was lost comes up while the model writes on.
        private CompletableFuture<Idle> spare(CodeLimits limits) {
            CompletableFuture<Idle> spare = new CompletableFuture<>();
            Thread.ofVirtual()
                    .name("sandbox-spare")
                    .start(() -> {
                        try {
                            spare.complete(start(limits));
                        } catch (SandboxException failed) {
                            spare.completeExceptionally(failed);
                        }
                    });
            return spare;
        }

        private boolean reset(WorkerProcess worker) {
            if (!worker.isQuiet()) {
                return false;
            }
            UUID nonce = new UUID(nonces.nextLong(), nonces.nextLong());
            WorkerProcess.Answer answer = worker.reset(WorkerRequest.reset(nonce), RESET_MS);
            return answer instanceof WorkerProcess.Answer.Replied(WorkerReply reply, String _)
                    && reply.kind() == WorkerReply.Kind.HELLO;
        }
    }

    private static void end(@Nullable Idle left, @Nullable Throwable failed) {
        if (left != null) {
            left.worker().close();
        }
    }

    private static Report report(String found) {
        return new Report(
                "The embedded Python cannot run code checks",
                "",
                "a child process that starts",
                found,
                "Check that the machine has 1 GB of free memory and that the cache folder can be"
                        + " written");
    }
}
