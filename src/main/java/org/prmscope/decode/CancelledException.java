package org.prmscope.decode;

/// The work was cancelled; not an error.
public final class CancelledException extends Exception {
    public CancelledException() {
        super("cancelled", null, false, false);
    }
}
