package org.prmscope.ui.fx;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import java.util.Locale;
import java.util.Set;

/// One key or combination that starts an action.
///
/// A single printable character (`j`, `?`, `D` for Shift+d) is matched by the character typed, so
/// it works on every keyboard layout and with caps lock. Everything else (`Shortcut+O`, `F1`, `Up`,
/// `Shift+Tab`) is matched by key code; `Shortcut` is Ctrl, on a Mac Command. `Plus`, `Minus` and
/// `0` are these signs wherever a keyboard has them.
public sealed interface KeyBinding {
    /// Reads a binding as written above.
    ///
    /// @throws IllegalArgumentException if it is no binding, names Ctrl or Meta directly, which
    ///   would differ between platforms, or a letter with Shift, which is written as the capital
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
        if (lower.matches("shift\\+[a-z]")) {
            throw new IllegalArgumentException("write the capital letter alone: " + text);
        }
        return new Pressed(combination);
    }

    /// When in an event's way through the window a key is looked at.
    enum Phase {
        /// Before the focused control, wherever the focus is.
        BEFORE_CONTROLS,
        /// After the focused control had its chance: keys that controls use to move around.
        AFTER_CONTROLS
    }

    /// When this key is looked at.
    Phase phase();

    /// True if an event of the right type is this key.
    boolean matches(KeyEvent event);

    /// True for a key without a modifier, function keys excepted.
    boolean isPlain();

    /// True if typing in a text field does not keep it from its action: no text is made with it.
    boolean reachesFromText();

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
                    && (isLetter()
                            ? event.getCharacter().equalsIgnoreCase(character)
                                    && event.isShiftDown() == isCapital()
                            : event.getCharacter().equals(character));
        }

        private boolean isLetter() {
            return Character.isLetter(character.codePointAt(0));
        }

        private boolean isCapital() {
            return Character.isUpperCase(character.codePointAt(0));
        }

        @Override
        public Phase phase() {
            return Phase.BEFORE_CONTROLS;
        }

        @Override
        public boolean isPlain() {
            return true;
        }

        @Override
        public boolean reachesFromText() {
            return false;
        }

        @Override
        public String display() {
            return character;
        }
    }

    /// A key pressed with or without modifiers.
    record Pressed(KeyCombination combination) implements KeyBinding {
        private static final boolean IS_MAC = System.getProperty("os.name", "").startsWith("Mac");
        private static final Set<String> EDITING =
                Set.of(
                        "Shortcut+A",
                        "Shortcut+C",
                        "Shortcut+V",
                        "Shortcut+X",
                        "Shortcut+Y",
                        "Shortcut+Z",
                        "Shift+Shortcut+Z",
                        "Shortcut+Left",
                        "Shortcut+Right",
                        "Shortcut+Home",
                        "Shortcut+End",
                        "Shortcut+Backspace",
                        "Shortcut+Delete");

        @Override
        public boolean matches(KeyEvent event) {
            return event.getEventType() == KeyEvent.KEY_PRESSED
                    && (combination.match(event) || isSameSign(event));
        }

        /// The sign made by another key: one of the keypad, or the one of `=`, which makes a plus
        /// with Shift on many keyboards and is taken for it without.
        private boolean isSameSign(KeyEvent event) {
            return combination instanceof KeyCodeCombination key
                    && otherKeys(key.getCode()).contains(event.getCode())
                    && new KeyCodeCombination(
                                    event.getCode(),
                                    KeyCombination.ModifierValue.ANY,
                                    key.getControl(),
                                    key.getAlt(),
                                    key.getMeta(),
                                    key.getShortcut())
                            .match(event);
        }

        private static Set<KeyCode> otherKeys(KeyCode sign) {
            return switch (sign) {
                case PLUS -> Set.of(KeyCode.PLUS, KeyCode.EQUALS, KeyCode.ADD);
                case MINUS -> Set.of(KeyCode.SUBTRACT);
                case DIGIT0 -> Set.of(KeyCode.NUMPAD0);
                default -> Set.of();
            };
        }

        @Override
        public Phase phase() {
            return isPlain() ? Phase.AFTER_CONTROLS : Phase.BEFORE_CONTROLS;
        }

        @Override
        public boolean reachesFromText() {
            return isEscape() || !(isPlain() || isEditing());
        }

        /// True for keys with which text is edited, such as undo and paste.
        private boolean isEditing() {
            return EDITING.contains(combination.getName());
        }

        /// A text field that has a use for Esc takes it first and keeps it.
        private boolean isEscape() {
            return combination instanceof KeyCodeCombination key && key.getCode() == KeyCode.ESCAPE;
        }

        @Override
        public boolean isPlain() {
            boolean modified =
                    combination.getShortcut() == KeyCombination.ModifierValue.DOWN
                            || combination.getAlt() == KeyCombination.ModifierValue.DOWN;
            return !modified && !combination.getName().matches("(Shift\\+)?F[0-9]{1,2}");
        }

        @Override
        public String display() {
            return combination
                    .getName()
                    .replace("Shortcut", IS_MAC ? "⌘" : "Ctrl")
                    .replace("Page_", "Pg")
                    .replace("Page ", "Pg");
        }
    }
}
