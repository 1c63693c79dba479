package org.prmscope.synthesis;

import java.util.List;

/// The control tokens of the chat template that the generated chains use (DeepSeek-R1's, as
/// GenPRM's base models have it).
public final class ControlTokens {
    public static final String BEGIN = "<｜begin▁of▁sentence｜>";
    public static final String END = "<｜end▁of▁sentence｜>";
    public static final String USER = "<｜User｜>";
    public static final String ASSISTANT = "<｜Assistant｜>";

    /// All of them, in the order of their ids.
    public static final List<String> ALL = List.of(BEGIN, END, USER, ASSISTANT);

    private ControlTokens() {}
}
