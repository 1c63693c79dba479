package org.prmscope.sandbox;

import org.prmscope.core.CodeLimits;
import org.prmscope.core.WorkbenchException;

/// A way to run Python code without giving it the machine. Thread-safe.
public interface CodeExecutor extends AutoCloseable {
    /// For a person and for records, such as `bubblewrap, Python 3.11.2`.
    String description();

    /// A fresh namespace; it lasts over the checks of one chain and is never shared between chains.
    ///
    /// @throws WorkbenchException if no interpreter could be started
    CodeSession open(CodeLimits limits) throws WorkbenchException;

    /// Ends every interpreter this executor still holds. Sessions are to be closed before.
    @Override
    default void close() {}
}
