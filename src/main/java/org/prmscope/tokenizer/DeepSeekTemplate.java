package org.prmscope.tokenizer;

import java.util.List;
import java.util.Optional;

/// The turns of DeepSeek-R1 and its distilled models (`chat_template` in their
/// `tokenizer_config.json`):
/// `<｜begin▁of▁sentence｜>{system}<｜User｜>{user}<｜Assistant｜>{assistant}<｜end▁of▁sentence｜>`.
///
/// The assistant's text is kept as it was generated, its thoughts included; the original template
/// drops what precedes `</think>` in earlier turns.
public final class DeepSeekTemplate implements ChatTemplate {
    static final String BEGIN = "<｜begin▁of▁sentence｜>";
    static final String END = "<｜end▁of▁sentence｜>";
    static final String USER = "<｜User｜>";
    static final String ASSISTANT = "<｜Assistant｜>";
    static final List<String> CONTROLS = List.of(BEGIN, USER, ASSISTANT, END);

    private final Tokenizer tokenizer;

    DeepSeekTemplate(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static boolean fits(Tokenizer tokenizer) {
        return CONTROLS.stream().allMatch(name -> tokenizer.controlId(name).isPresent());
    }

    @Override
    public String name() {
        return "deepseek-r1";
    }

    @Override
    public int[] begin(Optional<String> system) {
        return ControlText.concatenated(control(BEGIN), tokenizer.encode(system.orElse("")));
    }

    @Override
    public int[] userTurn(String text) {
        return ControlText.concatenated(control(USER), tokenizer.encode(text));
    }

    @Override
    public int[] assistantStart() {
        return control(ASSISTANT);
    }

    @Override
    public int[] assistantEnd() {
        return control(END);
    }

    @Override
    public List<Integer> endIds() {
        return List.of(control(END)[0]);
    }

    private int[] control(String name) {
        return new int[] {tokenizer.controlId(name).orElseThrow()};
    }
}
