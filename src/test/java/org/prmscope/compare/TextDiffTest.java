package org.prmscope.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class TextDiffTest {
    private static String text(List<TextDiff.Piece> pieces) {
        return pieces.stream().map(TextDiff.Piece::text).collect(Collectors.joining());
    }

    private static String marked(List<TextDiff.Piece> pieces) {
        return pieces.stream()
                .map(piece -> piece.isDifferent() ? "[" + piece.text() + "]" : piece.text())
                .collect(Collectors.joining());
    }

    private static String same(List<TextDiff.Piece> pieces) {
        return pieces.stream()
                .filter(piece -> !piece.isDifferent())
                .map(TextDiff.Piece::text)
                .collect(Collectors.joining());
    }

    @Test
    void wordsThatDifferAreMarkedOnBothSides() {
        TextDiff diff = TextDiff.of("so 4 x 15 = 50, good.", "so 4 x 15 = 60, good.");
        assertEquals("so 4 x 15 = [50], good.", marked(diff.left()));
        assertEquals("so 4 x 15 = [60], good.", marked(diff.right()));
    }

    @Test
    void differencesWithOnlySpaceBetweenThemAreOne() {
        TextDiff diff = TextDiff.of("the old words stay", "the new things stay");
        assertEquals("the [old words] stay", marked(diff.left()));
        assertEquals("the [new things] stay", marked(diff.right()));
    }

    @Test
    void theSameTextHasNoDifferenceAndNoTextIsNothing() {
        assertTrue(TextDiff.of("a b", "a b").isSame());
        assertTrue(TextDiff.of("", "").isSame());
        assertFalse(TextDiff.of("", "a").isSame());
        assertEquals(List.of(), TextDiff.of("", "a").left());
    }

    @Test
    void piecesPutTogetherAreTheTextsAndWhatIsNotMarkedIsTheSame() {
        List<String> words =
                List.of("a", "b", " ", "  ", "\n", ".", "step", "12", "é", "𝑥", "\ud800");
        Random random = new Random(2);
        for (int round = 0; round < 3_000; round++) {
            String left = text(words, random);
            String right = random.nextInt(4) == 0 ? left : text(words, random);
            TextDiff diff = TextDiff.of(left, right);
            assertEquals(left, text(diff.left()));
            assertEquals(right, text(diff.right()));
            assertEquals(same(diff.left()), same(diff.right()));
            assertEquals(left.equals(right), diff.isSame());
        }
    }

    private static String text(List<String> words, Random random) {
        return IntStream.range(0, random.nextInt(30))
                .mapToObj(_ -> words.get(random.nextInt(words.size())))
                .collect(Collectors.joining());
    }

    @Test
    void longTextsAreComparedByLines() {
        String many =
                IntStream.range(0, 3_000)
                        .mapToObj(i -> "line " + i + "\n")
                        .collect(Collectors.joining());
        TextDiff diff = TextDiff.of(many, many.replace("line 70\n", "line seventy\n"));
        assertEquals(
                List.of("line 70\n"),
                diff.left().stream()
                        .filter(TextDiff.Piece::isDifferent)
                        .map(TextDiff.Piece::text)
                        .toList());
        String endless = "word ".repeat(20_000) + "\n".repeat(9_000);
        assertEquals(endless, text(TextDiff.of(endless, endless + "x").left()));
    }
}
