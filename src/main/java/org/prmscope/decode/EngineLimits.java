package org.prmscope.decode;

/// What a [DecodeEngine] may take.
///
/// @param maxRows chains that may be computed together, each on a key-value row
/// @param cachedRows more rows that may hold the tokens of chains that are closed, as known
///   prefixes
/// @param kvBytes bytes that all rows together may take
public record EngineLimits(int maxRows, int cachedRows, long kvBytes) {
    public EngineLimits {
        if (maxRows < 1 || cachedRows < 0 || kvBytes < 1) {
            throw new IllegalArgumentException(
                    "at least 1 row, 0 cached rows and 1 byte, were %d, %d, %d"
                            .formatted(maxRows, cachedRows, kvBytes));
        }
    }

    int allRows() {
        return maxRows + cachedRows;
    }
}
