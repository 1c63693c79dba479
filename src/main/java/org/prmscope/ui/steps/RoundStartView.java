package org.prmscope.ui.steps;

import javafx.scene.Node;
import javafx.scene.control.Label;

/// The line where a later round comes to the opened step, with the phrase that opened the round.
final class RoundStartView extends BlockView<StepBlock.RoundStart> {
    private final Label line = new Label();

    RoundStartView(StepBlock.RoundStart first, BlockActions actions) {
        super(first, actions);
        getStyleClass().add("round-start");
        line.getStyleClass().add("round-line");
        getChildren().setAll(line);
        render(first);
    }

    @Override
    Node content() {
        return line;
    }

    @Override
    void render(StepBlock.RoundStart next) {
        String trigger = next.trigger();
        line.setText(
                "Round %d of %d".formatted(next.round(), next.of())
                        + (trigger == null ? "" : " · “" + trigger.strip() + "”"));
    }

    @Override
    String copyText(StepBlock.RoundStart of) {
        return line.getText();
    }
}
