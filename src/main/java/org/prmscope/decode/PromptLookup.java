package org.prmscope.decode;

/// Guesses the next tokens of a chain from what followed when its last tokens came before (prompt
/// look-up, Saxena 2023, `prompt-lookup-decoding`).
final class PromptLookup {
    /// A shorter match says too little.
    static final int MIN_MATCH = 2;

    /// A longer match says no more.
    static final int MAX_MATCH = 32;

    private int match;
    private int from;

    /// Looks for the longest earlier occurrence of the last of the first `size` ids, the latest of
    /// equals.
    ///
    /// @return how many tokens match; 0 if fewer than [#MIN_MATCH]
    int find(int[] ids, int size) {
        match = 0;
        if (size <= MIN_MATCH) {
            return 0;
        }
        int last = ids[size - 1];
        int lastButOne = ids[size - 2];
        for (int end = size - 2; end >= 1 && match < MAX_MATCH; end--) {
            if (ids[end] == last && ids[end - 1] == lastButOne) {
                int length = MIN_MATCH;
                int most = Math.min(MAX_MATCH, end + 1);
                while (length < most && ids[end - length] == ids[size - 1 - length]) {
                    length++;
                }
                if (length > match) {
                    match = length;
                    from = end + 1;
                }
            }
        }
        return match;
    }

    /// Writes what followed the match to `into` from index `at` on; where the match reaches the end
    /// of the chain, what would follow if it went on repeating.
    void follow(int[] ids, int size, int[] into, int at) {
        int available = size - from;
        for (int k = 0; at + k < into.length; k++) {
            into[at + k] = k < available ? ids[from + k] : into[at + k - available];
        }
    }
}
