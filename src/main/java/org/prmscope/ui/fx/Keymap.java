package org.prmscope.ui.fx;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

import org.fxmisc.richtext.GenericStyledArea;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every action of the window with its keys, in one place: what the scene listens to, what tooltips
/// name and what the `?` sheet lists.
///
/// Keys work wherever the focus is, except that plain keys (letters, arrows, Enter) go to a text
/// input while one has the focus.
public final class Keymap {
    private final Map<String, KeyAction> actions = new LinkedHashMap<>();
    private final Map<KeyBinding, String> owners = new LinkedHashMap<>();

    /// Adds an action.
    ///
    /// @throws IllegalArgumentException if its id or one of its keys is taken
    public void add(KeyAction action) {
        if (actions.containsKey(action.id())) {
            throw new IllegalArgumentException("action defined twice: " + action.id());
        }
        for (KeyBinding key : action.keys()) {
            String owner = owners.putIfAbsent(key, action.id());
            if (owner != null) {
                throw new IllegalArgumentException(
                        "key %s is taken by %s, %s cannot have it"
                                .formatted(key.display(), owner, action.id()));
            }
        }
        actions.put(action.id(), action);
    }

    /// All actions under their groups, in the order they were added.
    public Map<String, List<KeyAction>> groups() {
        Map<String, List<KeyAction>> groups = new LinkedHashMap<>();
        actions.values()
                .forEach(action ->
                        groups.computeIfAbsent(action.group(), _ -> new ArrayList<>()).add(action));
        return groups;
    }

    /// The action with an id.
    public Optional<KeyAction> action(String id) {
        return Optional.ofNullable(actions.get(id));
    }

    /// The enabled action an event starts.
    ///
    /// @param typing true while a text input has the focus: plain keys then start nothing
    public Optional<KeyAction> find(KeyEvent event, boolean typing) {
        for (Map.Entry<KeyBinding, String> entry : owners.entrySet()) {
            if (entry.getKey().matches(event) && !(typing && entry.getKey().isPlain())) {
                return action(entry.getValue()).filter(action -> action.enabled().get());
            }
        }
        return Optional.empty();
    }

    /// Makes a scene start these actions; events that start one are consumed.
    public void attach(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> handle(scene, event));
        scene.addEventFilter(KeyEvent.KEY_TYPED, event -> handle(scene, event));
    }

    private void handle(Scene scene, KeyEvent event) {
        find(event, isTextInput(scene.getFocusOwner()))
                .ifPresent(action -> {
                    event.consume();
                    action.run().run();
                });
    }

    private static boolean isTextInput(@org.jspecify.annotations.Nullable Node focused) {
        return (focused instanceof TextInputControl field && field.isEditable())
                || (focused instanceof GenericStyledArea<?, ?, ?> area && area.isEditable());
    }
}
