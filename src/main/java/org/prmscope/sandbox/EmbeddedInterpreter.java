package org.prmscope.sandbox;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// GraalPy with every door shut: no files, sockets, processes, threads, native code, environment,
/// other languages or Java. Lives in the child process of [EmbeddedWorker].
final class EmbeddedInterpreter implements AutoCloseable {
    private static final String PYTHON = "python";

    /// Importing these once makes later imports in fresh contexts of the same engine quick.
    private static final String WARM_UP =
            "import math, fractions, decimal, re, random, itertools, collections, functools,"
                    + " statistics, datetime, traceback, linecache";

    private final Engine engine =
            Engine.newBuilder(PYTHON)
                    .sandbox(SandboxPolicy.CONSTRAINED)
                    .option("engine.WarnInterpreterOnly", "false")
                    .in(InputStream.nullInputStream())
                    .out(OutputStream.nullOutputStream())
                    .err(OutputStream.nullOutputStream())
                    .build();
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("check-watchdog").factory());
    private final AtomicReference<WorkerReply.@Nullable Kind> stopped = new AtomicReference<>();
    private BoundedBytes stdout = new BoundedBytes(0);
    private BoundedBytes stderr = new BoundedBytes(0);
    private @Nullable Context context;
    private @Nullable Value check;

    /// Starts the engine, which takes seconds the first time.
    void warmUp() {
        Context warm = context();
        warm.eval(PYTHON, WARM_UP);
        reset();
    }

    String version() {
        return context().eval(PYTHON, "'%d.%d.%d' % __import__('sys').version_info[:3]").asString();
    }

    /// The next check starts with no names defined.
    void reset() {
        if (context != null) {
            context.close(true);
        }
        context = null;
        check = null;
    }

    /// Runs one check and says how it ended; ends the context where that is the only way to stop.
    WorkerReply run(WorkerRequest request) {
        Context running = context();
        stopped.set(null);
        stdout = new BoundedBytes(request.outputBytes());
        stderr = new BoundedBytes(request.outputBytes());
        ScheduledFuture<?> alarm =
                watchdog.schedule(
                        () -> stop(running, WorkerReply.Kind.TIMEOUT),
                        request.wallMs(),
                        TimeUnit.MILLISECONDS);
        String name = "<check " + request.check() + ">";
        WorkerReply reply;
        try {
            Value ending = check().execute(request.code(), name);
            String type = ending.getArrayElement(0).asString();
            stderr.add(ending.getArrayElement(3).asString());
            reply =
                    reply(
                            type.isEmpty() ? WorkerReply.Kind.COMPLETED : WorkerReply.Kind.RAISED,
                            type,
                            ending.getArrayElement(1).asString(),
                            ending.getArrayElement(2).asInt());
        } catch (PolyglotException e) {
            reply = broken(e, name);
        } finally {
            alarm.cancel(false);
        }
        // From here on a late alarm finds the place taken and leaves the context alone.
        if (!stopped.compareAndSet(null, WorkerReply.Kind.COMPLETED)) {
            reset();
            return reply(Objects.requireNonNull(stopped.get()), "", "", 0);
        }
        return reply;
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        reset();
        engine.close(true);
    }

    private WorkerReply broken(PolyglotException e, String name) {
        if (e.isExit() || e.isCancelled()) {
            String status = "exit status " + (e.isExit() ? e.getExitStatus() : 0);
            reset();
            return reply(WorkerReply.Kind.EXIT, "", status, 0);
        }
        String message = String.valueOf(e.getMessage());
        if (!e.isInternalError() && !e.isResourceExhausted()) {
            // A Python exception from outside the check: the code broke what runs it.
            reset();
            return reply(WorkerReply.Kind.EXIT, "", message, 0);
        }
        if (e.isResourceExhausted()) {
            reset();
            return reply(WorkerReply.Kind.RAISED, "MemoryError", "", 0);
        }
        int line = 0;
        for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
            if (line == 0 && frame.isGuestFrame() && frame.getSourceLocation() != null) {
                var place = frame.getSourceLocation();
                line = place.getSource().getName().equals(name) ? place.getStartLine() : 0;
            }
        }
        // Where the interpreter has no Python exception for a shut door it breaks off itself.
        boolean refused = message.startsWith("java.lang.SecurityException");
        return reply(
                WorkerReply.Kind.RAISED,
                refused ? "PermissionError" : "RuntimeError",
                refused
                        ? "[Errno 1] Operation not permitted"
                        : "not supported by the embedded interpreter: " + message,
                line);
    }

    private WorkerReply reply(WorkerReply.Kind kind, String type, String message, int line) {
        return new WorkerReply(
                kind,
                stdout.isCut(),
                stderr.isCut(),
                line,
                type,
                message,
                stdout.text(),
                stderr.text());
    }

    private void stop(Context running, WorkerReply.Kind reason) {
        if (stopped.compareAndSet(null, reason)) {
            running.close(true);
        }
    }

    private Context context() {
        if (context == null) {
            context =
                    Context.newBuilder(PYTHON)
                            .engine(engine)
                            .sandbox(SandboxPolicy.CONSTRAINED)
                            .allowIO(IOAccess.NONE)
                            .allowHostAccess(HostAccess.CONSTRAINED)
                            .allowPolyglotAccess(PolyglotAccess.NONE)
                            .allowEnvironmentAccess(EnvironmentAccess.NONE)
                            .allowCreateProcess(false)
                            .allowCreateThread(false)
                            .allowNativeAccess(false)
                            .in(InputStream.nullInputStream())
                            .out(OutputStream.nullOutputStream())
                            .err(OutputStream.nullOutputStream())
                            .build();
        }
        return context;
    }

    private Value check() {
        if (check == null) {
            String text = PythonSources.read("describe.py", "embedded.py");
            Source source = Source.newBuilder(PYTHON, text, "embedded.py").buildLiteral();
            Context running = context();
            ProxyExecutable emit = arguments -> emit(running, arguments[0], arguments[1]);
            check = running.eval(source).execute(emit);
        }
        return check;
    }

    private int emit(Context running, Value stream, Value text) {
        BoundedBytes printed = stream.asInt() == 1 ? stdout : stderr;
        printed.add(text.asString());
        if (printed.isFlood() && stopped.get() == null) {
            // Closing waits for the code to stop, which it cannot while it is in here.
            watchdog.execute(() -> stop(running, WorkerReply.Kind.FLOOD));
        }
        return 0;
    }
}
