package org.prmscope.train;

import org.prmscope.train.BytePairVocabulary.Merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Learns the merges of a byte-pair vocabulary from text (Sennrich et al. 2016, section 3.2): the
/// most frequent neighbouring pair is merged until the vocabulary is full. Ties go to the pair that
/// sorts first, so that the same text always gives the same vocabulary.
public final class BytePairTrainer {
    private final Map<String, Integer> counts = new TreeMap<>();

    /// Counts a text in.
    public void add(String text) {
        for (String piece : BytePairVocabulary.pieces(text)) {
            counts.merge(piece, 1, Integer::sum);
        }
    }

    /// The vocabulary of the text so far.
    ///
    /// @param size ids in all, the 256 bytes and the control tokens included
    public BytePairVocabulary train(int size, List<String> controls) {
        List<List<String>> words = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        counts.forEach((piece, count) -> {
            words.add(BytePairVocabulary.spell(piece));
            weights.add(count);
        });
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < size - 256 - controls.size()) {
            Optional<Merge> best = mostFrequent(words, weights);
            if (best.isEmpty()) {
                break;
            }
            merges.add(best.get());
            words.forEach(word -> apply(best.get(), word));
        }
        return new BytePairVocabulary(merges, controls);
    }

    private static Optional<Merge> mostFrequent(List<List<String>> words, List<Integer> weights) {
        Map<Merge, Long> pairs = new HashMap<>();
        for (int w = 0; w < words.size(); w++) {
            List<String> word = words.get(w);
            for (int i = 0; i + 1 < word.size(); i++) {
                pairs.merge(
                        new Merge(word.get(i), word.get(i + 1)), (long) weights.get(w), Long::sum);
            }
        }
        Comparator<Map.Entry<Merge, Long>> order = Map.Entry.comparingByValue();
        return pairs.entrySet().stream()
                .max(
                        order.thenComparing(
                                e -> e.getKey().left() + " " + e.getKey().right(),
                                Comparator.reverseOrder()))
                .map(Map.Entry::getKey);
    }

    private static void apply(Merge merge, List<String> word) {
        for (int i = 0; i + 1 < word.size(); i++) {
            if (word.get(i).equals(merge.left()) && word.get(i + 1).equals(merge.right())) {
                word.set(i, merge.joined());
                word.remove(i + 1);
            }
        }
    }
}
