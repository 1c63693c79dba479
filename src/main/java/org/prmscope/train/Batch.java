package org.prmscope.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Examples of about the same length that are trained on together, padded on the right.
///
/// @param rows at least one
public record Batch(List<TrainingExample> rows) {
    public Batch {
        rows = List.copyOf(rows);
    }

    /// The longest row's tokens.
    public int width() {
        return rows.stream().mapToInt(TrainingExample::length).max().orElse(0);
    }

    /// Tokens that the loss counts.
    public int trainedTokens() {
        int count = 0;
        for (TrainingExample row : rows) {
            for (int i = 1; i < row.length(); i++) {
                count += row.trained(i) ? 1 : 0;
            }
        }
        return count;
    }

    /// Cuts a shard into batches of at most `tokens` padded tokens, in an order that the seed
    /// gives.
    static List<Batch> cut(List<TrainingExample> shard, int tokens, long seed) {
        List<TrainingExample> sorted = new ArrayList<>(shard);
        sorted.sort(Comparator.comparingInt(TrainingExample::length));
        List<Batch> batches = new ArrayList<>();
        List<TrainingExample> rows = new ArrayList<>();
        for (TrainingExample example : sorted) {
            if (!rows.isEmpty() && (rows.size() + 1) * example.length() > tokens) {
                batches.add(new Batch(rows));
                rows.clear();
            }
            rows.add(example);
        }
        batches.add(new Batch(rows));
        Collections.shuffle(batches, new Random(seed));
        return batches;
    }
}
