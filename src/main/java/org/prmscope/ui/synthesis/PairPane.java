package org.prmscope.ui.synthesis;

import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainRuling;
import org.prmscope.core.Rejection;
import org.prmscope.core.Solution;
import org.prmscope.ui.fx.Chip;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.MathText;
import org.prmscope.ui.fx.PaneParts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The chain in view beside gold, and another chain of the solution beside it, step by step; above
/// them what a person may say of it.
final class PairPane extends VBox {
    private final DataViewModel view;
    private final MathRenderer renderer;
    private final Consumer<String> inspect;
    private final HBox bar = new HBox();
    private final Chip lot = new Chip("", Chip.Tone.NEUTRAL);
    private final TextField note = new TextField();
    private final GridPane heads = new GridPane();
    private final GridPane steps = new GridPane();
    private final ScrollPane scroll = new ScrollPane(steps);
    private final List<Node> rows = new ArrayList<>();
    private final Label none = PaneParts.quiet("No chain is selected.");
    private PairViewModel.@Nullable Pair shown;
    private StepPage page = new StepPage(0, 0);

    /// @param inspect opens a solution, by id, in the inspect view
    PairPane(DataViewModel view, MathRenderer renderer, Consumer<String> inspect) {
        this.view = view;
        this.renderer = renderer;
        this.inspect = inspect;
        getStyleClass().add("pair");
        setMinWidth(0);
        buildBar();
        heads.getStyleClass().add("pair-heads");
        heads.setMinWidth(0);
        steps.getStyleClass().add("pair-steps");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("inspector-scroll");
        scroll.setAccessibleText("The chain, step by step");
        // The columns above the text are as wide as those below, which leave the scroll bar room.
        heads.maxWidthProperty()
                .bind(scroll.viewportBoundsProperty().map(bounds -> bounds.getWidth()));
        VBox.setVgrow(scroll, Priority.ALWAYS);
        none.setMaxWidth(Double.MAX_VALUE);
        none.setAlignment(Pos.CENTER);
        none.getStyleClass().add("pair-none");
        none.managedProperty().bind(none.visibleProperty());
        getChildren().addAll(bar, heads, scroll, none);
        view.pair().pairProperty().subscribe(this::show);
    }

