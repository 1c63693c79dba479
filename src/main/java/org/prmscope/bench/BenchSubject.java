package org.prmscope.bench;

import org.prmscope.core.ComputeMode;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CausalLm;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.Tokenizer;

/// The model that is measured, and what measuring it needs of the rest of the program.
public interface BenchSubject extends AutoCloseable {
    ModelIdentity identity();

    Tokenizer tokenizer();

    ChatTemplate template();

    CodeExecutor codeExecutor();

    /// Bytes of weights that computing one token reads: all matrices, without the embedding's other
    /// rows.
    long weightBytesPerToken();

    /// Bytes of keys and values that one token of context adds to what a step reads.
    long kvBytesPerToken();

    /// Milliseconds that opening took, without the digest of its files.
    double loadMs();

    /// The model, computed in the given mode; the caller closes it.
    CausalLm open(ComputeMode mode) throws WorkbenchException;

    /// The plainest loop over the same graph: one run of the runtime a token, with nothing around
    /// it.
    ///
    /// @param context tokens before the first step
    /// @param steps how many to time
    /// @return milliseconds of each step; none if the graph cannot be run so plainly
    double[] bareStepMs(int context, int steps) throws WorkbenchException;

    @Override
    void close();
}
