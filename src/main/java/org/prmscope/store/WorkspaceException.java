package org.prmscope.store;

import org.prmscope.core.WorkbenchException;

/// A workspace that cannot be opened, read or written.
public final class WorkspaceException extends WorkbenchException {
    private final Kind kind;

    /// Why, for a caller that offers a way on.
    public enum Kind {
        /// The folder the file should lie in is missing, or the path is a folder.
        NO_PLACE,
        /// The file or its folder may not be written; it can be opened read-only.
        READ_ONLY,
        /// Another process has it open.
        LOCKED,
        /// A newer PRMScope wrote it.
        NEWER_VERSION,
        /// An older PRMScope wrote it; opening it for writing brings it up to date.
        OLDER_VERSION,
        /// A file of another kind.
        NOT_A_WORKSPACE,
        /// Its content is damaged.
        CORRUPT,
        /// The disk is full.
        FULL,
        /// Reading or writing failed otherwise.
        FAILED
    }

    /// A failure that was found out, not thrown by something below.
    public WorkspaceException(Kind kind, Report report) {
        super(report);
        this.kind = kind;
    }

    /// A failure with the exception that told of it.
    public WorkspaceException(Kind kind, Report report, Throwable cause) {
        super(report, cause);
        this.kind = kind;
    }

    /// Why it failed.
    public Kind kind() {
        return kind;
    }
}
