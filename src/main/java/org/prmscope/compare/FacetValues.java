package org.prmscope.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.FirstError;
import org.prmscope.core.Solution;
import org.prmscope.scaling.Aggregation;
import org.prmscope.scaling.Aggregation.StepVote;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// Reads the [Facet]s of solutions.
final class FacetValues {
    /// A gold label that says there is no error.
    static final String NO_ERROR = "no error";

    private static final Set<String> DIFFICULTY_FIELDS = Set.of("level", "difficulty");
    private static final JsonFactory JSON = new JsonFactory();

    private final Alignment alignment;

    /// The score of one chain is its own, not the share of the one vote.
    private final Aggregation own;

    private final int pinned;

    FacetValues(Alignment alignment, Aggregation aggregation, int pinned) {
        this.alignment = alignment;
        own = aggregation.with(StepVote.MEAN_SCORE);
        this.pinned = pinned;
    }

    FacetValue of(Facet facet, int index) {
        Solution solution = alignment.solutions().get(index);
        return switch (facet) {
            case STEPS -> new FacetValue.Numeric(solution.steps().size());
            case GOLD_FIRST_ERROR ->
                    switch (solution.goldFirstError()) {
                        case FirstError.At(int step) -> new FacetValue.Numeric(step + 1);
                        case FirstError.None() -> new FacetValue.Text(NO_ERROR);
                        case FirstError.Unknown() -> new FacetValue.Missing();
                    };
            case PROBLEM_LENGTH -> new FacetValue.Numeric(solution.problem().length());
            case GENERATOR ->
                    solution.generator().isEmpty()
                            ? new FacetValue.Missing()
                            : new FacetValue.Text(solution.generator());
            case DIFFICULTY -> difficulty(solution.extraFields());
            case FIRST_CONFIDENCE -> firstConfidence(index);
        };
    }

    private FacetValue firstConfidence(int index) {
        ComparedChain first = alignment.chains().get(pinned).get(index).getFirst().afterRounds(1);
        Double score =
                first.solutionConfidence() == null
                        ? own.aggregate(List.of(first.verdicts()), first.verdicts().size()).score()
                        : (Double) first.solutionConfidence().probability();
        return score == null ? new FacetValue.Missing() : new FacetValue.Numeric(score);
    }

    /// The first of the fields in the order of the row; text that is no JSON object says nothing.
    static FacetValue difficulty(String extraFields) {
        try (JsonParser parser = JSON.createParser(extraFields)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new FacetValue.Missing();
            }
            for (String field = parser.nextFieldName();
                    field != null;
                    field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                FacetValue found = DIFFICULTY_FIELDS.contains(field) ? scalar(parser, value) : null;
                if (found != null) {
                    return found;
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            // Rows are read leniently; one that is no JSON is one without the field.
            return new FacetValue.Missing();
        }
        return new FacetValue.Missing();
    }

    private static @Nullable FacetValue scalar(JsonParser parser, @Nullable JsonToken token)
            throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return new FacetValue.Numeric(parser.getDoubleValue());
        }
        return token == JsonToken.VALUE_STRING && !parser.getText().isBlank()
                ? new FacetValue.Text(parser.getText())
                : null;
    }
}
