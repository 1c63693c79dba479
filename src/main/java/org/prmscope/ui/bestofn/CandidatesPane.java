package org.prmscope.ui.bestofn;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.bestofn.Grade;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.MathText;
import org.prmscope.ui.fx.PaneParts;
import org.prmscope.ui.fx.RowSync;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/// The candidates of the problem in view, the best first, and the steps of the one that is open.
final class CandidatesPane extends SplitPane {
    private static final double PROBLEM_HEIGHT = 84;

    private final ProblemsViewModel model;
    private final Consumer<String> inspect;
    private final TableView<CandidateRow> table = new TableView<>();
    private final Label id = new Label();
    private final Label position = new Label();
    private final MathText problem;
    private final MathText answer;
    private final TableColumn<CandidateRow, CandidateRow> file;
    private final RowSync<CandidateRow> rows = new RowSync<>(table, CandidateRow::id, 2);

    /// @param inspect opens a solution, by id, in the inspect view
    CandidatesPane(BestOfNViewModel view, MathRenderer renderer, Consumer<String> inspect) {
        model = view.problems();
        this.inspect = inspect;
        problem = new MathText(renderer);
        answer = new MathText(renderer);
        file = column("file", CandidateRow::fileText, 56, Comparator.comparing(c -> c.fileText()));
        setOrientation(Orientation.VERTICAL);
        getStyleClass().add("regions");
        setMinWidth(300);
        table.getStyleClass().add("dense");
        table.setAccessibleText("Candidates, the best first");
        columns();
        bindTable();
        VBox above = new VBox(head(), table);
        above.getStyleClass().add("solutions");
        above.setMinHeight(190);
        above.setMinWidth(0);
        VBox.setVgrow(table, Priority.ALWAYS);
        CandidateSteps steps = new CandidateSteps(view, renderer, this::open);
        steps.setMinHeight(140);
        getItems().addAll(above, steps);
        setDividerPositions(0.46);
        model.selectedProperty().subscribe(this::show);
        model.candidateProperty().subscribe(_ -> sync());
        model.shown().subscribe(() -> position.setText(model.position()));
    }

    private Region head() {
        id.getStyleClass().add("solution-id");
        id.setMinWidth(40);
        id.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
        position.getStyleClass().add("figure");
        position.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line =
                new HBox(
                        id,
                        PaneParts.headButton(
                                "◀", "Previous problem (Ctrl+Page Up)", () -> model.next(-1)),
                        position,
                        PaneParts.headButton(
                                "▶", "Next problem (Ctrl+Page Down)", () -> model.next(1)),
                        space);
        line.getStyleClass().add("solution-line");
        line.setAlignment(Pos.CENTER_LEFT);
        ScrollPane text = new ScrollPane(problem);
        text.setFitToWidth(true);
        text.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        text.getStyleClass().add("problem-scroll");
        // As tall as the problem, up to a limit.
        problem.heightProperty()
                .subscribe(height -> {
                    double wanted = Math.min(height.doubleValue() + 2, PROBLEM_HEIGHT);
                    text.setPrefViewportHeight(wanted);
                    text.setMinViewportHeight(wanted);
                });
        text.setFocusTraversable(false);
        Label right = new Label("right answer");
        right.getStyleClass().add("quiet");
        right.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(answer, Priority.ALWAYS);
        HBox answers = new HBox(right, answer);
        answers.getStyleClass().add("answer-line");
        answers.setAlignment(Pos.CENTER_LEFT);
        VBox head = new VBox(line, text, answers);
        head.getStyleClass().add("candidates-head");
        head.setMinHeight(Region.USE_PREF_SIZE);
        return head;
    }

