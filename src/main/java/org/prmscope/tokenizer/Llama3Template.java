package org.prmscope.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The turns of Llama 3 (Meta's "Llama 3 Model Cards and Prompt formats"):
/// `<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\n{system}<|eot_id|>`
/// `<|start_header_id|>user<|end_header_id|>\n\n{user}<|eot_id|>`
/// `<|start_header_id|>assistant<|end_header_id|>\n\n{assistant}<|eot_id|>`.
///
/// Nothing is added where no system message is given; the `chat_template` of Llama 3.1 and later
/// would name dates there.
public final class Llama3Template implements ChatTemplate {
    private static final String BEGIN = "<|begin_of_text|>";
    private static final String HEADER = "<|start_header_id|>";
    private static final String HEADER_END = "<|end_header_id|>";
    private static final String END = "<|eot_id|>";
    static final List<String> CONTROLS = List.of(BEGIN, HEADER, HEADER_END, END);

    /// The end of a text that is no chat, and of a turn that waits for a tool.
    private static final List<String> OTHER_ENDS = List.of("<|end_of_text|>", "<|eom_id|>");

    private final Tokenizer tokenizer;

    Llama3Template(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static boolean fits(Tokenizer tokenizer) {
        return CONTROLS.stream().allMatch(name -> tokenizer.controlId(name).isPresent());
    }

    @Override
    public String name() {
        return "llama3";
    }

    @Override
    public int[] begin(Optional<String> system) {
        return ControlText.concatenated(
                control(BEGIN), system.map(text -> turn("system", text)).orElse(new int[0]));
    }

    @Override
    public int[] userTurn(String text) {
        return turn("user", text);
    }

    @Override
    public int[] assistantStart() {
        return ControlText.concatenated(header("assistant"), tokenizer.encode("\n\n"));
    }

    @Override
    public int[] assistantEnd() {
        return control(END);
    }

    @Override
    public List<Integer> endIds() {
        List<Integer> ids = new ArrayList<>();
        ids.add(control(END)[0]);
        for (String name : OTHER_ENDS) {
            tokenizer.controlId(name).ifPresent(ids::add);
        }
        return List.copyOf(ids);
    }

    private int[] turn(String role, String text) {
        return ControlText.concatenated(
                header(role), tokenizer.encode("\n\n" + text), control(END));
    }

    private int[] header(String role) {
        return ControlText.concatenated(
                control(HEADER), tokenizer.encode(role), control(HEADER_END));
    }

    private int[] control(String name) {
        return new int[] {tokenizer.controlId(name).orElseThrow()};
    }
}
