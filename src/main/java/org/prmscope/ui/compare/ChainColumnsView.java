package org.prmscope.ui.compare;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.ui.fx.Chip;
import org.prmscope.ui.fx.Chips;
import org.prmscope.ui.fx.MarkedTextPane;
import org.prmscope.ui.fx.VerdictMark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// The chains side by side, differences marked, scrolled together.
final class ChainColumnsView extends SplitPane {
    private final ChainColumnsViewModel model;
    private final List<Column> shown = new ArrayList<>();

    ChainColumnsView(ChainColumnsViewModel model) {
        this.model = model;
        getStyleClass().addAll("regions", "chain-columns");
        model.columnsProperty().subscribe(this::show);
    }

    private void show(List<ChainColumn> columns) {
        if (columns.size() != shown.size()) {
            build(columns.size());
        }
        for (int i = 0; i < columns.size(); i++) {
            shown.get(i).show(columns.get(i));
        }
    }

    private void build(int count) {
        shown.clear();
        for (int run = 0; run < count; run++) {
            shown.add(new Column(run));
        }
        for (Column column : shown) {
            if (!column.equals(shown.getFirst())) {
                column.pane
                        .placeProperty()
                        .bindBidirectional(shown.getFirst().pane.placeProperty());
            }
        }
        double[] positions = new double[Math.max(count - 1, 0)];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (i + 1.0) / count;
        }
        getItems().setAll(shown.stream().map(column -> column.box).toArray(Node[]::new));
        setDividerPositions(positions);
    }

    /// One chain.
    private final class Column {
        private final int run;
        private final Label title = new Label();
        private final StackPane verdict = new StackPane();
        private final Label note = new Label();
        private final Label absence = new Label();
        private final MarkedTextPane pane = new MarkedTextPane();
        private final Tooltip noteTip = new Tooltip();
        private final VBox box;
        private @Nullable ChainColumn shown;

        Column(int run) {
            this.run = run;
            title.getStyleClass().addAll("chain-column-title");
            title.setMinWidth(Region.USE_PREF_SIZE);
            note.getStyleClass().add("quiet");
            note.setMinWidth(0);
            absence.getStyleClass().add("quiet");
            absence.managedProperty().bind(absence.visibleProperty());
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            verdict.setMinWidth(Region.USE_PREF_SIZE);
            HBox head =
                    new HBox(
                            title,
                            verdict,
                            note,
                            space,
                            step("◀", "Previous chain (,)", -1),
                            step("▶", "Next chain (.)", 1));
            head.getStyleClass().add("chain-column-head");
            head.setAlignment(Pos.CENTER_LEFT);
            VBox.setVgrow(pane, Priority.ALWAYS);
            box = new VBox(head, absence, pane);
            box.getStyleClass()
                    .addAll(
                            "chain-column",
                            "run-" + Comparison.letter(run).toLowerCase(Locale.ROOT));
            box.setMinWidth(120);
            box.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> model.activeProperty().set(run));
        }

        private Button step(String glyph, String tip, int direction) {
            Button button = new Button(glyph);
            button.getStyleClass().setAll("block-action");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setTooltip(new Tooltip(tip));
            button.setAccessibleText(tip);
            button.setOnAction(event -> {
                model.activeProperty().set(run);
                model.chooseNext(direction);
            });
            return button;
        }

        void show(ChainColumn column) {
            ChainColumn before = shown;
            shown = column;
            title.setText(column.title());
            if (before == null || !Objects.equals(before.verdict(), column.verdict())) {
                showVerdict(column);
            }
            note.setText(column.note());
            noteTip.setText(column.note());
            note.setTooltip(column.note().isEmpty() ? null : noteTip);
            absence.setText(column.absence());
            absence.setVisible(!column.absence().isEmpty());
            pane.show(column.text());
        }

        private void showVerdict(ChainColumn column) {
            verdict.getChildren().clear();
            if (column.verdict() != null) {
                verdict.getChildren()
                        .add(
                                new Chip(
                                        VerdictMark.of(column.verdict()).glyph()
                                                + " "
                                                + Chips.words(column.verdict()),
                                        Chip.Tone.of(VerdictMark.of(column.verdict()))));
            }
        }
    }
}
