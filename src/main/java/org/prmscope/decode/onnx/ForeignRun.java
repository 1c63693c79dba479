package org.prmscope.decode.onnx;

import org.prmscope.core.Cancellation;

import java.lang.foreign.MemorySegment;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Options of a native run that end it when cancellation is asked for: ONNX Runtime looks at them
/// before every operator.
final class ForeignRun implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ForeignRun.class.getName());

    private final OrtApi api;
    private final MemorySegment options;
    private final Cancellation.Registration registration;
    private boolean closed;

    ForeignRun(OrtApi api, Cancellation cancellation) throws OrtApiFailure {
        this.api = api;
        options = api.createRunOptions();
        registration = cancellation.onCancel(this::terminate);
    }

    MemorySegment options() {
        return options;
    }

    /// Frees the options; a late cancellation then finds nothing to end.
    @Override
    public void close() {
        registration.close();
        synchronized (this) {
            closed = true;
            api.releaseRunOptions(options);
        }
    }

    private synchronized void terminate() {
        if (closed) {
            return;
        }
        try {
            api.terminate(options);
        } catch (OrtApiFailure e) {
            // The run then ends at the next chunk instead.
            LOG.log(Level.WARNING, "a native run could not be terminated", e);
        }
    }
}
