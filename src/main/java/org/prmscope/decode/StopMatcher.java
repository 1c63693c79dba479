package org.prmscope.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Finds the first stop string in a stream of bytes, across token borders and inside tokens.
///
/// Every byte is looked at once (Knuth, Morris and Pratt 1977, one automaton a stop string). The
/// stop that is completed first wins; of several completed by the same byte, the longest.
final class StopMatcher {
    private final List<String> stops;
    private final byte[][] patterns;
    private final int[][] fallbacks;
    private final int[] matched;
    private int seen;

    /// A completed stop string; offsets count the bytes of the stream from 0.
    ///
    /// @param start of the stop string
    /// @param end just after it
    record Match(String stop, int start, int end) {}

    /// @throws IllegalArgumentException if a stop string is empty
    StopMatcher(List<String> stops) {
        this.stops = stops;
        patterns = new byte[stops.size()][];
        fallbacks = new int[stops.size()][];
        matched = new int[stops.size()];
        for (int k = 0; k < stops.size(); k++) {
            patterns[k] = stops.get(k).getBytes(StandardCharsets.UTF_8);
            if (patterns[k].length == 0) {
                throw new IllegalArgumentException("an empty stop string would match everywhere");
            }
            fallbacks[k] = fallback(patterns[k]);
        }
    }

    /// Looks at the next bytes; after a match the matcher is spent.
    Optional<Match> accept(byte[] bytes) {
        for (byte next : bytes) {
            seen++;
            int longest = -1;
            for (int k = 0; k < patterns.length; k++) {
                if (advance(k, next)
                        && (longest < 0 || patterns[k].length > patterns[longest].length)) {
                    longest = k;
                }
            }
            if (longest >= 0) {
                int start = seen - patterns[longest].length;
                return Optional.of(new Match(stops.get(longest), start, seen));
            }
        }
        return Optional.empty();
    }

    private boolean advance(int k, byte next) {
        byte[] pattern = patterns[k];
        int length = matched[k];
        while (length > 0 && pattern[length] != next) {
            length = fallbacks[k][length - 1];
        }
        if (pattern[length] == next) {
            length++;
        }
        boolean complete = length == pattern.length;
        matched[k] = complete ? fallbacks[k][length - 1] : length;
        return complete;
    }

    /// For every prefix the length of its longest proper suffix that is a prefix too.
    private static int[] fallback(byte[] pattern) {
        int[] fallback = new int[pattern.length];
        int length = 0;
        for (int i = 1; i < pattern.length; i++) {
            while (length > 0 && pattern[i] != pattern[length]) {
                length = fallback[length - 1];
            }
            if (pattern[i] == pattern[length]) {
                length++;
            }
            fallback[i] = length;
        }
        return fallback;
    }
}
