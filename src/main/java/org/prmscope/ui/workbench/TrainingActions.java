package org.prmscope.ui.workbench;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;

import org.prmscope.ui.training.TrainingViewModel;

/// The training view's own actions with their keys.
final class TrainingActions {
    private static final String TRAINING = "Training";

    private TrainingActions() {}

    static void addTo(ModeKeys keys, TrainingViewModel model) {
        ObservableBooleanValue here = keys.inMode(WorkbenchViewModel.Mode.TRAINING);
        keys.when(
                "training.new",
                "New training",
                TRAINING,
                here,
                model::showForm,
                "Shortcut+Shift+N");
        keys.when(
                "training.open",
                "Open curves…",
                TRAINING,
                here,
                model::openCurves,
                "Shortcut+Shift+O");
        keys.when(
                "training.start",
                "Start what is filled in, or resume the one in view",
                TRAINING,
                Bindings.and(here, Bindings.not(model.activeProperty())),
                model::startOrResume,
                "Shortcut+Shift+G");
        keys.when(
                "training.cancel",
                "Stop the training, with a checkpoint",
                TRAINING,
                model.activeProperty(),
                model::cancel,
                "Shortcut+Shift+Period");
        keys.when("training.raw", "A point for each step", TRAINING, here, model::toggleRaw, "b");
        keys.when("training.log", "Logarithmic loss", TRAINING, here, model::toggleLog, "g");
        keys.when("training.mean", "Mean over more steps", TRAINING, here, model::smoothMore, "h");
    }
}
