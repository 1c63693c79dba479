package org.prmscope.verify;

import java.util.Optional;

/// The turns of a chat as token ids, in a model family's own control tokens.
public interface Turns {
    /// What a chat starts with, with or without a system message.
    int[] begin(Optional<String> system);

    /// A whole user turn; control-token spellings in `text` are plain characters.
    int[] userTurn(String text);

    /// What opens the assistant's turn.
    int[] assistantStart();

    /// What closes the assistant's turn.
    int[] assistantEnd();
}
