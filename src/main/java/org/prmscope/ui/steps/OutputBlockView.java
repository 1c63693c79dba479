package org.prmscope.ui.steps;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

import org.prmscope.ui.fx.BlockHeader;
import org.prmscope.ui.fx.CodePane;

/// What a code check gave back to the verifier.
final class OutputBlockView extends BlockView<StepBlock.Output> {
    private final CodePane output = new CodePane(CodePane.Language.PLAIN);

    OutputBlockView(StepBlock.Output first, BlockActions actions) {
        super(first, actions);
        Label imagined = new Label(first.imagined() ? "imagined by the model, nothing ran" : "");
        imagined.getStyleClass().add("warning-note");
        imagined.setTooltip(new Tooltip("The run's mode does not execute code"));
        finishHeader(new BlockHeader("Code output", imagined));
        render(first);
    }

    @Override
    Node content() {
        return output;
    }

    @Override
    void render(StepBlock.Output next) {
        output.setText(next.text().isEmpty() ? "(no output)" : next.text());
    }

    @Override
    String copyText(StepBlock.Output of) {
        return of.text();
    }
}
