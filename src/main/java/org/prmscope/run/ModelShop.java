package org.prmscope.run;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;

import java.nio.file.Path;

/// Looks at folders and files that may be models and imports checkpoints; keeps the run package
/// free of model formats.
public interface ModelShop {
    /// Told how far an import is.
    @FunctionalInterface
    interface Progress {
        /// Called now and then, on the thread that writes.
        ///
        /// @param bytes written so far
        /// @param of bytes that will be written
        void written(long bytes, long of);
    }

    /// Looks at a folder, or an `.onnx` file, without loading it. What is wrong with it is in the
    /// answer.
    ///
    /// @param options how it would be loaded; the estimate depends on them
    ModelOffer inspect(Path path, LoadOptions options);

    /// Writes what the plan says into a new folder.
    ///
    /// @param target does not exist or is empty; on a failure or a cancellation nothing is left in
    ///   it
    /// @throws WorkbenchException if the source cannot be read, the target not written, or the disk
    ///   has too little room, which is checked first
    void write(ImportPlan plan, Path target, Progress progress, Cancellation cancellation)
            throws WorkbenchException, CancelledException;
}
