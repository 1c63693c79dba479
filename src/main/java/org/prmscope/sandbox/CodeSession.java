package org.prmscope.sandbox;

import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeResult;

/// One chain's Python namespace. Not thread-safe.
public interface CodeSession extends AutoCloseable {
    /// Runs a block in the namespace that earlier blocks left. Never throws for what the code does;
    /// after a limit was hit the namespace starts empty again and the result's standard error says
    /// so. Output that was only cut at its limit leaves the namespace as it is.
    CodeResult run(String code, Cancellation cancellation);

    @Override
    void close();
}
