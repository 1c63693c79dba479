package org.prmscope.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ChatML, the turns of Qwen2 (`chat_template` in its `tokenizer_config.json`):
/// `<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{user}<|im_end|>\n`
/// `<|im_start|>assistant\n{assistant}<|im_end|>\n`.
///
/// No default system message is added where none is given.
public final class ChatMlTemplate implements ChatTemplate {
    static final String START = "<|im_start|>";
    static final String END = "<|im_end|>";
    static final List<String> CONTROLS = List.of(START, END);
    private static final String END_OF_TEXT = "<|endoftext|>";

    private final Tokenizer tokenizer;

    ChatMlTemplate(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static boolean fits(Tokenizer tokenizer) {
        return CONTROLS.stream().allMatch(name -> tokenizer.controlId(name).isPresent());
    }

    @Override
    public String name() {
        return "chatml";
    }

    @Override
    public int[] begin(Optional<String> system) {
        return system.map(text -> turn("system", text)).orElse(new int[0]);
    }

    @Override
    public int[] userTurn(String text) {
        return turn("user", text);
    }

    @Override
    public int[] assistantStart() {
        return ControlText.concatenated(control(START), tokenizer.encode("assistant\n"));
    }

    @Override
    public int[] assistantEnd() {
        return ControlText.concatenated(control(END), tokenizer.encode("\n"));
    }

    @Override
    public List<Integer> endIds() {
        List<Integer> ids = new ArrayList<>();
        ids.add(control(END)[0]);
        tokenizer.controlId(END_OF_TEXT).ifPresent(ids::add);
        return List.copyOf(ids);
    }

    private int[] turn(String role, String text) {
        return ControlText.concatenated(
                control(START),
                tokenizer.encode(role + "\n" + text),
                control(END),
                tokenizer.encode("\n"));
    }

    private int[] control(String name) {
        return new int[] {tokenizer.controlId(name).orElseThrow()};
    }
}
