package org.prmscope.ui.fx;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;

import java.util.Arrays;
import java.util.List;

/// Something the user can start by key, menu or button: one definition for all three.
///
/// @param id stable name, such as `step.next`
/// @param title a person's words, such as `Next step`
/// @param group the heading on the key sheet
/// @param keys its bindings, the one shown in tooltips first
/// @param enabled false keeps its keys from doing anything
public record KeyAction(
        String id,
        String title,
        String group,
        List<KeyBinding> keys,
        ObservableBooleanValue enabled,
        Runnable run) {
    public KeyAction {
        keys = List.copyOf(keys);
    }

    /// An action that is always enabled.
    ///
    /// @param keys as [KeyBinding#parse] reads them
    public static KeyAction of(
            String id, String title, String group, Runnable run, String... keys) {
        return when(id, title, group, Bindings.createBooleanBinding(() -> true), run, keys);
    }

    /// An action that is enabled while `enabled` holds.
    public static KeyAction when(
            String id,
            String title,
            String group,
            ObservableBooleanValue enabled,
            Runnable run,
            String... keys) {
        return new KeyAction(
                id,
                title,
                group,
                Arrays.stream(keys).map(KeyBinding::parse).toList(),
                enabled,
                run);
    }

    /// Title with its first key, for a tooltip: `Next step (j)`.
    public String hint() {
        return keys.isEmpty() ? title : title + " (" + keys.getFirst().display() + ")";
    }
}
