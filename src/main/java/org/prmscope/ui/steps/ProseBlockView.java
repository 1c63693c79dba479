package org.prmscope.ui.steps;

import javafx.scene.Node;
import javafx.scene.control.Label;

import org.prmscope.ui.fx.BlockHeader;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.MathText;

/// A block of prose: a critique, a comment, or a passage that belongs to no step.
final class ProseBlockView extends BlockView<StepBlock> {
    private final MathText text;
    private final Label writing = new Label("writing…");

    ProseBlockView(StepBlock first, MathRenderer renderer, BlockActions actions) {
        super(first, actions);
        text = new MathText(renderer);
        text.getStyleClass().add("block-prose");
        writing.getStyleClass().add("writing");
        finishHeader(new BlockHeader(title(first), writing));
        render(first);
    }

    private static String title(StepBlock block) {
        return switch (block) {
            case StepBlock.Critique _ -> "Critique";
            case StepBlock.Comment _ -> "Comment on the output";
            case StepBlock.Passage passage -> passage.title();
            case StepBlock.Code _,
                    StepBlock.Output _,
                    StepBlock.Judgement _,
                    StepBlock.RoundStart _ ->
                    "";
        };
    }

    private static String text(StepBlock block) {
        return switch (block) {
            case StepBlock.Critique critique -> critique.text();
            case StepBlock.Comment comment -> comment.text();
            case StepBlock.Passage passage -> passage.text();
            case StepBlock.Code code -> code.code();
            case StepBlock.Output output -> output.text();
            case StepBlock.Judgement judgement -> judgement.text();
            case StepBlock.RoundStart round -> round.raw();
        };
    }

    @Override
    Node content() {
        return text;
    }

    @Override
    void render(StepBlock next) {
        text.setText(text(next));
        writing.setVisible(!next.complete());
    }

    @Override
    String copyText(StepBlock of) {
        return text(of);
    }
}
