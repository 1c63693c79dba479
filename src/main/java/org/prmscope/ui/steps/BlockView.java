package org.prmscope.ui.steps;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

import org.prmscope.ui.fx.BlockHeader;
import org.prmscope.ui.fx.CodePane;

/// One block of an opened step: a header with raw view and copy, and its content below.
///
/// @param <B> the kind of block it shows
abstract sealed class BlockView<B extends StepBlock> extends VBox
        permits ProseBlockView, CodeBlockView, OutputBlockView, JudgementBlockView, RoundStartView {
    private final BooleanProperty raw = new SimpleBooleanProperty();
    private final BlockActions actions;
    private final CodePane rawPane = new CodePane(CodePane.Language.PLAIN);
    private B block;

    BlockView(B first, BlockActions actions) {
        block = first;
        this.actions = actions;
        getStyleClass().add("step-block");
        setMinWidth(0);
        rawPane.setMaxRows(40);
    }

    /// Adds Raw and Copy to the header; call once, from the constructor of the subclass.
    final void finishHeader(BlockHeader header) {
        Button rawButton = header.action("Raw", () -> raw.set(!raw.get()));
        rawButton.setTooltip(new Tooltip("The chain's own text (r)"));
        Button copy = header.action("Copy", () -> actions.copy(copyText(block)));
        copy.setTooltip(new Tooltip("Copy this block (c)"));
        raw.subscribe(on -> rawButton.setText(on ? "RENDERED" : "RAW"));
        header.setMinWidth(0);
        getChildren().addAll(header, new VBox());
        raw.subscribe(on -> swap());
    }

    private void swap() {
        if (getChildren().size() == 2) {
            if (raw.get()) {
                rawPane.setText(block.raw());
            }
            getChildren().set(1, raw.get() ? rawPane : content());
        }
    }

    /// Shows a newer state of the block.
    final void update(B next) {
        boolean same = next.equals(block);
        block = next;
        if (!same) {
            render(next);
            if (raw.get()) {
                rawPane.setText(next.raw());
            }
        }
    }

    final B block() {
        return block;
    }

    /// Whether the chain's own text is shown.
    final BooleanProperty rawProperty() {
        return raw;
    }

    /// The rendered content; the same node every time.
    abstract Node content();

    /// Brings the content up to date.
    abstract void render(B next);

    /// What Copy takes.
    abstract String copyText(B of);
}
