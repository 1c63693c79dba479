package org.prmscope.ui.workbench;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableBooleanValue;

import org.prmscope.ui.fx.KeyAction;
import org.prmscope.ui.fx.Keymap;
import org.prmscope.ui.fx.Theme;
import org.prmscope.ui.inspector.InspectorViewModel;
import org.prmscope.ui.solutions.SolutionsViewModel;

/// Every action of the window with its keys.
final class WorkbenchActions {
    private static final String STEPS = "Steps";
    private static final String SOLUTIONS = "Solutions";
    private static final String RUNS = "Runs";
    private static final String FILES = "Files";
    private static final String WINDOW = "Window";

    /// What only the view can do.
    ///
    /// @param inReach false while a panel is open, so that letters do nothing behind it
    /// @param arrowsFree false while the focus is where arrows have a use of their own
    record ViewActions(
            ObservableBooleanValue inReach,
            ObservableBooleanValue arrowsFree,
            Runnable openFile,
            Runnable newProblem,
            Runnable chooseSet,
            Runnable chooseVerifier,
            Runnable editOptions,
            Runnable focusFilter,
            Runnable rerunCode,
            Runnable copyStep,
            Runnable showKeys,
            Runnable escape) {}

    private final WorkbenchViewModel model;
    private final ViewActions view;
    private final Keymap keymap;

    private WorkbenchActions(WorkbenchViewModel model, ViewActions view, Keymap keymap) {
        this.model = model;
        this.view = view;
        this.keymap = keymap;
    }

    /// Fills a keymap.
    static void addTo(Keymap keymap, WorkbenchViewModel model, ViewActions view, Theme theme) {
        WorkbenchActions actions = new WorkbenchActions(model, view, keymap);
        actions.steps();
        actions.solutions();
        actions.runs();
        actions.files();
        actions.window(theme);
    }

    private void steps() {
        reach("step.next", "Next step", STEPS, () -> model.steps().openNext(1), "j");
        reach("step.previous", "Previous step", STEPS, () -> model.steps().openNext(-1), "k");
        when(
                "step.down",
                "Next step, outside table and tokens",
                STEPS,
                and(view.inReach(), view.arrowsFree()),
                () -> model.steps().openNext(1),
                "Down");
        when(
                "step.up",
                "Previous step, outside table and tokens",
                STEPS,
                and(view.inReach(), view.arrowsFree()),
                () -> model.steps().openNext(-1),
                "Up");
        chain("chain.next", "Next chain of the solution", 1, "Right");
        chain("chain.previous", "Previous chain", -1, "Left");
        reach(
                "step.raw",
                "Raw text of the opened step",
                STEPS,
                () -> model.steps().rawProperty().set(!model.steps().rawProperty().get()),
                "r");
        reach("step.copy", "Copy the opened step", STEPS, view.copyStep(), "c");
        reach("code.rerun", "Re-run code as scratch", STEPS, view.rerunCode(), "Shortcut+R");
    }

    private void chain(String id, String title, int direction, String key) {
        when(
                id,
                title,
                STEPS,
                and(view.inReach(), view.arrowsFree()),
                () -> model.chains().chooseNext(direction),
                key);
    }

    private void solutions() {
        SolutionsViewModel table = model.solutions();
        reach(
                "solution.next",
                "Next solution",
                SOLUTIONS,
                () -> table.selectNext(1),
                "Shortcut+Page Down");
        reach(
                "solution.previous",
                "Previous solution",
                SOLUTIONS,
                () -> table.selectNext(-1),
                "Shortcut+Page Up");
        reach(
                "disagreement.next",
                "Next disagreement with gold",
                SOLUTIONS,
                () -> table.selectNextDisagreement(1),
                "d");
        reach(
                "disagreement.previous",
                "Previous disagreement",
                SOLUTIONS,
                () -> table.selectNextDisagreement(-1),
                "D");
        reach(
                "invalid.next",
                "Next invalid or failed",
                SOLUTIONS,
                () -> table.selectNextInvalid(1),
                "e");
        reach(
                "invalid.previous",
                "Previous invalid or failed",
                SOLUTIONS,
                () -> table.selectNextInvalid(-1),
                "E");
        reach("filter.focus", "Filter solutions", SOLUTIONS, view.focusFilter(), "Shortcut+F");
    }

