package org.prmscope.verify;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Confidence;
import org.prmscope.core.ConfidenceDefinition;
import org.prmscope.core.LabelScore;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.decode.WatchedLogits;
import org.prmscope.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// The tokens at which a model decides between the two labels of a box.
///
/// For every spelling (`{Yes`, `{ Yes`, `{yes`, `{\text{Yes` ...) both labels are encoded in a box;
/// the decision is the first token in which the two encodings differ. A verdict's confidence is the
/// ratio of exactly those two ids at exactly the token that the verdict was read from. Where the
/// model spelt its label in tokens that no spelling has, there is no confidence rather than one of
/// another token.
final class DecisionTokens {
    private static final List<String> OPENINGS =
            List.of("\\boxed{", "\\boxed{ ", "\\boxed{\\text{");

    private final List<Spelling> spellings = new ArrayList<>();
    private final List<Integer> watched;
    private final BoxLabels labels;
    private final ConfidenceDefinition definition;

    /// @param offset bytes from the label's first character to the deciding token: 0, or negative
    ///   where the token also holds what is before the label
    private record Spelling(int offset, int positive, int negative) {}

    /// The token a verdict was read from.
    ///
    /// @param confidence null where the token is not one of the two compared
    record Decision(int position, @Nullable Confidence confidence) {}

    DecisionTokens(Tokenizer tokenizer, BoxLabels labels, ConfidenceDefinition definition) {
        this.labels = labels;
        this.definition = definition;
        Set<Integer> ids = new TreeSet<>();
        for (String opening : OPENINGS) {
            for (BoxLabels cased : casings(labels)) {
                spelling(tokenizer, opening, cased).ifPresent(spellings::add);
            }
        }
        for (Spelling spelling : spellings) {
            ids.add(spelling.positive);
            ids.add(spelling.negative);
        }
        watched = List.copyOf(ids);
    }

    /// The ids whose logits must be kept at every sampled position.
    List<Integer> watched() {
        return watched;
    }

    /// The decision behind a box with a known label.
    Decision at(TracedText text, VerdictBox box, boolean positive, ChainDecoder decoder) {
        for (Spelling spelling : spellings) {
            OptionalInt position = text.tokenStartingAt(box.labelStart() + spelling.offset);
            int expected = positive ? spelling.positive : spelling.negative;
            if (position.isPresent() && text.idAt(position.getAsInt()) == expected) {
                Optional<Confidence> confidence =
                        decoder.watched(position.getAsInt())
                                .flatMap(logits -> confidence(logits, spelling));
                if (confidence.isPresent()) {
                    return new Decision(position.getAsInt(), confidence.get());
                }
            }
        }
        return new Decision(text.tokenAt(box.labelStart()), null);
    }

    private Optional<Confidence> confidence(WatchedLogits logits, Spelling spelling) {
        int yes = logits.ids().indexOf(spelling.positive);
        int no = logits.ids().indexOf(spelling.negative);
        if (yes < 0 || no < 0) {
            return Optional.empty();
        }
        double positive = logits.logits().get(yes);
        double negative = logits.logits().get(no);
        double share = Confidence.share(positive, negative);
        if (Double.isNaN(share)) {
            return Optional.empty();
        }
        return Optional.of(
                new Confidence(
                        share,
                        definition,
                        List.of(
                                score(labels.positive(), positive, logits.logSumExp()),
                                score(labels.negative(), negative, logits.logSumExp()))));
    }

    private static LabelScore score(String label, double logit, double logSumExp) {
        return new LabelScore(label, logit, logit - logSumExp);
    }

    private static List<BoxLabels> casings(BoxLabels labels) {
        return List.of(
                        labels,
                        new BoxLabels(
                                labels.positive().toLowerCase(Locale.ROOT),
                                labels.negative().toLowerCase(Locale.ROOT)),
                        new BoxLabels(capital(labels.positive()), capital(labels.negative())),
                        new BoxLabels(
                                labels.positive().toUpperCase(Locale.ROOT),
                                labels.negative().toUpperCase(Locale.ROOT)))
                .stream()
                .distinct()
                .toList();
    }

    private static String capital(String label) {
        return label.substring(0, 1).toUpperCase(Locale.ROOT)
                + label.substring(1).toLowerCase(Locale.ROOT);
    }

    private static Optional<Spelling> spelling(
            Tokenizer tokenizer, String opening, BoxLabels cased) {
        int[] positive = tokenizer.encode(opening + cased.positive() + "}");
        int[] negative = tokenizer.encode(opening + cased.negative() + "}");
        int bytes = 0;
        for (int i = 0; i < Math.min(positive.length, negative.length); i++) {
            if (positive[i] != negative[i]) {
                // Past the label's first character the labels share their first token, and what
                // differs is not the label but how it goes on.
                int offset = bytes - opening.length();
                return offset <= 0
                        ? Optional.of(new Spelling(offset, positive[i], negative[i]))
                        : Optional.empty();
            }
            bytes += tokenizer.piece(positive[i]).length;
        }
        return Optional.empty();
    }
}
