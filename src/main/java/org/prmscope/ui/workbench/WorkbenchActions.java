package org.prmscope.ui.workbench;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableBooleanValue;

import org.prmscope.ui.bestofn.ProblemsViewModel;
import org.prmscope.ui.bestofn.ScoresViewModel;
import org.prmscope.ui.compare.CompareViewModel;
import org.prmscope.ui.fx.Keymap;
import org.prmscope.ui.fx.Theme;
import org.prmscope.ui.inspector.InspectorViewModel;
import org.prmscope.ui.solutions.SolutionsViewModel;
import org.prmscope.ui.synthesis.ChainListViewModel;
import org.prmscope.ui.synthesis.DataView;

import java.util.function.IntConsumer;

/// Every action of the window with its keys.
final class WorkbenchActions {
    private static final String STEPS = "Steps";
    private static final String SOLUTIONS = "Solutions";
    private static final String COMPARE = "Compare";
    private static final String BEST_OF_N = "Best of N";
    private static final String RUNS = "Runs";
    private static final String FILES = "Files";

    /// What only the view can do.
    ///
    /// @param inReach false while a panel is open, so that letters do nothing behind it
    /// @param arrowsFree false while the focus is where arrows have a use of their own
    /// @param verifierReach as `inReach`, but the verifiers' own panel may be open
    /// @param optionsReach as `inReach`, but the options' own panel may be open
    record ViewActions(
            ObservableBooleanValue inReach,
            ObservableBooleanValue arrowsFree,
            ObservableBooleanValue verifierReach,
            ObservableBooleanValue optionsReach,
            Runnable openFile,
            Runnable newProblem,
            Runnable chooseSet,
            Runnable chooseVerifier,
            Runnable editOptions,
            Runnable focusFilter,
            Runnable focusProblemFilter,
            Runnable rerunCode,
            Runnable copyStep,
            Runnable showKeys,
            Runnable escape,
            Runnable chooseRuns,
            IntConsumer compareTab,
            IntConsumer bestOfNTab,
            DataView data) {}

    private final WorkbenchViewModel model;
    private final ViewActions view;
    private final ModeKeys keys;

    private WorkbenchActions(WorkbenchViewModel model, ViewActions view, ModeKeys keys) {
        this.model = model;
        this.view = view;
        this.keys = keys;
    }

    /// Fills a keymap.
    static void addTo(Keymap keymap, WorkbenchViewModel model, ViewActions view, Theme theme) {
        ModeKeys keys = new ModeKeys(keymap, model, view.inReach());
        WorkbenchActions actions = new WorkbenchActions(model, view, keys);
        actions.steps();
        actions.solutions();
        actions.comparing();
        actions.choosing();
        DataActions.addTo(keymap, model, view.data(), keys.inMode(WorkbenchViewModel.Mode.DATA));
        TrainingActions.addTo(keys, model.training());
        actions.runs();
        actions.files();
        actions.window(theme);
    }

    private void steps() {
        Runnable next =
                keys.either(
                        () -> model.steps().openNext(1),
                        () -> compare().solution().nextStep(1),
                        () -> problems().nextCandidate(1),
                        () -> chains().next(1),
                        () -> model.training().next(1));
        Runnable previous =
                keys.either(
                        () -> model.steps().openNext(-1),
                        () -> compare().solution().nextStep(-1),
                        () -> problems().nextCandidate(-1),
                        () -> chains().next(-1),
                        () -> model.training().next(-1));
        keys.reach("step.next", "Next step, candidate, chain or training", STEPS, next, "j");
        keys.reach(
                "step.previous",
                "Previous step, candidate, chain or training",
                STEPS,
                previous,
                "k");
        outside("step.down", "Next step, outside table and tokens", next, "Down");
        outside("step.up", "Previous step, outside table and tokens", previous, "Up");
        Runnable nextChain =
                keys.either(
                        () -> model.chains().chooseNext(1),
                        () -> compare().chains().chooseNext(1),
                        () -> {},
                        () -> model.data().pair().nextBeside(1));
        Runnable previousChain =
                keys.either(
                        () -> model.chains().chooseNext(-1),
                        () -> compare().chains().chooseNext(-1),
                        () -> {},
                        () -> model.data().pair().nextBeside(-1));
        keys.reach("chain.next", "Next chain of the solution", STEPS, nextChain, ".");
        keys.reach("chain.previous", "Previous chain", STEPS, previousChain, ",");
        outside("chain.right", "Next chain, outside table and tokens", nextChain, "Right");
        outside("chain.left", "Previous chain, outside table and tokens", previousChain, "Left");
        keys.inspect(
                "step.raw",
                "Raw text of the opened step",
                STEPS,
                () -> model.steps().rawProperty().set(!model.steps().rawProperty().get()),
                "r");
        keys.inspect("step.copy", "Copy the opened step", STEPS, view.copyStep(), "c");
        keys.inspect("code.rerun", "Re-run code as scratch", STEPS, view.rerunCode(), "Shortcut+R");
    }

