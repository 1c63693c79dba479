package org.prmscope.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.junit.jupiter.api.Test;
import org.prmscope.core.WorkbenchException;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fx.KeyAction;
import org.prmscope.ui.fx.Theme;
import org.prmscope.ui.workbench.SetsViewModel;
import org.prmscope.ui.workbench.WorkbenchViewModel;
import org.testfx.api.FxToolkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

class PrmScopeWindowTest extends WindowTest {

    @Test
    void setIsShownWithTableCardsAndInspector() throws TimeoutException {
        PrmScopeWindow shown = open(() -> FakeWorkbench.withSet(20, 6));
        until(() -> shown.model().steps().cards().size() > 0);
        on(() -> shown.model().solutions().select("gsm8k-2"));
        until(() -> node(".step-card:open .step-block") != null);
        on(() -> {
            TableView<?> table = assertInstanceOf(TableView.class, node(".solutions .table-view"));
            assertEquals(21, table.getItems().size());
            assertEquals(
                    shown.model().solutions().selectedProperty().get(),
                    table.getSelectionModel().getSelectedItem());
            assertEquals(4, node(".cards").lookupAll(".step-card").size());
            assertEquals(7, node(".step-card:open").lookupAll(".step-block").size());
        });
    }

    @Test
    void theKeyboardBeginsInTheListAndComesBackToIt() throws TimeoutException {
        PrmScopeWindow shown = open(() -> FakeWorkbench.withSet(20, 6));
        Node table = node(".solutions .table-view");
        until(() -> !shown.model().solutions().shown().isEmpty() && table.isFocused());
        press("verifier.choose");
        on(() -> assertFalse(table.isFocused()));
        press("view.close");
        on(() -> assertTrue(table.isFocused()));
        press("mode.data");
        on(() -> assertFalse(table.isFocused()));
        press("mode.inspect");
        on(() -> assertTrue(table.isFocused()));
    }

    @Test
    void theFocusOnAModeGoesAlongToTheOneThatAKeyShows() throws TimeoutException {
        PrmScopeWindow shown = open(() -> FakeWorkbench.withSet(20, 6));
        Node table = node(".solutions .table-view");
        until(() -> !shown.model().solutions().shown().isEmpty() && table.isFocused());
        on(() -> table.getScene().getWindow().setWidth(1_400));
        ToggleButton inspect = assertInstanceOf(ToggleButton.class, node("#inspect"));
        on(inspect::requestFocus);
        press("mode.bestofn");
        on(() -> {
            assertFalse(inspect.isSelected());
            assertFalse(inspect.isFocused());
        });
    }

    @Test
    void keysOfTheWindowDoNothingBehindAPanel() throws TimeoutException {
        PrmScopeWindow shown = open(() -> FakeWorkbench.withSet(20, 6));
        until(() -> shown.model().steps().cards().size() > 0);
        until(() -> isEnabled("run.shown"));
        on(() -> action("problem.new").run().run());
        on(() -> {
            assertFalse(isEnabled("run.selected"));
            assertFalse(isEnabled("run.shown"));
        });
        on(() -> action("view.close").run().run());
        until(() -> isEnabled("run.shown"));
    }

    private boolean isEnabled(String id) {
        return action(id).enabled().get();
    }

    @Test
    void anotherWorkspaceGetsAWindowOfItsOwnAfterTheFirstIsClosed()
            throws TimeoutException, InterruptedException {
        FxToolkit.registerPrimaryStage();
        Platform.setImplicitExit(false);
        List<FakeWorkbench> opened = Collections.synchronizedList(new ArrayList<>());
        List<String> named = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch closed = new CountDownLatch(1);
        Windows windows =
                new Windows(
                        workspace -> {
                            named.add(String.valueOf(workspace));
                            opened.add(FakeWorkbench.withSet(3, 1));
                            return opened.getLast();
                        },
                        _ -> closed.countDown());
        AtomicReference<PrmScopeWindow> first = new AtomicReference<>();
        on(() -> {
            first.set(windows.show(new UiArguments(Path.of("w.prmscope"), List.of())));
            first.get().theme().modeProperty().set(Theme.Mode.DARK);
        });
        KeyAction usual = first.get().view().keymap().action("workspace.usual").orElseThrow();
        until(() -> usual.enabled().get() && !first.get().model().sets().sets().isEmpty());
        on(() -> usual.run().run());
        until(() -> opened.size() == 2);
        assertEquals(List.of("w.prmscope", "null"), List.copyOf(named));
        assertTrue(opened.getFirst().isClosed());
        assertEquals(1, closed.getCount());
        PrmScopeWindow second = Objects.requireNonNull(windows.shown());
        until(() -> second.model().phaseProperty().get() instanceof WorkbenchViewModel.Phase.Ready);
        on(() -> {
            assertEquals(Theme.Mode.DARK, second.theme().mode());
            assertTrue(second.view().keymap().action("workspace.usual").isEmpty());
            second.close();
        });
        assertTrue(closed.await(60, TimeUnit.SECONDS));
        assertTrue(opened.getLast().isClosed());
    }

