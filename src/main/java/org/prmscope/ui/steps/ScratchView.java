package org.prmscope.ui.steps;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.ui.fx.BlockHeader;
import org.prmscope.ui.fx.Chip;
import org.prmscope.ui.fx.Chips;
import org.prmscope.ui.fx.CodePane;

/// An editable copy of a code check with its own output, marked as no part of the record.
final class ScratchView extends VBox {
    private final CodePane code = new CodePane(CodePane.Language.PYTHON);
    private final CodePane output = new CodePane(CodePane.Language.PLAIN);
    private final HBox state = new HBox();
    private final Label exception = new Label();

    ScratchView(ScratchViewModel model) {
        getStyleClass().addAll("step-block", "scratch");
        Chip mark = new Chip("scratch, not in the record", Chip.Tone.ACCENT);
        mark.setTooltip(
                new Tooltip("Runs beside the record, after the code of the earlier checks"));
        state.setAlignment(Pos.CENTER_LEFT);
        exception.getStyleClass().add("exception");
        exception.setWrapText(true);
        exception.managedProperty().bind(exception.visibleProperty());
        output.managedProperty().bind(output.visibleProperty());
        BlockHeader header = new BlockHeader("Scratch run", mark, state);
        Button run = header.action("Run", model::run);
        run.setTooltip(new Tooltip("Run this copy (Ctrl+R)"));
        run.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () -> {
                                    var now = model.scratchProperty().get();
                                    return now == null || now.running();
                                },
                                model.scratchProperty()));
        header.action("Discard", model::close).setTooltip(new Tooltip("Throw this copy away"));
        code.setEditable(true);
        code.setText(model.codeProperty().get());
        code.textProperty().subscribe(text -> model.codeProperty().set(text));
        getChildren().addAll(header, code, exception, output);
        model.scratchProperty().subscribe(this::show);
    }

    /// Puts the caret into the copy.
    void focusCode() {
        code.requestFocus();
    }

    private void show(ScratchViewModel.@Nullable Scratch now) {
        output.setVisible(false);
        exception.setVisible(false);
        state.getChildren().clear();
        if (now == null) {
            return;
        }
        if (now.running()) {
            state.getChildren().setAll(new Chip("… running", Chip.Tone.PENDING));
        }
        CodeResult result = now.result();
        if (result == null) {
            return;
        }
        state.getChildren().setAll(Chips.code(result));
        output.setText(result.stdout().isEmpty() ? "(no output)" : result.stdout().stripTrailing());
        output.setVisible(true);
        if (result.outcome()
                instanceof CodeOutcome.Raised(String type, String message, Integer line)) {
            exception.setText((line == null ? "" : "line " + line + "  ") + type + ": " + message);
            exception.setVisible(true);
        }
    }
}