    private CompareViewModel compare() {
        return model.compare();
    }

    private ProblemsViewModel problems() {
        return model.bestOfN().problems();
    }

    private void solutions() {
        SolutionsViewModel table = model.solutions();
        keys.reach(
                "solution.next",
                "Next solution, or problem",
                SOLUTIONS,
                keys.either(
                        () -> table.selectNext(1),
                        () -> compare().solution().next(1),
                        () -> problems().next(1),
                        () -> chains().nextSolution(1)),
                "Shortcut+Page Down");
        keys.reach(
                "solution.previous",
                "Previous solution, or problem",
                SOLUTIONS,
                keys.either(
                        () -> table.selectNext(-1),
                        () -> compare().solution().next(-1),
                        () -> problems().next(-1),
                        () -> chains().nextSolution(-1)),
                "Shortcut+Page Up");
        keys.reach(
                "disagreement.next",
                "Next disagreement: with gold, of runs, of methods",
                SOLUTIONS,
                keys.either(
                        () -> table.selectNextDisagreement(1),
                        () -> compare().solution().nextDisagreement(1),
                        () -> problems().nextDisagreement(1),
                        () -> chains().nextDisagreement(1)),
                "d");
        keys.reach(
                "disagreement.previous",
                "Previous disagreement",
                SOLUTIONS,
                keys.either(
                        () -> table.selectNextDisagreement(-1),
                        () -> compare().solution().nextDisagreement(-1),
                        () -> problems().nextDisagreement(-1),
                        () -> chains().nextDisagreement(-1)),
                "D");
        keys.notComparing(
                "invalid.next",
                "Next invalid, failed or ungraded",
                SOLUTIONS,
                keys.either(
                        () -> table.selectNextInvalid(1),
                        () -> {},
                        () -> problems().nextUngraded(1),
                        () -> chains().nextInvalid(1)),
                "e");
        keys.notComparing(
                "invalid.previous",
                "Previous invalid, failed or ungraded",
                SOLUTIONS,
                keys.either(
                        () -> table.selectNextInvalid(-1),
                        () -> {},
                        () -> problems().nextUngraded(-1),
                        () -> chains().nextInvalid(-1)),
                "E");
        keys.notComparing(
                "filter.focus",
                "Filter solutions, problems or chains",
                SOLUTIONS,
                keys.either(
                        view.focusFilter(),
                        () -> {},
                        view.focusProblemFilter(),
                        view.data()::focusFilter),
                "Shortcut+F");
    }

    private ChainListViewModel chains() {
        return model.data().chains();
    }

    private void comparing() {
        ObservableBooleanValue here = keys.inMode(WorkbenchViewModel.Mode.COMPARE);
        ObservableBooleanValue sifting = keys.inMode(WorkbenchViewModel.Mode.DATA);
        keys.when(
                "compare.runs",
                "Choose the runs, or run and filters",
                COMPARE,
                Bindings.or(here, sifting),
                keys.either(
                        () -> {},
                        view.chooseRuns(),
                        () -> {},
                        () -> view.data().tools().showSources()),
                "l");
        keys.when(
                "compare.start",
                "Run both, one after the other",
                COMPARE,
                Bindings.and(here, Bindings.not(model.run().activeProperty())),
                compare().recipes()::start,
                "Shortcut+B");
        keys.when(
                "compare.whole",
                "Whole chains or the step, or room for a chain",
                COMPARE,
                Bindings.or(here, sifting),
                keys.either(
                        () -> {},
                        () ->
                                compare()
                                        .chains()
                                        .wholeProperty()
                                        .set(!compare().chains().wholeProperty().get()),
                        () -> {},
                        view.data()::open),
                "w");
        keys.when("compare.pin", "Pin the next run", COMPARE, here, compare()::pinNext, "x");
    }

    private void choosing() {
        ObservableBooleanValue here = keys.inMode(WorkbenchViewModel.Mode.BEST_OF_N);
        ScoresViewModel scores = model.bestOfN().scores();
        keys.when(
                "bestofn.scores",
                "Rank by the next scores",
                BEST_OF_N,
                here,
                scores::rankByNext,
                "a");
        keys.when(
                "bestofn.reduction",
                "Lowest, product or last step",
                BEST_OF_N,
                here,
                scores::reduceByNext,
                "m");
        keys.when(
                "bestofn.verify",
                "Verify all candidates, or sample chains",
                BEST_OF_N,
                Bindings.and(
                        Bindings.or(here, keys.inMode(WorkbenchViewModel.Mode.DATA)),
                        Bindings.not(model.run().activeProperty())),
                keys.either(() -> {}, () -> {}, model.bestOfN()::verify, view.data()::sample),
                "Shortcut+G");
    }

