package org.prmscope.ui.fx;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;

import java.util.Set;

/// The tokens of a chain, each on a background that grows with its surprise (one minus its
/// probability); decision tokens are outlined, tokens that were not sampled are quiet.
///
/// Wraps, scrolls itself and draws only the visible lines. Hover or the arrow keys pick a token.
public final class TokenPane extends Region {
    private final ReadOnlyObjectWrapper<@Nullable Integer> hovered =
            new ReadOnlyObjectWrapper<>(this, "hovered", null);
    private final ReadOnlyObjectWrapper<@Nullable Integer> caret =
            new ReadOnlyObjectWrapper<>(this, "caret", null);

    public TokenPane() {
        getStyleClass().add("token-pane");
    }

    /// Shows the tokens of `span`. Cheap when the trace grew since the last call, as while a chain
    /// is being written; the scroll position and the caret stay.
    ///
    /// @param decisions positions of the tokens that verdicts were read from
    public void show(TokenTrace trace, TokenSpan span, Set<Integer> decisions) {}

    /// The position in the trace of the token under the mouse; null if none.
    public ReadOnlyObjectProperty<@Nullable Integer> hoveredProperty() {
        return hovered.getReadOnlyProperty();
    }

    /// The position in the trace of the token the keyboard is on; null if none.
    public ReadOnlyObjectProperty<@Nullable Integer> caretProperty() {
        return caret.getReadOnlyProperty();
    }

    /// The hovered token, else the one at the caret; what an inspector should explain.
    public ReadOnlyObjectProperty<@Nullable Integer> pickedProperty() {
        return hovered.getReadOnlyProperty();
    }

    /// Moves the caret to a position in the trace and scrolls to it.
    public void reveal(int position) {}

    /// Keeps the end in view as tokens arrive, until the person scrolls up.
    public void setFollowing(boolean following) {}
}
