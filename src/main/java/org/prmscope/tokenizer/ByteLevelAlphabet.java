package org.prmscope.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The printable stand-ins that byte-level BPE vocabularies write bytes with.
///
/// The bytes `!`..`~`, `¡`..`¬` and `®`..`ÿ` stand for themselves; the other 68 are written, in
/// order, as the characters from U+0100 on (GPT-2, `encoder.py`, `bytes_to_unicode`).
final class ByteLevelAlphabet {
    private final char[] characterOf = new char[256];
    private final int[] byteOf = new int[256 + 68];

    ByteLevelAlphabet() {
        char next = 256;
        Arrays.fill(byteOf, -1);
        for (int value = 0; value < 256; value++) {
            boolean printable =
                    (value >= '!' && value <= '~')
                            || (value >= 0xA1 && value <= 0xAC)
                            || (value >= 0xAE && value <= 0xFF);
            characterOf[value] = printable ? (char) value : next++;
            byteOf[characterOf[value]] = value;
        }
    }

    /// The character that stands for a byte, 0..255.
    char character(int value) {
        return characterOf[value];
    }

    /// The bytes that a vocabulary entry stands for. An entry with a character outside the alphabet
    /// stands for its own UTF-8 bytes, as in Hugging Face's byte-level decoder.
    byte[] bytes(String entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(entry.length());
        for (int i = 0; i < entry.length(); i++) {
            char character = entry.charAt(i);
            if (character >= byteOf.length || byteOf[character] < 0) {
                return entry.getBytes(StandardCharsets.UTF_8);
            }
            bytes.write(byteOf[character]);
        }
        return bytes.toByteArray();
    }
}