    private void runs() {
        BooleanBinding idle =
                Bindings.createBooleanBinding(
                        () ->
                                view.inReach().get()
                                        && model.modeProperty().get()
                                                == WorkbenchViewModel.Mode.INSPECT
                                        && model.verifier().canRun()
                                        && !model.run().activeProperty().get(),
                        view.inReach(),
                        model.modeProperty(),
                        model.verifier().stateProperty(),
                        model.run().activeProperty());
        keys.when(
                "run.selected",
                "Verify selected",
                RUNS,
                Bindings.and(idle, model.solutions().selectedProperty().isNotNull()),
                model::verifySelected,
                "Shortcut+Enter");
        keys.when(
                "run.shown",
                "Verify all shown",
                RUNS,
                Bindings.and(idle, Bindings.isNotEmpty(model.solutions().shown())),
                model::verifyShown,
                "Shortcut+Shift+Enter");
        keys.when(
                "run.cancel",
                "Cancel the run, keep what is finished",
                RUNS,
                model.run().activeProperty(),
                model.run()::cancel,
                "Shortcut+Period");
        keys.inspect(
                "run.follow",
                "Follow the run",
                RUNS,
                () -> model.followProperty().set(!model.followProperty().get()),
                "f");
        keys.inspect(
                "protocol.toggle", "GenPRM or ThinkPRM", RUNS, model.runBar()::toggleProtocol, "p");
        keys.ready(
                "options.edit",
                "Options of the next run",
                RUNS,
                view.optionsReach(),
                view.editOptions(),
                "o");
        keys.ready(
                "verifier.choose",
                "Choose a verifier",
                RUNS,
                view.verifierReach(),
                view.chooseVerifier(),
                "v");
    }

    private void files() {
        keys.ready("file.open", "Open file…", FILES, view.openFile(), "Shortcut+O");
        keys.ready("problem.new", "New problem…", FILES, view.newProblem(), "Shortcut+N");
        // Without a workspace, too: the list leads to others.
        keys.reach("set.choose", "Choose a set", FILES, view.chooseSet(), "s");
    }

    private void window(Theme theme) {
        mode("mode.inspect", "Inspect one run", WorkbenchViewModel.Mode.INSPECT, "Shortcut+1");
        mode("mode.compare", "Compare runs", WorkbenchViewModel.Mode.COMPARE, "Shortcut+2");
        mode(
                "mode.bestofn",
                "Choose the best of N candidates",
                WorkbenchViewModel.Mode.BEST_OF_N,
                "Shortcut+3");
        mode("mode.data", "Chains for training data", WorkbenchViewModel.Mode.DATA, "Shortcut+4");
        mode("mode.training", "Train a verifier", WorkbenchViewModel.Mode.TRAINING, "Shortcut+5");
        tab(
                "inspector.tokens",
                "Tokens, set, curves, or filters",
                InspectorViewModel.Tab.TOKENS,
                "Alt+1");
        tab(
                "inspector.decision",
                "Decision, solution, ungraded, or balance",
                InspectorViewModel.Tab.DECISION,
                "Alt+2");
        tab(
                "inspector.record",
                "Record, facets, or rollout labels",
                InspectorViewModel.Tab.RECORD,
                "Alt+3");
        keys.reach("view.theme", "Light or dark", ModeKeys.WINDOW, theme::toggle, "t");
        keys.always("view.larger", "Larger text", theme::zoomIn, "Shortcut+Plus");
        keys.always("view.smaller", "Smaller text", theme::zoomOut, "Shortcut+Minus");
        keys.always("view.normal", "Normal text size", theme::zoomReset, "Shortcut+0");
        keys.always("view.keys", "All keys", view.showKeys(), "?", "F1");
        keys.always("view.close", "Close panel or message", view.escape(), "Esc");
    }

    private void tab(String id, String title, InspectorViewModel.Tab tab, String key) {
        keys.always(
                id,
                title,
                keys.either(
                        () -> model.inspector().tabProperty().set(tab),
                        () -> view.compareTab().accept(position(tab)),
                        () -> view.bestOfNTab().accept(position(tab)),
                        () -> view.data().showTab(position(tab))),
                key);
    }

    /// The other views' tab with the same key, from 0.
    private static int position(InspectorViewModel.Tab tab) {
        return switch (tab) {
            case TOKENS -> 0;
            case DECISION -> 1;
            case RECORD -> 2;
        };
    }

    private void mode(String id, String title, WorkbenchViewModel.Mode mode, String key) {
        // Reachable from a panel, too, which is closed then, and as the buttons are without a
        // workspace.
        keys.always(id, title, () -> model.modeProperty().set(mode), key);
    }

    private void outside(String id, String title, Runnable run, String key) {
        keys.when(id, title, STEPS, Bindings.and(view.inReach(), view.arrowsFree()), run, key);
    }
}
