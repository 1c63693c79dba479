package org.prmscope.run;

import org.prmscope.core.Computation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.RunEnvironment;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.tokenizer.ChatTemplate;
import org.prmscope.tokenizer.Tokenizer;

import java.util.Optional;

/// A verifier that has rows and facts and no model.
final class RowsVerifier implements OpenVerifier {
    static final VerifierChoice CHOICE = new VerifierChoice("test", VerifierChoice.BUILTIN);

    private final VerifierChoice choice;
    private final int rows;
    private boolean closed;

    RowsVerifier(int rows) {
        this(CHOICE, rows);
    }

    RowsVerifier(VerifierChoice choice, int rows) {
        this.choice = choice;
        this.rows = rows;
    }

    static RunEnvironment environment(LoadedVerifier verifier) {
        return new RunEnvironment("v", "ort", "25", "os", verifier.computation(), "none");
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public LoadedVerifier facts() {
        return new LoadedVerifier(
                choice,
                new ModelIdentity("test", "builtin", "00", "qwen2", "fp32", 1),
                new DecoderShape(1, 1, 1, 8, 8, 16, 64, 4),
                new Computation("CPU", 2, choice.options().mode(), rows, ""),
                "",
                0,
                1);
    }

    @Override
    public Tokenizer tokenizer() {
        throw new AssertionError("not used here");
    }

    @Override
    public ChatTemplate template() {
        throw new AssertionError("not used here");
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public Optional<EngineLoad> load() {
        return Optional.of(new EngineLoad(0, 0, rows, 0, 1 << 20, 0));
    }

    @Override
    public ChainDecoder newChain(long seed) {
        throw new AssertionError("not used here");
    }

    @Override
    public void close() {
        closed = true;
    }
}