    private void runs() {
        BooleanBinding idle =
                Bindings.createBooleanBinding(
                        () ->
                                view.inReach().get()
                                        && model.verifier().canRun()
                                        && !model.run().activeProperty().get(),
                        view.inReach(),
                        model.verifier().stateProperty(),
                        model.run().activeProperty());
        when(
                "run.selected",
                "Verify selected",
                RUNS,
                and(idle, model.solutions().selectedProperty().isNotNull()),
                model::verifySelected,
                "Shortcut+Enter");
        when(
                "run.shown",
                "Verify all shown",
                RUNS,
                and(idle, Bindings.isNotEmpty(model.solutions().shown())),
                model::verifyShown,
                "Shortcut+Shift+Enter");
        when(
                "run.cancel",
                "Cancel the run, keep what is finished",
                RUNS,
                model.run().activeProperty(),
                model.run()::cancel,
                "Shortcut+Period");
        reach(
                "run.follow",
                "Follow the run",
                RUNS,
                () -> model.followProperty().set(!model.followProperty().get()),
                "f");
        reach("protocol.toggle", "GenPRM or ThinkPRM", RUNS, model.runBar()::toggleProtocol, "p");
        ready("options.edit", "Options of the next run", RUNS, view.editOptions(), "o");
        ready("verifier.choose", "Choose a verifier", RUNS, view.chooseVerifier(), "v");
    }

    private void files() {
        ready("file.open", "Open file…", FILES, view.openFile(), "Shortcut+O");
        ready("problem.new", "New problem…", FILES, view.newProblem(), "Shortcut+N");
        ready("set.choose", "Choose a set", FILES, view.chooseSet(), "s");
    }

    private void window(Theme theme) {
        tab("inspector.tokens", "Tokens", InspectorViewModel.Tab.TOKENS, "Alt+1");
        tab("inspector.decision", "Decision", InspectorViewModel.Tab.DECISION, "Alt+2");
        tab("inspector.record", "Record", InspectorViewModel.Tab.RECORD, "Alt+3");
        reach("view.theme", "Light or dark", WINDOW, theme::toggle, "t");
        always("view.larger", "Larger text", theme::zoomIn, "Shortcut+Plus", "Shortcut+Equals");
        always("view.smaller", "Smaller text", theme::zoomOut, "Shortcut+Minus");
        always("view.normal", "Normal text size", theme::zoomReset, "Shortcut+0");
        always("view.keys", "All keys", view.showKeys(), "?", "F1");
        always("view.close", "Close panel or message", view.escape(), "Esc");
    }

    private void tab(String id, String title, InspectorViewModel.Tab tab, String key) {
        always(
                id,
                title + " of the opened step",
                () -> model.inspector().tabProperty().set(tab),
                key);
    }

    private void always(String id, String title, Runnable run, String... keys) {
        keymap.add(KeyAction.of(id, title, WINDOW, run, keys));
    }

    private void reach(String id, String title, String group, Runnable run, String... keys) {
        when(id, title, group, view.inReach(), run, keys);
    }

    private void ready(String id, String title, String group, Runnable run, String key) {
        BooleanBinding open =
                Bindings.createBooleanBinding(
                        () -> model.phaseProperty().get() instanceof WorkbenchViewModel.Phase.Ready,
                        model.phaseProperty());
        when(id, title, group, open, run, key);
    }

    private void when(
            String id,
            String title,
            String group,
            ObservableBooleanValue enabled,
            Runnable run,
            String... keys) {
        keymap.add(KeyAction.when(id, title, group, enabled, run, keys));
    }

    private static BooleanBinding and(ObservableBooleanValue a, ObservableBooleanValue b) {
        return Bindings.and(a, b);
    }
}
