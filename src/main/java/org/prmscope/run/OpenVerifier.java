package org.prmscope.run;

import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.Tokenizer;

/// A verifier in memory. Not thread-safe: used by the run's own thread alone.
public interface OpenVerifier extends AutoCloseable {
    LoadedVerifier facts();

    Tokenizer tokenizer();

    ChatTemplate template();

    /// Whether its files are still those it was opened from.
    boolean isCurrent();

    /// An empty chain whose random draws all come from `seed`.
    ChainDecoder newChain(long seed) throws WorkbenchException;

    @Override
    void close();
}
