package org.prmscope.ui.workbench;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;

import org.prmscope.ui.fx.KeyAction;
import org.prmscope.ui.fx.Keymap;
import org.prmscope.ui.fx.StatusBar;

/// The status bar: device, speed and tokens at the left; progress, memory, saved state at the
/// right.
final class StatusView {
    private static final double TOOLTIP_WIDTH = 460;

    private final StatusBar bar = new StatusBar();

    StatusView(WorkbenchViewModel model, Keymap keymap) {
        StatusViewModel status = model.status();
        Label device = bar.left("");
        device.textProperty().bind(status.deviceProperty().map(StatusView::dotted));
        device.setTooltip(told(status.deviceDetailProperty()));
        Label placement = bar.left("");
        placement.getStyleClass().addAll("muted", "placement");
        placement.textProperty().bind(status.placementProperty());
        placement.setTooltip(told(status.placementProperty()));
        Label speed = bar.left("");
        speed.getStyleClass().add("figure");
        speed.textProperty().bind(status.speedProperty());
        speed.setTooltip(new Tooltip("generated tokens per second of generation"));
        Label tokens = bar.left("");
        tokens.getStyleClass().add("figure");
        tokens.textProperty().bind(status.tokensProperty());
        tokens.setTooltip(new Tooltip("tokens prefilled and generated in this run"));
        Label cache = bar.left("");
        cache.getStyleClass().add("figure");
        cache.textProperty().bind(status.cacheProperty());
        cache.setTooltip(told(status.cacheDetailProperty()));
        Label code = bar.left("");
        code.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () ->
                                        code(
                                                status.codeProperty().get(),
                                                status.codeReasonProperty().get()),
                                status.codeProperty(),
                                status.codeReasonProperty()));
        Tooltip reason = new Tooltip();
        reason.textProperty()
                .bind(
                        status.codeReasonProperty()
                                .map(why -> why.isEmpty() ? "who runs code checks" : why));
        code.setTooltip(reason);

        Label progressText = bar.right("");
        progressText.getStyleClass().add("progress-text");
        progressText.textProperty().bind(status.progressTextProperty());
        ProgressBar progress = new ProgressBar();
        progress.progressProperty().bind(status.progressProperty());
        progress.visibleProperty().bind(model.run().activeProperty());
        progress.managedProperty().bind(progress.visibleProperty());
        progress.setFocusTraversable(false);
        bar.right(progress);
        ToggleButton follow = new ToggleButton("Follow");
        follow.getStyleClass().add("small");
        follow.selectedProperty().bindBidirectional(model.followProperty());
        follow.visibleProperty().bind(model.run().activeProperty());
        follow.managedProperty().bind(follow.visibleProperty());
        hint(follow, keymap, "run.follow");
        bar.right(follow);
        Button cancel = new Button("Cancel");
        cancel.getStyleClass().add("small");
        cancel.setOnAction(event -> model.run().cancel());
        cancel.visibleProperty().bind(model.run().activeProperty());
        cancel.managedProperty().bind(cancel.visibleProperty());
        cancel.disableProperty().bind(status.cancellingProperty());
        hint(cancel, keymap, "run.cancel");
        bar.right(cancel);
        Label memory = bar.right("");
        memory.getStyleClass().addAll("figure", "muted");
        memory.textProperty().bind(status.memoryProperty());
        memory.setTooltip(new Tooltip("memory of the program"));
        Label saved = bar.right("");
        saved.getStyleClass().add("muted");
        saved.textProperty().bind(status.savedProperty());
        Tooltip workspace = new Tooltip();
        workspace.textProperty().bind(status.workspaceProperty());
        saved.setTooltip(workspace);
        bar.expendable(memory, code, saved, placement, tokens, cache);
    }

    StatusBar root() {
        return bar;
    }

    private static Tooltip told(ReadOnlyStringProperty text) {
        Tooltip tooltip = new Tooltip();
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP_WIDTH);
        tooltip.textProperty().bind(text);
        return tooltip;
    }

    private static String dotted(String device) {
        return device.isEmpty() ? "" : "● " + device;
    }

    private static void hint(javafx.scene.control.ButtonBase button, Keymap keymap, String id) {
        keymap.action(id)
                .map(KeyAction::hint)
                .ifPresent(hint -> button.setTooltip(new Tooltip(hint)));
    }

    /// @param executor empty while no workspace is open
    /// @param reason why it is not the one that was wanted; empty if it is
    private static String code(String executor, String reason) {
        if (executor.isEmpty()) {
            return "";
        }
        return (reason.isEmpty() ? "code: " : "! code: ") + executor;
    }
}
