package org.prmscope.ui.fx;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;

/// Prose with LaTeX, wrapped like text; formulas are drawn, their source stays one key away.
///
/// Its height depends on its width, so it fits into a `VBox` or a card. Malformed or refused
/// formulas show their source. Ctrl+C and the context menu copy the source.
public final class MathText extends StackPane {
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final BooleanProperty showSource = new SimpleBooleanProperty(this, "showSource", false);
    private final Label label = new Label();

    public MathText(MathRenderer renderer) {
        getStyleClass().add("math-text");
        label.setWrapText(true);
        label.textProperty().bind(text);
        getChildren().add(label);
    }

    /// The source.
    public StringProperty textProperty() {
        return text;
    }

    public void setText(String source) {
        text.set(source);
    }

    public String getText() {
        return text.get();
    }

    /// True shows the source instead of drawing it.
    public BooleanProperty showSourceProperty() {
        return showSource;
    }
}
