package org.prmscope.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// Starts every process from one thread that lives as long as this object. The kernel ends a child
/// that asked to die with its parent when the *thread* that started it ends, so neither a virtual
/// nor a pooled thread may be that parent.
final class ProcessStarter implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("sandbox-starter").factory());

    /// Starts a program with this environment and no other.
    Process start(List<String> command, Map<String, String> environment) throws IOException {
        try {
            return thread.submit(
                            () -> {
                                ProcessBuilder builder = new ProcessBuilder(command);
                                builder.environment().clear();
                                builder.environment().putAll(environment);
                                return builder.start();
                            })
                    .get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting " + command.getFirst(), interrupted);
        } catch (ExecutionException failed) {
            throw new IOException(failed.getMessage(), failed);
        } catch (RejectedExecutionException closing) {
            throw new IOException("the sandbox was closed", closing);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
