package org.prmscope.run;

import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;

import java.util.List;

/// A run that is kept under a name, to be started again from the window or the command line.
///
/// @param name 1 to 80 characters, none of them control characters; without white space around it
public record Recipe(String name, RunConfiguration configuration) {
    private static final int LONGEST_NAME = 80;
    private static final int PAPER_BUDGET = 32_768;

    public Recipe {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a name of 1 to 80 characters without control characters, was " + name);
        }
    }

    /// Whether a text can be a recipe's name.
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.equals(text.strip())
                && text.chars().noneMatch(Character::isISOControl);
    }

    /// ThinkPRM's comparison at 32,768 tokens a solution (arXiv 2504.16828): four chains of 8,192,
    /// and one chain of four rounds of 8,192. They are always there and in no file.
    public static final List<Recipe> PRESETS =
            List.of(
                    paper("ThinkPRM 32K, 4 x 8K in parallel", Scaling.parallel(4)),
                    paper("ThinkPRM 32K, 1 x 4 x 8K in rounds", Scaling.sequential(4)));

    private static Recipe paper(String name, Scaling scaling) {
        return new Recipe(
                name,
                RunConfiguration.of(Protocol.THINKPRM)
                        .withScaling(scaling.withBudget(PAPER_BUDGET)));
    }
}
