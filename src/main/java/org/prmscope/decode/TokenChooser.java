package org.prmscope.decode;

import org.prmscope.core.Sampling;

/// Says which token comes next in one chain. [Sampler] draws it; a benchmark may take one that was
/// recorded. Used by the engine's thread alone.
public interface TokenChooser {
    /// What [#draw(NextToken, int, Sampling)] gives where the candidates do not decide.
    int UNDECIDED = -1;

    /// The id chosen from the candidates, or [#UNDECIDED] if the whole row is needed.
    ///
    /// @param vocabulary tokens that there are
    int draw(NextToken next, int vocabulary, Sampling sampling);

    /// The id chosen from the raw logits of the whole vocabulary; asked for right after a draw that
    /// was undecided.
    int draw(float[] logits, Sampling sampling);
}
