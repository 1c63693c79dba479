package org.prmscope.compare;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Two texts side by side with what differs marked, word by word (Myers, An O(ND) Difference
/// Algorithm and Its Variations, Algorithmica 1, 1986).
///
/// The pieces of a side, put together, are its text.
public record TextDiff(List<Piece> left, List<Piece> right) {
    /// Words on both sides beyond which the work would take seconds where little is shared: longer
    /// texts are compared by lines, and lines that differ are marked whole.
    private static final int MOST_WORDS = 8_000;

    public TextDiff {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /// A stretch of a text.
    ///
    /// @param isDifferent whether the other text does not have it here
    public record Piece(String text, boolean isDifferent) {}

    /// Compares two texts. Long ones that share little take up to half a second, so a window asks
    /// for it off its own thread.
    public static TextDiff of(String left, String right) {
        List<String> leftWords = words(left);
        List<String> rightWords = words(right);
        if (leftWords.size() + rightWords.size() > MOST_WORDS) {
            leftWords = lines(left);
            rightWords = lines(right);
        }
        if (leftWords.size() + rightWords.size() > MOST_WORDS) {
            return left.equals(right)
                    ? new TextDiff(whole(left, false), whole(right, false))
                    : new TextDiff(whole(left, true), whole(right, true));
        }
        return of(leftWords, rightWords);
    }

    private static List<Piece> whole(String text, boolean isDifferent) {
        return text.isEmpty() ? List.of() : List.of(new Piece(text, isDifferent));
    }

    /// Whether the texts are the same.
    public boolean isSame() {
        return left.stream().noneMatch(Piece::isDifferent)
                && right.stream().noneMatch(Piece::isDifferent);
    }

    private static TextDiff of(List<String> left, List<String> right) {
        Map<String, Integer> numbers = new HashMap<>();
        List<Change> changes =
                new ArrayList<>(
                        new MyersDiffWithLinearSpace<Integer>()
                                .computeDiff(
                                        numbered(left, numbers), numbered(right, numbers), null));
        changes.sort(
                Comparator.comparingInt((Change change) -> change.startOriginal)
                        .thenComparingInt(change -> change.startRevised));
        Side ofLeft = new Side(left);
        Side ofRight = new Side(right);
        for (Change change : changes) {
            boolean joins =
                    ofLeft.isJoined(change.startOriginal) && ofRight.isJoined(change.startRevised);
            ofLeft.differ(change.startOriginal, change.endOriginal, joins);
            ofRight.differ(change.startRevised, change.endRevised, joins);
        }
        return new TextDiff(ofLeft.pieces(), ofRight.pieces());
    }

    /// Numbers are compared faster than words, and a comparison is most of the work.
    private static List<Integer> numbered(List<String> words, Map<String, Integer> numbers) {
        List<Integer> numbered = new ArrayList<>(words.size());
        for (String word : words) {
            numbered.add(numbers.computeIfAbsent(word, _ -> numbers.size()));
        }
        return numbered;
    }

    /// Words, runs of white space, and every other character by itself.
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length(); ) {
            int next = text.offsetByCodePoints(at, 1);
            int kind = kind(text.codePointAt(at));
            if (kind == 0 || next == text.length() || kind(text.codePointAt(next)) != kind) {
                words.add(text.substring(start, next));
                start = next;
            }
            at = next;
        }
        return words;
    }

    private static int kind(int codePoint) {
        if (Character.isWhitespace(codePoint)) {
            return 1;
        }
        return Character.isLetterOrDigit(codePoint) ? 2 : 0;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end + 1));
            start = end + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /// One text as its changes come in, in order.
    private static final class Side {
        private final List<String> words;
        private final boolean[] differs;
        private int end;

        Side(List<String> words) {
            this.words = words;
            differs = new boolean[words.size()];
        }

        /// Whether only white space lies between the last change and a place: the two read better
        /// as one.
        boolean isJoined(int start) {
            return end > 0
                    && words.subList(end, Math.max(start, end)).stream().allMatch(String::isBlank);
        }

        void differ(int start, int newEnd, boolean joins) {
            for (int word = joins ? end : start; word < newEnd; word++) {
                differs[word] = true;
            }
            end = newEnd;
        }

        List<Piece> pieces() {
            List<Piece> pieces = new ArrayList<>();
            StringBuilder piece = new StringBuilder();
            for (int word = 0; word < words.size(); word++) {
                piece.append(words.get(word));
                if (word + 1 == words.size() || differs[word + 1] != differs[word]) {
                    pieces.add(new Piece(piece.toString(), differs[word]));
                    piece.setLength(0);
                }
            }
            return pieces;
        }
    }
}
