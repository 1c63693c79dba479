package org.prmscope.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class StopMatcherTest {
    @Test
    void aStopSplitOverTokensIsFoundWhereItEnds() {
        StopMatcher matcher = new StopMatcher(List.of("</analyze>\n"));

        assertEquals(Optional.empty(), matcher.accept(bytes("so </an")));
        assertEquals(Optional.empty(), matcher.accept(bytes("alyze>")));
        assertEquals(
                Optional.of(new StopMatcher.Match("</analyze>\n", 3, 14)),
                matcher.accept(bytes("\nrest")));
    }

    @Test
    void ofStopsThatEndTogetherTheLongestIsReported() {
        StopMatcher matcher = new StopMatcher(List.of("b", "ab", "xab"));

        assertEquals(Optional.of(new StopMatcher.Match("ab", 1, 3)), matcher.accept(bytes("cab")));
    }

    @Test
    void findsWhatASearchOfTheWholeTextFinds() {
        Random random = new Random(4);
        for (int round = 0; round < 3_000; round++) {
            List<String> stops = new ArrayList<>();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                stops.add(word(random, 1 + random.nextInt(5)));
            }
            String text = word(random, 40);
            StopMatcher matcher = new StopMatcher(stops);
            Optional<StopMatcher.Match> found = Optional.empty();
            for (int from = 0; from < text.length() && found.isEmpty(); ) {
                int to = Math.min(text.length(), from + 1 + random.nextInt(4));
                found = matcher.accept(bytes(text.substring(from, to)));
                from = to;
            }
            assertEquals(searched(text, stops), found, text + " for " + stops);
        }
    }

    @Test
    void anEmptyStopIsABug() {
        assertThrows(IllegalArgumentException.class, () -> new StopMatcher(List.of("")));
    }

    private static Optional<StopMatcher.Match> searched(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            StopMatcher.Match best = null;
            for (String stop : stops) {
                int start = end - stop.length();
                if (text.substring(0, end).endsWith(stop)
                        && (best == null || start < best.start())) {
                    best = new StopMatcher.Match(stop, start, end);
                }
            }
            if (best != null) {
                return Optional.of(best);
            }
        }
        return Optional.empty();
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(2)));
        }
        return word.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
