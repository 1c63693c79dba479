package org.prmscope.sandbox;

import org.prmscope.core.WorkbenchException;

/// No confined interpreter could be had; the parts say why and what to do.
public final class SandboxException extends WorkbenchException {
    public SandboxException(Report report) {
        super(report);
    }

    public SandboxException(Report report, Throwable cause) {
        super(report, cause);
    }
}
