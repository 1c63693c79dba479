package org.prmscope.ui.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which words of a text have no counterpart in another, by a longest common subsequence of words.
final class WordDiff {
    /// A stretch of the text, such as a sentence's changed words.
    ///
    /// @param differs whether it has no counterpart
    record Piece(String text, boolean differs) {}

    private static final Pattern WORD = Pattern.compile("\\s*(?:[\\p{L}\\p{N}]+|[^\\s])\\s*");

    /// Beyond so many words in both texts the cost of the table is not worth it.
    private static final int MOST_WORDS = 2_500;

    private WordDiff() {}

    /// The pieces of `text`, in order; together they are the text. Texts that are too long, or whose
    /// counterpart is empty, are one piece without a mark.
    static List<Piece> of(String text, String other) {
        List<String> words = words(text);
        List<String> others = words(other);
        if (others.isEmpty() || words.size() > MOST_WORDS || others.size() > MOST_WORDS) {
            return List.of(new Piece(text, false));
        }
        boolean[] common = common(words, others);
        List<Piece> pieces = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        boolean differs = false;
        for (int i = 0; i < words.size(); i++) {
            boolean now = !common[i];
            if (now != differs && !run.isEmpty()) {
                pieces.add(new Piece(run.toString(), differs));
                run.setLength(0);
            }
            differs = now;
            run.append(words.get(i));
        }
        if (!run.isEmpty()) {
            pieces.add(new Piece(run.toString(), differs));
        }
        return pieces;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        if (words.isEmpty() && !text.isEmpty()) {
            return Collections.singletonList(text);
        }
        return words;
    }

    private static boolean[] common(List<String> a, List<String> b) {
        List<String> left = a.stream().map(String::strip).toList();
        List<String> right = b.stream().map(String::strip).toList();
        short[][] longest = new short[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                longest[i][j] =
                        left.get(i).equals(right.get(j))
                                ? (short) (longest[i + 1][j + 1] + 1)
                                : (short) Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        boolean[] common = new boolean[a.size()];
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            if (left.get(i).equals(right.get(j))) {
                common[i++] = true;
                j++;
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }
}