    private void buildBar() {
        bar.getStyleClass().add("pair-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        Button admit = ruling("Admit", "y", ChainRuling.Ruling.KEEP);
        Button drop = ruling("Take out", "n", ChainRuling.Ruling.DROP);
        Button leave = ruling("As filtered", "u", ChainRuling.Ruling.AS_FILTERED);
        note.setPromptText("why (i), then y or n");
        note.setAccessibleText("Note on the ruling; Enter keeps it");
        note.getStyleClass().add("small");
        note.setMinWidth(90);
        note.setPrefWidth(180);
        note.textProperty().bindBidirectional(view.rulings().noteProperty());
        note.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ENTER) {
                        view.rulings().ruleWithNote();
                        scroll.requestFocus();
                        event.consume();
                    } else if (event.getCode() == KeyCode.ESCAPE) {
                        scroll.requestFocus();
                        event.consume();
                    }
                });
        HBox.setHgrow(note, Priority.ALWAYS);
        Button open = new Button("Inspect");
        open.getStyleClass().add("small");
        open.setMinWidth(Region.USE_PREF_SIZE);
        open.setTooltip(new Tooltip("Open the solution in the inspect view (Ctrl+1)"));
        open.setOnAction(_ -> {
            ChainRow row = view.chains().selectedProperty().get();
            if (row != null) {
                inspect.accept(row.solutionId());
            }
        });
        bar.getChildren().addAll(lot, admit, drop, leave, note, open);
    }

    private Button ruling(String title, String key, ChainRuling.Ruling ruling) {
        Button button = new Button(title);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(
                new Tooltip(
                        "%s (%s), as %s; Ctrl+Z takes it back"
                                .formatted(
                                        switch (ruling) {
                                            case KEEP -> "Keep this chain whatever the filters say";
                                            case DROP ->
                                                    "Leave this chain out whatever the filters say";
                                            case AS_FILTERED -> "Let the filters decide again";
                                        },
                                        key,
                                        view.rulings().name())));
        button.setOnAction(_ -> view.rulings().rule(ruling));
        return button;
    }

    private void show(PairViewModel.@Nullable Pair pair) {
        boolean isOther =
                pair == null
                        || shown == null
                        || !pair.side().row().key().equals(shown.side().row().key());
        shown = pair;
        for (Node each : List.of(bar, heads, scroll)) {
            each.setVisible(pair != null);
            each.setManaged(pair != null);
        }
        none.setVisible(pair == null);
        heads.getChildren().clear();
        clearSteps();
        if (pair == null) {
            return;
        }
        ChainRow row = pair.side().row();
        lot.show(row.standing().title(), row.isKept() ? Chip.Tone.SUCCESS : Chip.Tone.DANGER);
        constrain(heads, pair);
        constrain(steps, pair);
        showHeads(pair);
        Integer step = firstStep(row);
        int size = pair.solution().steps().size();
        if (isOther || page.steps() != size) {
            page = StepPage.of(step == null ? 0 : step, size);
        }
        showSteps(pair);
        if (isOther) {
            scroll.setVvalue(0);
            if (step != null) {
                scrollTo(step);
            }
        }
    }

    private void clearSteps() {
        steps.getChildren().clear();
        rows.clear();
    }

    private void turn(StepPage to) {
        PairViewModel.Pair pair = shown;
        if (pair != null) {
            page = to;
            clearSteps();
            showSteps(pair);
        }
    }

    /// The step that the first reason with a step is about.
    private static @Nullable Integer firstStep(ChainRow row) {
        for (Rejection rejection : row.reviewed().rejections()) {
            if (rejection.step() != null) {
                return rejection.step();
            }
        }
        return null;
    }

    private static void constrain(GridPane grid, PairViewModel.Pair pair) {
        grid.getColumnConstraints().clear();
        double[] widths = pair.beside() == null ? new double[] {36, 64} : new double[] {26, 37, 37};
        for (double width : widths) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(width);
            column.setFillWidth(true);
            grid.getColumnConstraints().add(column);
        }
    }

    private void showHeads(PairViewModel.Pair pair) {
        Label id = PaneParts.heading(pair.solution().id());
        id.setMinWidth(0);
        id.setTooltip(new Tooltip(pair.solution().problem()));
        Label gold = PaneParts.quiet("gold: " + pair.side().row().gold());
        VBox first = new VBox(line(id), gold);
        first.getStyleClass().add("pair-head");
        heads.add(first, 0, 0);
        heads.add(head(pair.side(), false), 1, 0);
        PairViewModel.Side beside = pair.beside();
        if (beside != null) {
            heads.add(head(beside, true), 2, 0);
        }
    }

    private static HBox line(Node... parts) {
        HBox line = new HBox(8, parts);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("pair-title");
        return line;
    }

    private Node head(PairViewModel.Side side, boolean isBeside) {
        ChainRow row = side.row();
        Label title = PaneParts.heading("chain " + (row.chain() + 1));
        title.setMinWidth(0);
        Label standing = new Label(row.standing().title());
        standing.setMinWidth(Region.USE_PREF_SIZE);
        standing.getStyleClass().add(row.isKept() ? "lot-kept" : "lot-dropped");
        HBox line = line(title, standing);
        if (isBeside && view.pair().others().size() > 1) {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            line.getChildren()
                    .addAll(
                            gap,
                            DataParts.icon(
                                    "‹",
                                    "Previous chain beside it (,)",
                                    () -> view.pair().nextBeside(-1)),
                            DataParts.icon(
                                    "›",
                                    "Next chain beside it (.)",
                                    () -> view.pair().nextBeside(1)));
        }
        VBox head = new VBox(line);
        line.setMinWidth(0);
        head.setMinWidth(0);
        head.getStyleClass().addAll("pair-head", row.isKept() ? "pair-kept" : "pair-dropped");
        for (Rejection rejection : row.reviewed().rejections()) {
            head.getChildren().add(reason(rejection));
        }
        if (!row.handText().isEmpty()) {
            head.getChildren().add(PaneParts.quiet("✎ " + row.handText()));
        }
        if (row.reviewed().rejections().isEmpty()) {
            head.getChildren().add(PaneParts.quiet("No filter has anything against it."));
        }
        return head;
    }

    /// A reason in words; one about a step leads there.
    private Node reason(Rejection rejection) {
        String text = "%s: %s".formatted(rejection.filter(), rejection.detail());
        Integer step = rejection.step();
        if (step == null) {
            return PaneParts.plain(text);
        }
        Button link = new Button(text);
        link.getStyleClass().setAll("reason-link");
        link.setMnemonicParsing(false);
        link.setWrapText(true);
        link.setMinHeight(Region.USE_PREF_SIZE);
        link.setMaxWidth(Double.MAX_VALUE);
        link.setAlignment(Pos.CENTER_LEFT);
        link.setTooltip(new Tooltip("Show step " + (step + 1)));
        link.setOnAction(_ -> reveal(step));
        return link;
    }

    /// Shows a step, on the page that has it.
    private void reveal(int step) {
        if (!page.has(step)) {
            turn(StepPage.of(step, page.steps()));
        }
        scrollTo(step);
    }

    private void scrollTo(int step) {
        if (page.has(step)) {
            // Rows that were just made have no place yet.
            scroll.applyCss();
            scroll.layout();
            Bounds row = rows.get(step - page.from()).getBoundsInParent();
            double height = steps.getHeight() - scroll.getViewportBounds().getHeight();
            boolean isInView = row.getMaxY() <= scroll.getViewportBounds().getHeight();
            scroll.setVvalue(
                    height <= 0 || isInView ? 0 : Math.clamp(row.getMinY() / height, 0, 1));
        }
    }

    private void showSteps(PairViewModel.Pair pair) {
        Solution solution = pair.solution();
        PairViewModel.Side beside = pair.beside();
        PairSteps left = new PairSteps(solution, pair.side());
        PairSteps right = beside == null ? null : new PairSteps(solution, beside);
        int row = 0;
        if (!page.isFirst()) {
            addTurn(page.before(), row++);
        }
        for (int step = page.from(); step < page.to(); step++, row++) {
            Node text = stepText(solution, step);
            rows.add(text);
            add(text, 0, row);
            add(left.cell(step), 1, row);
            if (right != null) {
                add(right.cell(step), 2, row);
            }
        }
        if (!page.isLast()) {
            addTurn(page.after(), row++);
        }
        int last = row;
        Node leftRest = left.rest();
        Node rightRest = right == null ? null : right.rest();
        if (leftRest != null || rightRest != null) {
            Label whole = PaneParts.quiet("whole solution");
            VBox box = new VBox(whole);
            box.getStyleClass().add("pair-cell");
            add(box, 0, last);
            add(leftRest == null ? new VBox() : leftRest, 1, last);
            if (right != null) {
                add(rightRest == null ? new VBox() : rightRest, 2, last);
            }
        }
    }

    /// A button over all columns that shows other steps.
    private void addTurn(StepPage to, int row) {
        Button button = new Button(to.title());
        button.getStyleClass().addAll("small", "pair-turn");
        button.setOnAction(_ -> {
            turn(to);
            // The button is gone.
            scroll.requestFocus();
            scrollTo(row == 0 ? to.to() - 1 : to.from());
        });
        VBox cell = new VBox(button);
        cell.getStyleClass().add("pair-cell");
        steps.add(cell, 0, row, GridPane.REMAINING, 1);
    }

    private void add(Node node, int column, int row) {
        GridPane.setValignment(node, VPos.TOP);
        GridPane.setFillHeight(node, true);
        steps.add(node, column, row);
    }

    private Node stepText(Solution solution, int step) {
        Label number = new Label(Integer.toString(step + 1));
        number.getStyleClass().add("step-number");
        number.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(8, number, PairSteps.gold(solution, step));
        line.setAlignment(Pos.CENTER_LEFT);
        MathText text = new MathText(renderer);
        text.setText(solution.steps().get(step));
        text.setMinWidth(0);
        VBox cell = new VBox(line, text);
        cell.getStyleClass().add("pair-cell");
        return cell;
    }

    void focusNote() {
        note.requestFocus();
        note.selectAll();
    }

    void focusText() {
        scroll.requestFocus();
    }
}
