package org.prmscope.ui.bestofn;

import org.jspecify.annotations.Nullable;
import org.prmscope.bestofn.BestOfN.Outcome;
import org.prmscope.bestofn.Choice;
import org.prmscope.bestofn.Grade;
import org.prmscope.core.CandidateGroup;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One problem with its candidates and what each choice among all of them gives.
///
/// @param position in the file, from 0
/// @param candidates the best first
/// @param outcomes empty where the right answer is not known; choices that need scores are missing
///   without them
public record ProblemRow(
        CandidateGroup group,
        int position,
        List<CandidateRow> candidates,
        Map<Choice, Outcome> outcomes) {
    private static final double NEGLIGIBLE = 1e-9;
    private static final List<Choice> METHODS =
            List.of(Choice.NAIVE, Choice.MAJORITY, Choice.WEIGHTED);

    public ProblemRow {
        candidates = List.copyOf(candidates);
        outcomes = Map.copyOf(outcomes);
    }

    public String id() {
        return group.id();
    }

    public @Nullable String answer() {
        return group.answer();
    }

    public @Nullable Outcome outcome(Choice choice) {
        return outcomes.get(choice);
    }

    /// Whether the methods that choose give different outcomes.
    public boolean disagrees() {
        double low = 1;
        double high = 0;
        for (Choice method : METHODS) {
            Outcome outcome = outcomes.get(method);
            if (outcome != null) {
                low = Math.min(low, outcome.share());
                high = Math.max(high, outcome.share());
            }
        }
        return high - low > NEGLIGIBLE;
    }

    /// Whether a right candidate is there that the best score, or the vote where nothing is scored,
    /// does not surely find.
    public boolean isMissed() {
        Outcome pass = outcomes.get(Choice.PASS);
        Outcome chosen = outcomes.getOrDefault(Choice.NAIVE, outcomes.get(Choice.MAJORITY));
        return pass != null
                && chosen != null
                && pass.share() > NEGLIGIBLE
                && chosen.share() < 1 - NEGLIGIBLE;
    }

    /// Whether the right answer is known and no candidate has it for sure.
    public boolean hasNoneRight() {
        Outcome pass = outcomes.get(Choice.PASS);
        return pass != null && pass.share() <= NEGLIGIBLE;
    }

    /// Whether something of it is listed as ungraded: the right answer is not known, a candidate
    /// gives no answer, or a comparison was not decided.
    public boolean hasUngraded() {
        return outcomes.isEmpty()
                || candidates.stream()
                        .anyMatch(each ->
                                each.grade() == Grade.UNDECIDED || each.grade() == Grade.NO_ANSWER);
    }

    /// Whether every word is in the id, the problem or the right answer.
    ///
    /// @param words in lower case
    boolean matches(List<String> words) {
        String answer = answer();
        String text =
                (id() + "\n" + group.problem() + "\n" + (answer == null ? "" : answer))
                        .toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }
}
