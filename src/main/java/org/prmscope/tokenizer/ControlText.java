package org.prmscope.tokenizer;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Encodes text that this program itself wrote and in which control tokens are meant, such as
/// `<think>\n`.
///
/// Never for text from a file or a model: that goes through [Tokenizer#encode(String)].
public final class ControlText {
    private ControlText() {}

    /// The ids of `text`, where every `<...>` that names a control token of the tokenizer becomes
    /// that token, and the text between is encoded as it stands.
    public static int[] encode(Tokenizer tokenizer, String text) {
        int open = text.indexOf('<');
        while (open >= 0) {
            int close = text.indexOf('>', open);
            if (close < 0) {
                break;
            }
            OptionalInt id = tokenizer.controlId(text.substring(open, close + 1));
            if (id.isPresent()) {
                return concatenated(
                        tokenizer.encode(text.substring(0, open)),
                        new int[] {id.getAsInt()},
                        encode(tokenizer, text.substring(close + 1)));
            }
            open = text.indexOf('<', open + 1);
        }
        return tokenizer.encode(text);
    }

    static int[] concatenated(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
    }
}
