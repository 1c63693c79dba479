package org.prmscope.ui.fx;

import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import java.util.Locale;

/// One key or combination that starts an action.
///
/// A single printable character without modifier (`j`, `?`, `D` for Shift+d) is matched by the
/// character typed, so it works on every keyboard layout. Everything else (`Shortcut+O`, `F1`,
/// `Up`, `Shift+Tab`) is matched by key code; `Shortcut` is Ctrl, on a Mac Command.
public sealed interface KeyBinding {
    /// Reads a binding as written above.
    ///
    /// @throws IllegalArgumentException if it is no binding, or names Ctrl or Meta directly, which
    ///   would differ between platforms
    static KeyBinding parse(String text) {
        if (text.codePointCount(0, text.length()) == 1) {
            if (Character.isWhitespace(text.codePointAt(0))) {
                throw new IllegalArgumentException("name white space: Space, Enter, Tab");
            }
            return new Typed(text);
        }
        KeyCombination combination = KeyCombination.valueOf(text);
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("ctrl") || lower.contains("meta")) {
            throw new IllegalArgumentException("write Shortcut, not Ctrl or Meta: " + text);
        }
        return new Pressed(combination);
    }

    /// True if an event of the right type is this key.
    boolean matches(KeyEvent event);

    /// True while typing in a text field must not start it.
    boolean isPlain();

    /// What a tooltip or the key sheet shows, such as `Ctrl+O` or `?`.
    String display();

    /// A character typed without modifier.
    record Typed(String character) implements KeyBinding {
        @Override
        public boolean matches(KeyEvent event) {
            return event.getEventType() == KeyEvent.KEY_TYPED
                    && !event.isControlDown()
                    && !event.isMetaDown()
                    && !event.isAltDown()
                    && event.getCharacter().equals(character);
        }

        @Override
        public boolean isPlain() {
            return true;
        }

        @Override
        public String display() {
            return character;
        }
    }

    /// A key pressed with or without modifiers.
    record Pressed(KeyCombination combination) implements KeyBinding {
        @Override
        public boolean matches(KeyEvent event) {
            return event.getEventType() == KeyEvent.KEY_PRESSED && combination.match(event);
        }

        @Override
        public boolean isPlain() {
            boolean modified =
                    combination.getShortcut() == KeyCombination.ModifierValue.DOWN
                            || combination.getAlt() == KeyCombination.ModifierValue.DOWN;
            return !modified && !combination.getName().matches(".*F[0-9]{1,2}");
        }

        @Override
        public String display() {
            return combination.getName().replace("Shortcut", "Ctrl");
        }
    }
}
