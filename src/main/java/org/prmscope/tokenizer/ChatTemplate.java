package org.prmscope.tokenizer;

import org.prmscope.core.WorkbenchException;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// How a family of chat models marks its turns, as token ids.
///
/// Texts are encoded as plain text, so a problem that spells a control token cannot open a turn. A
/// chat is `begin`, then for every exchange `userTurn`, `assistantStart`, the answer and
/// `assistantEnd`.
public sealed interface ChatTemplate permits DeepSeekTemplate, ChatMlTemplate, Llama3Template {
    /// The control tokens of each family.
    List<List<String>> KNOWN =
            List.of(DeepSeekTemplate.CONTROLS, ChatMlTemplate.CONTROLS, Llama3Template.CONTROLS);

    /// For a person, such as `deepseek-r1` or `chatml`.
    String name();

    /// What a chat starts with, with or without a system message.
    int[] begin(Optional<String> system);

    /// One turn of the user, complete.
    int[] userTurn(String text);

    /// Opens the assistant's turn.
    int[] assistantStart();

    /// Closes the assistant's turn; the end token that the model sampled is not in the chain, so
    /// this is appended before another turn.
    int[] assistantEnd();

    /// The tokens that end generation.
    List<Integer> endIds();

    /// Chooses the template by the control tokens that the tokenizer has.
    ///
    /// @throws WorkbenchException if it has those of no known family
    static ChatTemplate of(Tokenizer tokenizer) throws WorkbenchException {
        if (DeepSeekTemplate.fits(tokenizer)) {
            return new DeepSeekTemplate(tokenizer);
        }
        if (ChatMlTemplate.fits(tokenizer)) {
            return new ChatMlTemplate(tokenizer);
        }
        if (Llama3Template.fits(tokenizer)) {
            return new Llama3Template(tokenizer);
        }
        throw unknown("added_tokens");
    }

    /// Whether [#of] knows the format of a tokenizer with such control tokens.
    ///
    /// @param has whether there is a control token of a name
    static boolean isKnown(Predicate<String> has) {
        return KNOWN.stream().anyMatch(controls -> controls.stream().allMatch(has));
    }

    static TokenizerException unknown(String where) {
        return new TokenizerException(
                "The tokenizer has the control tokens of no known chat format",
                where,
                KNOWN.stream()
                        .map(controls -> String.join(" ", controls))
                        .collect(Collectors.joining(", or ")),
                "none of these");
    }
}
