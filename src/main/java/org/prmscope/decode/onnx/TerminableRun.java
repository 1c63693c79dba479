package org.prmscope.decode.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;

import org.prmscope.core.Cancellation;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Options of a native run that end it when cancellation is asked for: ONNX Runtime looks at them
/// before every operator.
final class TerminableRun implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TerminableRun.class.getName());

    private final RunOptions options;
    private boolean closed;

    private TerminableRun(RunOptions options) {
        this.options = options;
    }

    /// What can be done under the options.
    interface Work {
        void run(RunOptions options) throws OrtException;
    }

    /// Does `work`; returns early with an exception from it if cancelled meanwhile.
    static void run(Cancellation cancellation, Work work) throws OrtException {
        try (TerminableRun run = new TerminableRun(new RunOptions());
                var _ = cancellation.onCancel(run::terminate)) {
            work.run(run.options);
        }
    }

    /// Frees the options; a late cancellation then finds nothing to end.
    @Override
    public synchronized void close() {
        closed = true;
        options.close();
    }

    private synchronized void terminate() {
        if (closed) {
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            // The run then ends at the next chunk instead.
            LOG.log(Level.WARNING, "a native run could not be terminated", e);
        }
    }
}
