package org.prmscope.ui.workbench;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableBooleanValue;

import org.prmscope.ui.fx.KeyAction;
import org.prmscope.ui.fx.Keymap;

/// Puts actions into the keymap, each with when it works: everywhere, in one mode, or with another
/// meaning in each.
final class ModeKeys {
    static final String WINDOW = "Window";

    private final Keymap keymap;
    private final WorkbenchViewModel model;
    private final ObservableBooleanValue inReach;

    /// @param inReach false while a panel is open
    ModeKeys(Keymap keymap, WorkbenchViewModel model, ObservableBooleanValue inReach) {
        this.keymap = keymap;
        this.model = model;
        this.inReach = inReach;
    }

    /// What a key means in the mode that is on; nothing while training.
    Runnable either(Runnable inspecting, Runnable comparing, Runnable choosing, Runnable sifting) {
        return either(inspecting, comparing, choosing, sifting, () -> {});
    }

    /// What a key means in the mode that is on.
    Runnable either(
            Runnable inspecting,
            Runnable comparing,
            Runnable choosing,
            Runnable sifting,
            Runnable training) {
        return () ->
                (switch (model.modeProperty().get()) {
                            case INSPECT -> inspecting;
                            case COMPARE -> comparing;
                            case BEST_OF_N -> choosing;
                            case DATA -> sifting;
                            case TRAINING -> training;
                        })
                        .run();
    }

    /// Whether a mode is on and no panel over it.
    ObservableBooleanValue inMode(WorkbenchViewModel.Mode mode) {
        return Bindings.createBooleanBinding(
                () -> inReach.get() && model.modeProperty().get() == mode,
                inReach,
                model.modeProperty());
    }

    /// Works even while a panel is open.
    void always(String id, String title, Runnable run, String... keys) {
        keymap.add(KeyAction.of(id, title, WINDOW, run, keys));
    }

    /// Works in every mode while no panel is open.
    void reach(String id, String title, String group, Runnable run, String... keys) {
        when(id, title, group, inReach, run, keys);
    }

    /// Works while one run is inspected.
    void inspect(String id, String title, String group, Runnable run, String... keys) {
        when(id, title, group, inMode(WorkbenchViewModel.Mode.INSPECT), run, keys);
    }

    /// Works in all modes but that of comparing, which has another use for the key.
    void notComparing(String id, String title, String group, Runnable run, String... keys) {
        BooleanBinding elsewhere =
                Bindings.createBooleanBinding(
                        () ->
                                inReach.get()
                                        && model.modeProperty().get()
                                                != WorkbenchViewModel.Mode.COMPARE,
                        inReach,
                        model.modeProperty());
        when(id, title, group, elsewhere, run, keys);
    }

    /// Works once a workspace is open, while no panel is.
    void ready(String id, String title, String group, Runnable run, String key) {
        ready(id, title, group, inReach, run, key);
    }

    /// Works once a workspace is open, while a condition holds.
    void ready(
            String id,
            String title,
            String group,
            ObservableBooleanValue reach,
            Runnable run,
            String key) {
        BooleanBinding open =
                Bindings.createBooleanBinding(
                        () ->
                                reach.get()
                                        && model.phaseProperty().get()
                                                instanceof WorkbenchViewModel.Phase.Ready,
                        reach,
                        model.phaseProperty());
        when(id, title, group, open, run, key);
    }

    /// Works while a condition holds.
    void when(
            String id,
            String title,
            String group,
            ObservableBooleanValue enabled,
            Runnable run,
            String... keys) {
        keymap.add(KeyAction.when(id, title, group, enabled, run, keys));
    }
}
