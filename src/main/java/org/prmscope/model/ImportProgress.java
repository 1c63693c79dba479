package org.prmscope.model;

/// Hears how far an import is. Called on the thread that imports, some times a second.
@FunctionalInterface
public interface ImportProgress {
    /// Takes in how far the import is.
    ///
    /// @param done bytes read or written so far
    /// @param total bytes to read and write in all
    /// @param what is being done, such as `Writing model.layers.3.mlp.up_proj`
    void report(long done, long total, String what);
}
