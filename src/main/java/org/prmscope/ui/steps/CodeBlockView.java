package org.prmscope.ui.steps;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.CodeOutcome;
import org.prmscope.ui.fx.BlockHeader;
import org.prmscope.ui.fx.Chip;
import org.prmscope.ui.fx.Chips;
import org.prmscope.ui.fx.CodePane;

/// A code check: its code, how it ended, and the doors to a scratch run.
final class CodeBlockView extends BlockView<StepBlock.Code> {
    private final HBox state = new HBox();
    private final CodePane code = new CodePane(CodePane.Language.PYTHON);
    private final Label exception = new Label();
    private final VBox content = new VBox(code, exception);

    CodeBlockView(StepBlock.Code first, BlockActions actions) {
        super(first, actions);
        state.getStyleClass().add("code-state");
        state.setMinWidth(0);
        content.setMinWidth(0);
        content.getStyleClass().add("code-content");
        exception.getStyleClass().add("exception");
        exception.setWrapText(true);
        exception.managedProperty().bind(exception.visibleProperty());
        BlockHeader header =
                new BlockHeader(
                        first.round() == 1 ? "Code check" : "Code check, attempt " + first.round(),
                        state);
        Button again = header.action("Re-run", () -> actions.scratch(block(), true));
        again.setTooltip(new Tooltip("Run again as a scratch run, beside the record (Ctrl+R)"));
        Button edit = header.action("Edit", () -> actions.scratch(block(), false));
        edit.setTooltip(new Tooltip("Edit a copy and run it, beside the record"));
        finishHeader(header);
        render(first);
    }

    @Override
    Node content() {
        return content;
    }

    @Override
    void render(StepBlock.Code next) {
        code.setText(next.code());
        CodeCheck check = next.check();
        state.getChildren().setAll(chip(next, check));
        exception.setVisible(false);
        if (check != null
                && check.result().outcome()
                        instanceof CodeOutcome.Raised(String type, String message, Integer line)) {
            exception.setText((line == null ? "" : "line " + line + "  ") + type + ": " + message);
            exception.setVisible(true);
            code.setErrorLine(line);
        }
    }

    private static Chip chip(StepBlock.Code next, @Nullable CodeCheck check) {
        if (check != null) {
            Chip chip = Chips.code(check.result());
            // In a narrow window the actions beside it matter more than its last words.
            chip.setMinWidth(28);
            if (chip.getTooltip() == null) {
                chip.setTooltip(new Tooltip(chip.getText()));
            }
            return chip;
        }
        return new Chip(next.complete() ? "… running" : "… writing", Chip.Tone.PENDING);
    }

    @Override
    String copyText(StepBlock.Code of) {
        return of.code();
    }
}
