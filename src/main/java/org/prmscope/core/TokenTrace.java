package org.prmscope.core;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tokens of one chain as they were fed and sampled: the record from which every text is
/// derived.
///
/// Immutable. Sampled ids are kept and text is never tokenized again. The trace carries the bytes
/// of every token in it, so it can be read without the tokenizer it came from.
public final class TokenTrace {
    /// A trace of nothing.
    public static final TokenTrace EMPTY = new Builder(0).build();

    private final int[] ids;
    private final TokenOrigin[] origins;
    private final float[] logProbabilities;
    private final int width;
    private final int[] alternativeIds;
    private final float[] alternativeLogProbabilities;
    private final Map<Integer, byte[]> pieces;

    private TokenTrace(Builder builder) {
        int size = builder.size;
        ids = Arrays.copyOf(builder.ids, size);
        origins = Arrays.copyOf(builder.origins, size);
        logProbabilities = Arrays.copyOf(builder.logProbabilities, size);
        width = builder.width;
        alternativeIds = Arrays.copyOf(builder.alternativeIds, size * width);
        alternativeLogProbabilities =
                Arrays.copyOf(builder.alternativeLogProbabilities, size * width);
        pieces = Map.copyOf(builder.pieces);
    }

    public int size() {
        return ids.length;
    }

    public int id(int position) {
        return ids[position];
    }

    /// A copy of all ids, `[size]`.
    public int[] ids() {
        return ids.clone();
    }

    public TokenOrigin origin(int position) {
        return origins[position];
    }

    /// Natural log of the token's probability under the full softmax at temperature 1; NaN for
    /// tokens that were not sampled.
    public float logProbability(int position) {
        return logProbabilities[position];
    }

    /// How many alternatives a sampled token can have.
    public int alternativesPerToken() {
        return width;
    }

    /// The most probable tokens at a sampled position, best first; empty for tokens not sampled.
    public List<TokenAlternative> alternatives(int position) {
        List<TokenAlternative> alternatives = new ArrayList<>(width);
        for (int k = position * width; k < (position + 1) * width; k++) {
            if (alternativeIds[k] >= 0) {
                alternatives.add(
                        new TokenAlternative(
                                alternativeIds[k],
                                new String(piece(alternativeIds[k]), StandardCharsets.UTF_8),
                                alternativeLogProbabilities[k]));
            }
        }
        return alternatives;
    }

    /// A copy of the bytes that token `id` stands for; empty for an id that is not in this trace.
    public byte[] piece(int id) {
        return pieces.getOrDefault(id, new byte[0]).clone();
    }

    /// All ids that occur, sampled or as alternatives, with their bytes.
    public Map<Integer, byte[]> pieces() {
        Map<Integer, byte[]> copy = new HashMap<>();
        pieces.forEach((id, bytes) -> copy.put(id, bytes.clone()));
        return copy;
    }

    /// The text of a span; a UTF-8 sequence cut by the span's ends is replaced, one inside is not.
    public String text(TokenSpan span) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int position = span.start(); position < span.end(); position++) {
            bytes.writeBytes(pieces.getOrDefault(ids[position], new byte[0]));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// The whole text.
    public String text() {
        return text(new TokenSpan(0, size()));
    }

    /// Equal when every token, origin, log-probability, alternative and piece is.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenTrace trace
                && width == trace.width
                && Arrays.equals(ids, trace.ids)
                && Arrays.equals(origins, trace.origins)
                && Arrays.equals(logProbabilities, trace.logProbabilities)
                && Arrays.equals(alternativeIds, trace.alternativeIds)
                && Arrays.equals(alternativeLogProbabilities, trace.alternativeLogProbabilities)
                && pieces.keySet().equals(trace.pieces.keySet())
                && pieces.entrySet().stream()
                        .allMatch(e -> Arrays.equals(e.getValue(), trace.pieces.get(e.getKey())));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids) * 31 + Arrays.hashCode(logProbabilities);
    }

    @Override
    public String toString() {
        return "TokenTrace[" + size() + " tokens]";
    }

    /// Grows a trace token by token; not thread-safe, [#build()] copies.
    public static final class Builder {
        private final int width;
        private int size;
        private int[] ids = new int[64];
        private TokenOrigin[] origins = new TokenOrigin[64];
        private float[] logProbabilities = new float[64];
        private int[] alternativeIds;
        private float[] alternativeLogProbabilities;
        private final Map<Integer, byte[]> pieces = new HashMap<>();

        /// @param alternativesPerToken how many alternatives a sampled token keeps
        public Builder(int alternativesPerToken) {
            width = alternativesPerToken;
            alternativeIds = new int[64 * width];
            alternativeLogProbabilities = new float[64 * width];
        }

        public int size() {
            return size;
        }

        /// Names the bytes of a token id; needed once for every id used.
        public Builder piece(int id, byte[] bytes) {
            pieces.putIfAbsent(id, bytes.clone());
            return this;
        }

        /// Adds a token that was fed, not sampled.
        public Builder fed(int id, TokenOrigin origin) {
            return add(id, origin, Float.NaN, new int[0], new float[0]);
        }

        /// Adds a sampled token with its log-probability and its alternatives, best first.
        public Builder sampled(
                int id, float logProbability, int[] alternatives, float[] logProbabilities) {
            return add(id, TokenOrigin.GENERATED, logProbability, alternatives, logProbabilities);
        }

        /// Drops the tokens from `newSize` on.
        public Builder rewind(int newSize) {
            if (newSize < 0 || newSize > size) {
                throw new IllegalArgumentException("cannot rewind " + size + " to " + newSize);
            }
            size = newSize;
            return this;
        }

        /// Adds a token of any origin; fewer alternatives than the width are padded.
        public Builder add(
                int id,
                TokenOrigin origin,
                float logProbability,
                int[] alternatives,
                float[] logProbabilitiesOfAlternatives) {
            if (size == ids.length) {
                int room = size * 2;
                ids = Arrays.copyOf(ids, room);
                origins = Arrays.copyOf(origins, room);
                logProbabilities = Arrays.copyOf(logProbabilities, room);
                alternativeIds = Arrays.copyOf(alternativeIds, room * width);
                alternativeLogProbabilities =
                        Arrays.copyOf(alternativeLogProbabilities, room * width);
            }
            ids[size] = id;
            origins[size] = origin;
            logProbabilities[size] = logProbability;
            for (int k = 0; k < width; k++) {
                boolean known = k < alternatives.length;
                alternativeIds[size * width + k] = known ? alternatives[k] : -1;
                alternativeLogProbabilities[size * width + k] =
                        known ? logProbabilitiesOfAlternatives[k] : Float.NaN;
            }
            size++;
            return this;
        }

        public TokenTrace build() {
            return new TokenTrace(this);
        }
    }
}
