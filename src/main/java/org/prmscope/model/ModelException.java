package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

import java.nio.file.Path;

/// A model folder that cannot be opened, written or fitted, with what a person can do about it.
public final class ModelException extends WorkbenchException {
    public ModelException(Report report) {
        super(report);
    }

    public ModelException(Report report, Throwable cause) {
        super(report, cause);
    }

    static ModelException of(
            String what, String where, String expected, String found, String remedy) {
        return new ModelException(new Report(what, where, expected, found, remedy));
    }

    static ModelException of(
            String what, Path where, String expected, String found, String remedy) {
        return of(what, where.toString(), expected, found, remedy);
    }

    /// A file that could not be read or written for a reason the system gives.
    static ModelException io(String what, Path where, Exception cause, String remedy) {
        return new ModelException(
                new Report(what, where.toString(), "", cause.toString(), remedy), cause);
    }
}
