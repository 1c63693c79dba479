package org.prmscope.bestofn;

/// How one answer comes out of N candidates.
public enum Choice {
    /// Whether any of them is right: what a perfect choice would reach (Chen et al., arXiv
    /// 2107.03374).
    PASS("pass@N"),
    /// The candidate with the best score.
    NAIVE("best score"),
    /// The answer that most of them give (Wang et al., arXiv 2203.11171).
    MAJORITY("majority"),
    /// The answer whose candidates' scores have the largest sum (Li et al., arXiv 2206.02336).
    WEIGHTED("weighted majority"),
    /// One of them at random: what choosing must beat.
    RANDOM("random");

    private final String title;

    Choice(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /// Whether it looks at scores.
    public boolean needsScores() {
        return this == NAIVE || this == WEIGHTED;
    }
}
