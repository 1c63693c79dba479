package org.prmscope.run;

import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.Tokenizer;

import java.util.Optional;

/// A verifier in memory. Thread-safe but for [#close()]; each chain is for one thread.
public interface OpenVerifier extends AutoCloseable {
    LoadedVerifier facts();

    Tokenizer tokenizer();

    ChatTemplate template();

    /// Whether it can go on being used: it still computes, and its files are those it was opened
    /// from. Otherwise it must be opened again.
    boolean isCurrent();

    /// Chains that may be written at a time, 1 or more; each from its own thread.
    int rows();

    /// How busy it is; empty where that is not counted. Answers at once, also after [#close()].
    Optional<EngineLoad> load();

    /// An empty chain whose random draws all come from `seed`.
    ChainDecoder newChain(long seed) throws WorkbenchException;

    @Override
    void close();
}