    @Test
    void aWorkspaceThatCannotBeOpenedLeadsBackToTheOneBefore()
            throws TimeoutException, InterruptedException {
        FxToolkit.registerPrimaryStage();
        Platform.setImplicitExit(false);
        List<FakeWorkbench> opened = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch closed = new CountDownLatch(1);
        Windows windows =
                new Windows(
                        workspace -> {
                            if (!Path.of("w.prmscope").equals(workspace)) {
                                throw new WorkbenchException(
                                        new WorkbenchException.Report("Damaged", "", "", "", ""));
                            }
                            opened.add(FakeWorkbench.withSet(3, 1));
                            return opened.getLast();
                        },
                        _ -> closed.countDown());
        PrmScopeWindow first = shown(windows, "w.prmscope", List.of());
        until(() -> first.model().phaseProperty().get() instanceof WorkbenchViewModel.Phase.Ready);
        assertTrue(first.view().keymap().action("workspace.former").isEmpty());
        PrmScopeWindow second = shown(windows, "damaged.prmscope", List.of(Path.of("given.json")));
        until(() ->
                second.model().phaseProperty().get() instanceof WorkbenchViewModel.Phase.Failed);
        KeyAction back = second.view().keymap().action("workspace.former").orElseThrow();
        assertEquals("Back to w.prmscope", back.title());
        on(() -> back.run().run());
        until(() -> opened.size() == 2);
        PrmScopeWindow third = Objects.requireNonNull(windows.shown());
        until(() -> third.model().phaseProperty().get() instanceof WorkbenchViewModel.Phase.Ready);
        assertTrue(third.view().keymap().action("workspace.former").isEmpty());
        // What was given to the one that could not be opened.
        until(() ->
                third.model().sets().sets().stream()
                        .anyMatch(set -> set.name().equals("given.json")));
        on(third::close);
        on(first::close);
        assertTrue(closed.await(60, TimeUnit.SECONDS));
    }

    private PrmScopeWindow shown(Windows windows, String workspace, List<Path> files) {
        AtomicReference<PrmScopeWindow> window = new AtomicReference<>();
        on(() -> window.set(windows.show(new UiArguments(Path.of(workspace), files))));
        return window.get();
    }

    @Test
    void workspaceWithoutSetsShowsWhatToDo() throws TimeoutException {
        PrmScopeWindow shown = open(FakeWorkbench::new);
        until(() -> shown.model().phaseProperty().get() instanceof WorkbenchViewModel.Phase.Ready);
        on(() -> {
            assertInstanceOf(
                    SetsViewModel.Content.Nothing.class,
                    shown.model().sets().contentProperty().get());
            assertTrue(node(".empty-state .button").isVisible());
            assertFalse(node(".regions").isVisible());
        });
    }

    @Test
    void workspaceThatCannotBeOpenedSaysWhy() throws TimeoutException {
        PrmScopeWindow shown =
                open(() -> {
                    throw new WorkbenchException(
                            new WorkbenchException.Report("Locked", "w.db", "", "", "Wait"));
                });
        until(() -> shown.model().phaseProperty().get() instanceof WorkbenchViewModel.Phase.Failed);
        on(() -> assertFalse(node(".regions").isVisible()));
    }

    @Test
    void whatWasTypedForANewProblemIsThereAgain() throws TimeoutException {
        PrmScopeWindow shown = open(() -> FakeWorkbench.withSet(5, 1));
        until(() -> shown.model().steps().cards().size() > 0);
        on(() -> action("problem.new").run().run());
        on(() -> text("#problem").setText("What is 1 + 2?"));
        on(() -> {
            action("problem.new").run().run();
            assertEquals("What is 1 + 2?", text("#problem").getText());
        });
        on(() -> action("view.close").run().run());
        on(() -> {
            action("problem.new").run().run();
            assertEquals("What is 1 + 2?", text("#problem").getText());
            ((Button) node("#cancel")).fire();
        });
        on(() -> {
            assertNull(node("#problem"));
            action("problem.new").run().run();
            assertEquals("", text("#problem").getText());
        });
    }

    private TextInputControl text(String selector) {
        return assertInstanceOf(TextInputControl.class, node(selector));
    }