    private void columns() {
        TableColumn<CandidateRow, CandidateRow> rank =
                column(
                        "rank",
                        CandidateRow::rankText,
                        44,
                        Comparator.comparingInt(
                                row -> row.rank() == 0 ? Integer.MAX_VALUE : row.rank()));
        rank.getStyleClass().add("figure-column");
        TableColumn<CandidateRow, CandidateRow> found =
                column(
                        "final answer",
                        CandidateRow::answerText,
                        150,
                        Comparator.comparing(row -> row.answerText()));
        found.setMaxWidth(Double.MAX_VALUE);
        found.getStyleClass().add("mono-column");
        TableColumn<CandidateRow, CandidateRow> grade =
                column(
                        "grade",
                        CandidateRow::gradeText,
                        88,
                        Comparator.comparing(row -> row.gradeText()));
        grade.setCellFactory(_ -> new GradeCell());
        TableColumn<CandidateRow, CandidateRow> score =
                column(
                        "score",
                        CandidateRow::scoreText,
                        66,
                        Comparator.comparing(
                                row -> row.score(),
                                Comparator.nullsFirst(Comparator.naturalOrder())));
        score.setCellFactory(_ -> new ScoreCell());
        score.getStyleClass().add("figure-column");
        TableColumn<CandidateRow, CandidateRow> votes =
                column(
                        "votes",
                        CandidateRow::voteText,
                        62,
                        Comparator.comparingInt(CandidateRow::votes));
        votes.getStyleClass().add("figure-column");
        for (TableColumn<CandidateRow, CandidateRow> each :
                List.of(rank, found, grade, score, votes, file)) {
            table.getColumns().add(each);
        }
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        table.setPlaceholder(new Label("Choose a problem at the left."));
    }

    private static TableColumn<CandidateRow, CandidateRow> column(
            String title,
            Function<CandidateRow, String> text,
            double width,
            Comparator<CandidateRow> order) {
        TableColumn<CandidateRow, CandidateRow> column = new TableColumn<>(title);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(_ -> new TextCell(text));
        column.setComparator(order);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 78));
        column.setMaxWidth(width * 1.5);
        return column;
    }

    private void bindTable() {
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(row -> {
                    if (!rows.isSyncing() && row != null) {
                        model.select(row);
                    }
                });
        table.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
                        open();
                        event.consume();
                    }
                });
        table.setRowFactory(_ -> {
            TableRow<CandidateRow> row = new TableRow<>();
            row.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY
                        && event.getClickCount() == 2
                        && !row.isEmpty()) {
                    open();
                }
            });
            return row;
        });
    }

    private void open() {
        CandidateRow row = model.candidateProperty().get();
        if (row != null) {
            inspect.accept(row.id());
        }
    }

    private void show(@Nullable ProblemRow row) {
        id.setText(row == null ? "" : row.id());
        position.setText(model.position());
        problem.setText(row == null ? "" : row.group().problem());
        String right = row == null ? "" : row.answer();
        answer.setText(right == null ? "not known" : BestOfNWording.drawn(right));
        rows.quietly(() -> {
            table.getItems().setAll(row == null ? List.of() : row.candidates());
            file.setVisible(
                    row != null
                            && row.candidates().stream()
                                    .anyMatch(each -> !each.fileText().isEmpty()));
            table.sort();
        });
        sync();
    }

    private void sync() {
        rows.select(model.candidateProperty().get());
    }

    void focusTable() {
        table.requestFocus();
    }

    /// The style class of a grade's colour.
    static String style(@Nullable Grade grade) {
        return grade == null
                ? "grade-none"
                : "grade-" + grade.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A grade in words with its glyph, so that it does not rest on colour.
    static String grade(CandidateRow row) {
        String glyph =
                switch (row.grade()) {
                    case RIGHT -> "✓ ";
                    case WRONG -> "✗ ";
                    case UNDECIDED -> "? ";
                    case NO_ANSWER -> "∅ ";
                    case null -> "";
                };
        return glyph + row.gradeText();
    }

    private static final class TextCell extends TableCell<CandidateRow, CandidateRow> {
        private final Function<CandidateRow, String> text;

        TextCell(Function<CandidateRow, String> text) {
            this.text = text;
        }

        @Override
        protected void updateItem(@Nullable CandidateRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? "" : text.apply(row));
        }
    }

    private static final class ScoreCell extends TableCell<CandidateRow, CandidateRow> {
        @Override
        protected void updateItem(@Nullable CandidateRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? "" : row.scoreText());
            setTooltip(
                    empty || row == null
                            ? null
                            : new Tooltip(
                                    row.score() == null
                                            ? "Not judged, or unreadable: ranked last"
                                            : "score " + row.score()));
        }
    }

    private static final class GradeCell extends TableCell<CandidateRow, CandidateRow> {
        @Override
        protected void updateItem(@Nullable CandidateRow row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().removeIf(style -> style.startsWith("grade-"));
            setTooltip(null);
            if (empty || row == null) {
                setText("");
                return;
            }
            setText(grade(row));
            getStyleClass().add(style(row.grade()));
            if (!row.reason().isEmpty()) {
                setTooltip(new Tooltip(row.reason()));
            }
        }
    }
}
