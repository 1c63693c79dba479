package org.prmscope.decode;

import org.prmscope.core.WorkbenchException;

/// A model that cannot go on: a full context, broken weights, a failed runtime.
public final class DecodingException extends WorkbenchException {
    public DecodingException(Report report) {
        super(report);
    }

    public DecodingException(Report report, Throwable cause) {
        super(report, cause);
    }
}