    @Test
    void keysOfOtherPanelsDoNothingWhileOneIsOpenAndTheModeKeysCloseIt() throws TimeoutException {
        PrmScopeWindow shown = open(() -> FakeWorkbench.withSet(5, 1));
        until(() -> shown.model().steps().cards().size() > 0);
        on(() -> action("problem.new").run().run());
        on(() -> {
            for (String id : List.of("file.open", "problem.new", "set.choose", "options.edit")) {
                assertFalse(isEnabled(id), id);
            }
        });
        on(() -> action("view.close").run().run());
        on(() -> action("options.edit").run().run());
        on(() -> {
            assertTrue(isEnabled("options.edit"), "closes its own panel");
            assertFalse(isEnabled("verifier.choose"));
            action("mode.data").run().run();
        });
        on(() -> assertNull(shown.view().root().panel()));
    }

    @Test
    void escapeClosesAPanelFromItsTextField() throws TimeoutException {
        PrmScopeWindow shown = open(() -> FakeWorkbench.withSet(5, 1));
        until(() -> shown.model().steps().cards().size() > 0);
        for (String panel : List.of("problem.new", "options.edit")) {
            on(() -> action(panel).run().run());
            on(() -> {
                Node field =
                        panel.equals("problem.new")
                                ? node("#problem")
                                : node(".options-panel .spinner .text-field");
                field.requestFocus();
                field.fireEvent(pressed(KeyCode.ESCAPE, false));
            });
            on(() -> assertNull(shown.view().root().panel(), panel));
        }
    }

    @Test
    void problemIsAddedWithControlEnterFromItsTextField() throws TimeoutException {
        PrmScopeWindow shown = open(() -> FakeWorkbench.withSet(5, 1));
        until(() -> shown.model().steps().cards().size() > 0);
        press("problem.new");
        on(() -> {
            text("#problem").setText("What is 1 + 2?");
            text("#solution").setText("It is 3.");
        });
        until(() -> !node("#add").isDisabled());
        on(() -> {
            text("#problem").requestFocus();
            text("#problem").fireEvent(pressed(KeyCode.ENTER, true));
        });
        until(() -> shown.view().root().panel() == null);
        until(() ->
                shown.model().sets().contentProperty().get()
                                instanceof SetsViewModel.Content.Shown(var set)
                        && !set.name().contains("gsm8k"));
    }

    @Test
    void keysOfModesAndSetsWorkAsTheirButtonsDoWithoutAWorkspace() throws TimeoutException {
        PrmScopeWindow shown =
                open(() -> {
                    throw new WorkbenchException(
                            new WorkbenchException.Report("Locked", "w.db", "", "", "Wait"));
                });
        until(() -> shown.model().phaseProperty().get() instanceof WorkbenchViewModel.Phase.Failed);
        on(() -> {
            assertTrue(isEnabled("mode.compare"));
            assertTrue(isEnabled("set.choose"));
            assertFalse(isEnabled("problem.new"));
        });
    }

    @Test
    void theListOfSetsMarksTheOneInViewAndItsHeadsCannotBeChosen() throws TimeoutException {
        PrmScopeWindow shown =
                open(() -> {
                    FakeWorkbench workbench = FakeWorkbench.withSet(5, 1);
                    workbench.addSet(9, "Another", List.of());
                    return workbench;
                });
        until(() -> shown.model().steps().cards().size() > 0);
        on(() -> {
            MenuButton sets = assertInstanceOf(MenuButton.class, node(".set-chooser"));
            sets.getOnShowing().handle(new Event(MenuButton.ON_SHOWING));
            List<String> marked =
                    sets.getItems().stream()
                            .filter(item -> item instanceof RadioMenuItem set && set.isSelected())
                            .map(MenuItem::getText)
                            .toList();
            assertEquals(List.of("ProcessBench gsm8k   6 solutions"), marked);
            for (MenuItem item : sets.getItems()) {
                // The arrow keys pass over separators alone.
                assertTrue(
                        item instanceof SeparatorMenuItem || item.getOnAction() != null,
                        item::toString);
            }
        });
    }

    @Test
    void whatARunStillChangesAfterTheWindowIsHiddenAsksForNoStyles() throws TimeoutException {
        PrmScopeWindow shown = open(() -> FakeWorkbench.withSet(20, 20));
        until(() -> shown.model().steps().cards().size() > 0);
        List<String> warnings = Collections.synchronizedList(new ArrayList<>());
        Handler handler = collecting(warnings);
        Logger.getLogger("").addHandler(handler);
        try {
            on(() -> {
                shown.close();
                shown.model().solutions().select("gsm8k-7");
                shown.model().steps().open(2);
            });
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
        assertEquals(List.of(), warnings);
    }

    private static Handler collecting(List<String> warnings) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (String.valueOf(entry.getSourceClassName()).contains("Css")) {
                    warnings.add(entry.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static KeyEvent pressed(KeyCode code, boolean control) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
    }
}
