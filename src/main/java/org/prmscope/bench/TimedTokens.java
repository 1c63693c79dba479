package org.prmscope.bench;

import org.prmscope.core.Sampling;
import org.prmscope.decode.NextToken;
import org.prmscope.decode.TokenChooser;

/// Notes when each token of a chain is drawn.
final class TimedTokens implements TokenChooser {
    private final TokenChooser tokens;
    private final StepTimes times;

    TimedTokens(TokenChooser tokens, StepTimes times) {
        this.tokens = tokens;
        this.times = times;
    }

    @Override
    public int draw(NextToken next, int vocabulary, Sampling sampling) {
        times.token();
        return tokens.draw(next, vocabulary, sampling);
    }

    @Override
    public int draw(float[] logits, Sampling sampling) {
        return tokens.draw(logits, sampling);
    }
}
