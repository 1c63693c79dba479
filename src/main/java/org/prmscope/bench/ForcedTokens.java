package org.prmscope.bench;

import org.prmscope.core.Sampling;
import org.prmscope.decode.NextToken;
import org.prmscope.decode.TokenChooser;

/// Takes tokens that are known before, one after another, whatever the model says of them; then the
/// end token.
final class ForcedTokens implements TokenChooser {
    private final int[] tokens;
    private final int end;
    private int taken;

    /// @param end what follows the last
    ForcedTokens(int[] tokens, int end) {
        this.tokens = tokens;
        this.end = end;
    }

    @Override
    public int draw(NextToken next, int vocabulary, Sampling sampling) {
        return taken < tokens.length ? tokens[taken++] : end;
    }

    @Override
    public int draw(float[] logits, Sampling sampling) {
        throw new IllegalStateException("every draw is decided before");
    }
}
