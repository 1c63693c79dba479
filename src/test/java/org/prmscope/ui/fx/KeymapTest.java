package org.prmscope.ui.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class KeymapTest extends FxTest {
    private final List<String> ran = new ArrayList<>();

    private KeyAction action(String id, String... keys) {
        return KeyAction.of(id, "Do " + id, "Group", () -> ran.add(id), keys);
    }

    private static KeyEvent typed(String character, boolean shift) {
        return new KeyEvent(
                KeyEvent.KEY_TYPED, character, "", KeyCode.UNDEFINED, shift, false, false, false);
    }

    private static KeyEvent pressed(KeyCode code, boolean control) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
    }

    @Test
    void takenKeysAndIdsAreRefusedByName() {
        Keymap keymap = new Keymap();
        keymap.add(action("one", "j", "Shortcut+O"));
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> keymap.add(action("two", "Shortcut+O")));
        assertTrue(String.valueOf(refusal.getMessage()).contains("one"), refusal::toString);
        assertThrows(IllegalArgumentException.class, () -> keymap.add(action("one", "x")));
    }

    @Test
    void bindingsThatDifferBetweenPlatformsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> KeyBinding.parse("Ctrl+O"));
        assertThrows(IllegalArgumentException.class, () -> KeyBinding.parse("Shift+J"));
        assertThrows(IllegalArgumentException.class, () -> KeyBinding.parse(" "));
        assertThrows(IllegalArgumentException.class, () -> KeyBinding.parse("Nonsense+Q"));
    }

    @Test
    void capitalsNeedShiftWhateverCapsLockSays() {
        KeyBinding small = KeyBinding.parse("d");
        KeyBinding capital = KeyBinding.parse("D");
        assertTrue(small.matches(typed("D", false)));
        assertFalse(small.matches(typed("D", true)));
        assertTrue(capital.matches(typed("D", true)));
        assertTrue(KeyBinding.parse("?").matches(typed("?", true)));
    }

    @Test
    void plainAndEditingKeysBelongToTextWhileTyping() {
        Keymap keymap = new Keymap();
        keymap.add(action("next", "j"));
        keymap.add(action("undo", "Shortcut+Z"));
        keymap.add(action("open", "Shortcut+O"));
        keymap.add(action("help", "F1"));
        assertEquals("", found(keymap, typed("j", false), true));
        assertEquals("next", found(keymap, typed("j", false), false));
        assertEquals("", found(keymap, pressed(KeyCode.Z, true), true));
        assertEquals("undo", found(keymap, pressed(KeyCode.Z, true), false));
        assertEquals("open", found(keymap, pressed(KeyCode.O, true), true));
        assertEquals("help", found(keymap, pressed(KeyCode.F1, false), true));
    }

    private static String found(Keymap keymap, KeyEvent event, boolean typing) {
        return keymap.find(event, typing).map(KeyAction::id).orElse("");
    }

    @Test
    void disabledActionsDoNothing() {
        SimpleBooleanProperty enabled = new SimpleBooleanProperty(false);
        Keymap keymap = new Keymap();
        keymap.add(KeyAction.when("run", "Run", "G", enabled, () -> ran.add("run"), "r"));
        assertEquals("", found(keymap, typed("r", false), false));
        enabled.set(true);
        assertEquals("run", found(keymap, typed("r", false), false));
    }

    @Test
    void theSceneStartsActionsWhereverTheFocusIsButNotWhileTyping() {
        onFx(() -> {
            TextField field = new TextField();
            Button button = new Button("b");
            Scene scene = new Scene(new VBox(field, button));
            Keymap keymap = new Keymap();
            keymap.add(action("next", "j"));
            keymap.attach(scene);
            button.requestFocus();
            button.fireEvent(typed("j", false));
            field.requestFocus();
            field.fireEvent(typed("j", false));
            return true;
        });
        assertEquals(List.of("next"), ran);
    }

    @Test
    void groupsKeepTheOrderOfDefinitionAndHintsNameTheKey() {
        Keymap keymap = new Keymap();
        keymap.add(action("b", "b"));
        keymap.add(action("a", "Shortcut+Page Down"));
        assertEquals(
                List.of("b", "a"),
                keymap.groups().getOrDefault("Group", List.of()).stream()
                        .map(KeyAction::id)
                        .toList());
        assertEquals("Do b (b)", action("b", "b").hint());
    }

    @Test
    void escapeReachesItsActionFromATextFieldThatHasNoUseForIt() {
        Keymap keymap = new Keymap();
        keymap.add(action("close", "Esc"));
        onFx(() -> {
            TextField field = new TextField();
            Spinner<Integer> spinner = new Spinner<>(1, 9, 1);
            spinner.setEditable(true);
            TextField taker = new TextField();
            taker.addEventHandler(KeyEvent.KEY_PRESSED, KeyEvent::consume);
            VBox box = new VBox(field, spinner, taker);
            Scene scene = new Scene(box);
            keymap.attach(scene);
            box.applyCss();
            box.layout();
            for (Node each : List.of(field, spinner.getEditor(), taker)) {
                each.requestFocus();
                each.fireEvent(pressed(KeyCode.ESCAPE, false));
            }
            return true;
        });
        assertEquals(List.of("close", "close"), ran);
    }

    @Test
    void plusAndMinusAreTheirSignsWhereverAKeyboardHasThem() {
        Keymap keymap = new Keymap();
        keymap.add(action("larger", "Shortcut+Plus"));
        keymap.add(action("smaller", "Shortcut+Minus"));
        for (KeyCode plus : List.of(KeyCode.PLUS, KeyCode.EQUALS, KeyCode.ADD)) {
            assertEquals("larger", found(keymap, pressed(plus, true), true), plus::getName);
            assertEquals("", found(keymap, pressed(plus, false), false), plus::getName);
        }
        KeyEvent shifted =
                new KeyEvent(
                        KeyEvent.KEY_PRESSED, "", "", KeyCode.EQUALS, true, true, false, false);
        assertEquals("larger", found(keymap, shifted, false));
        for (KeyCode minus : List.of(KeyCode.MINUS, KeyCode.SUBTRACT)) {
            assertEquals("smaller", found(keymap, pressed(minus, true), false), minus::getName);
        }
    }
}
