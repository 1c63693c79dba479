package org.prmscope.ui.fx;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

import org.fxmisc.richtext.GenericStyledArea;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every action of the window with its keys, in one place: what the scene listens to, what tooltips
/// name and what the `?` sheet lists.
///
/// Keys work wherever the focus is, with two exceptions. While a text input has the focus, plain
/// keys (letters, arrows, Enter) and the keys of editing (undo, copy, paste) are its own, Esc only
/// where it has a use for it. Keys with which controls move around (arrows, Enter, Space, Tab) go
/// to the focused control first.
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
    /// @param typing true while a text input has the focus
    public Optional<KeyAction> find(KeyEvent event, boolean typing) {
        return owner(event, typing)
                .flatMap(key -> action(owners.getOrDefault(key, "")))
                .filter(action -> action.enabled().get());
    }

    private Optional<KeyBinding> owner(KeyEvent event, boolean typing) {
        return owners.keySet().stream()
                .filter(key -> key.matches(event) && (!typing || key.reachesFromText()))
                .findFirst();
    }

    /// Makes a scene start these actions; events that start one are consumed.
    public void attach(Scene scene) {
        EventHandler<KeyEvent> before =
                event -> handle(scene, event, KeyBinding.Phase.BEFORE_CONTROLS);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, before);
        scene.addEventFilter(KeyEvent.KEY_TYPED, before);
        scene.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> handle(scene, event, KeyBinding.Phase.AFTER_CONTROLS));
    }

    private void handle(Scene scene, KeyEvent event, KeyBinding.Phase phase) {
        boolean typing = isTextInput(scene.getFocusOwner());
        if (owner(event, typing).filter(key -> key.phase() == phase).isPresent()) {
            find(event, typing)
                    .ifPresent(action -> {
                        event.consume();
                        action.run().run();
                    });
        }
    }

    private static boolean isTextInput(@Nullable Node focused) {
        return (focused instanceof TextInputControl field && field.isEditable())
                || (focused instanceof GenericStyledArea<?, ?, ?> area && area.isEditable());
    }
}
