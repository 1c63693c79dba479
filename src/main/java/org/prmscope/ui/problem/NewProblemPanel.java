package org.prmscope.ui.problem;

import javafx.fxml.FXML;
import javafx.fxml.FXMLLoader;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;
import org.prmscope.ui.figures.Figures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// The form for a problem of one's own, with a preview of its steps that can be rearranged.
public final class NewProblemPanel {
    private static final KeyCombination SUBMIT =
            new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

    private final Map<KeyCombination, Runnable> keys;
    private final NewProblemViewModel model;
    private final Region root;
    private boolean syncing;

    @FXML private TextField id;
    @FXML private TextArea problem;
    @FXML private TextArea solution;
    @FXML private Label stepsTitle;
    @FXML private ListView<String> steps;
    @FXML private TextArea stepText;
    @FXML private Button merge;
    @FXML private Button split;
    @FXML private Button up;
    @FXML private Button down;
    @FXML private Button remove;
    @FXML private Button dropHeads;
    @FXML private Button undo;
    @FXML private Button add;
    @FXML private Button cancel;

    /// @param close puts the form away; Cancel drops what was typed before
    @SuppressWarnings("NullAway.Init") // The loader fills the fields.
    public NewProblemPanel(NewProblemViewModel model, Runnable close) {
        this.model = model;
        keys =
                Map.of(
                        new KeyCodeCombination(KeyCode.M),
                        model::mergeWithNext,
                        new KeyCodeCombination(KeyCode.DELETE),
                        model::remove,
                        new KeyCodeCombination(KeyCode.UP, KeyCombination.ALT_DOWN),
                        () -> model.move(-1),
                        new KeyCodeCombination(KeyCode.DOWN, KeyCombination.ALT_DOWN),
                        () -> model.move(1),
                        new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN),
                        model::undo);
        FXMLLoader loader = new FXMLLoader(NewProblemPanel.class.getResource("NewProblem.fxml"));
        loader.setController(this);
        try {
            root = loader.load();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        cancel.setOnAction(event -> {
            model.clear();
            close.run();
        });
        bindTexts();
        bindSteps();
        bindButtons();
    }

    /// The node to put into the window.
    public Region root() {
        return root;
    }

    /// Puts the caret where typing begins.
    public void focus() {
        problem.requestFocus();
    }

    private void bindTexts() {
        id.textProperty().bindBidirectional(model.idProperty());
        problem.textProperty().bindBidirectional(model.problemProperty());
        solution.textProperty().bindBidirectional(model.solutionProperty());
        // Tab leaves a text area, so that the form can be walked through by keyboard.
        for (TextArea area : new TextArea[] {problem, solution, stepText}) {
            area.addEventFilter(
                    KeyEvent.KEY_PRESSED,
                    event -> {
                        if (event.getCode() == KeyCode.TAB && !event.isControlDown()) {
                            event.consume();
                            area.fireEvent(
                                    new KeyEvent(
                                            KeyEvent.KEY_PRESSED,
                                            "",
                                            "",
                                            KeyCode.TAB,
                                            event.isShiftDown(),
                                            true,
                                            false,
                                            false));
                        }
                    });
        }
    }

    private void bindSteps() {
        steps.setCellFactory(view -> new StepCell());
        model.draftProperty()
                .subscribe(draft -> {
                    syncing = true;
                    steps.getItems().setAll(draft.steps());
                    syncing = false;
                    stepsTitle.setText(
                            draft.size() == 0 ? "Steps" : Figures.count(draft.size(), "step"));
                    showSelected(model.selectedProperty().get());
                });
        model.selectedProperty().subscribe(index -> showSelected(index.intValue()));
        steps.getSelectionModel()
                .selectedIndexProperty()
                .subscribe(index -> {
                    if (!syncing) {
                        model.select(index.intValue());
                    }
                });
        steps.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event ->
                        keys.forEach((key, action) -> {
                            if (key.match(event)) {
                                action.run();
                                event.consume();
                            }
                        }));
    }

    private void showSelected(int index) {
        boolean any = index >= 0 && index < steps.getItems().size();
        syncing = true;
        if (any) {
            steps.getSelectionModel().clearAndSelect(index);
            steps.scrollTo(Math.max(0, index - 1));
        } else {
            steps.getSelectionModel().clearSelection();
        }
        syncing = false;
        String text = any ? steps.getItems().get(index) : "";
        if (!text.equals(stepText.getText())) {
            stepText.setText(text);
        }
        merge.setDisable(!any || index + 1 >= steps.getItems().size());
        up.setDisable(!any || index == 0);
        down.setDisable(!any || index + 1 >= steps.getItems().size());
        remove.setDisable(!any);
        dropHeads.setDisable(!any);
    }

    private void bindButtons() {
        button(merge, "Join this step and the next one (m)", model::mergeWithNext);
        button(
                split,
                "Cut this step at the caret (Ctrl+Enter in its text)",
                () -> model.splitAt(stepText.getCaretPosition()));
        button(up, "Move this step up (Alt+Up)", () -> model.move(-1));
        button(down, "Move this step down (Alt+Down)", () -> model.move(1));
        button(remove, "Leave this step out (Delete)", model::remove);
        button(dropHeads, "Drop heads such as “Step 1:” from all steps", model::dropHeads);
        button(undo, "Undo the last arrangement (Ctrl+Z in the list)", model::undo);
        button(add, "Add to the set “My problems” (Ctrl+Enter)", model::add);
        root.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    // In the text of a step it cuts the step.
                    if (SUBMIT.match(event) && !stepText.isFocused()) {
                        add.fire();
                        event.consume();
                    }
                });
        split.setDisable(true);
        stepText.caretPositionProperty()
                .subscribe(caret ->
                        split.setDisable(
                                model.selectedProperty().get() < 0
                                        || !model.draftProperty()
                                                .get()
                                                .canSplit(
                                                        model.selectedProperty().get(),
                                                        caret.intValue())));
        stepText.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (SUBMIT.match(event)) {
                        split.fire();
                        event.consume();
                    }
                });
        undo.disableProperty().bind(model.canUndoProperty().not());
        add.disableProperty().bind(model.canAddProperty().not());
        add.textProperty().bind(model.addingProperty().map(on -> on ? "Adding…" : "Add problem"));
    }

    private static void button(Button button, String tip, Runnable action) {
        button.setTooltip(new Tooltip(tip));
        button.setOnAction(event -> action.run());
    }

    /// A step's number and the start of its text.
    private static final class StepCell extends ListCell<String> {
        private final Label number = new Label();
        private final Label text = new Label();
        private final HBox box = new HBox(10, number, text);

        StepCell() {
            number.getStyleClass().add("step-number");
            number.setMinWidth(Region.USE_PREF_SIZE);
            text.setMaxHeight(34);
            text.setWrapText(true);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable String step, boolean empty) {
            super.updateItem(step, empty);
            if (empty || step == null) {
                setGraphic(null);
                return;
            }
            number.setText(Integer.toString(getIndex() + 1));
            text.setText(step.replace('\n', ' '));
            setGraphic(box);
            setAccessibleText("Step " + (getIndex() + 1) + ": " + step);
        }
    }
}
