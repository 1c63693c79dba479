package org.prmscope.core;

/// How a confidence was computed; shown beside every number.
public enum ConfidenceDefinition {
    /// GenPRM (arXiv 2504.00891, section 3.2): the reward at the verdict's own token.
    YES_NO_TOKEN_RATIO(
            "P(Yes)",
            "P(Yes) / (P(Yes) + P(No)) over the two logits at the token the verdict was read from"),
    /// ThinkPRM step box: the two labels' first tokens inside the box the verdict was read from.
    BOX_TOKEN_RATIO(
            "P(correct)",
            "P(correct) / (P(correct) + P(incorrect)) over the labels' first tokens in the box the"
                    + " verdict was read from"),
    /// ThinkPRM (arXiv 2504.16828): two continuations after "Is the solution correct?".
    CONTINUATION_SOFTMAX(
            "P(yes)",
            "softmax of the log-probabilities of the continuations yes and no after \"Is the"
                    + " solution correct?\", divided by the decision temperature"),
    /// GenPRM's Maj@K (arXiv 2504.00891): the mean of the chains' rewards at one step.
    MEAN_OVER_CHAINS(
            "mean P", "the mean of the confidences of the chains that judged this step readably");

    private final String shortName;
    private final String formula;

    ConfidenceDefinition(String shortName, String formula) {
        this.shortName = shortName;
        this.formula = formula;
    }

    /// A few characters for a chip or a column head.
    public String shortName() {
        return shortName;
    }

    /// One sentence for a tooltip.
    public String formula() {
        return formula;
    }
}
