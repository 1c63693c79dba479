package org.prmscope.tokenizer;

import java.util.OptionalInt;

/// Text to token ids and back. Thread-safe.
public interface Tokenizer {
    /// The ids of plain text. Nothing is added, and text that spells a control token
    /// (`<|im_start|>`) is encoded as the characters it is made of, so that a hostile problem
    /// cannot open a turn of its own.
    int[] encode(String text);

    /// The bytes a token stands for; for a control token, its name.
    byte[] piece(int id);

    /// The id of a control token such as `<｜User｜>`.
    OptionalInt controlId(String name);

    /// Whether the id is a control token.
    boolean isControl(int id);

    /// How many ids there are, from 0.
    int size();
}
