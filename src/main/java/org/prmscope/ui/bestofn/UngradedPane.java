package org.prmscope.ui.bestofn;

import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.bestofn.Grading.Ungraded;

import java.util.List;

/// What could not be graded, with the reason; choosing a row shows the candidate.
final class UngradedPane {
    private final BestOfNViewModel model;
    private final ListView<Ungraded> list = new ListView<>();

    UngradedPane(BestOfNViewModel model) {
        this.model = model;
        list.getStyleClass().addAll("step-rows", "ungraded");
        list.setAccessibleText("What could not be graded");
        Label none = new Label("Every candidate is graded.");
        none.getStyleClass().add("quiet");
        list.setPlaceholder(none);
        list.setCellFactory(_ -> new Cell());
        list.getSelectionModel()
                .selectedItemProperty()
                .subscribe(one -> {
                    if (one != null) {
                        model.problems().select(one.problem(), one.candidate());
                    }
                });
        model.stateProperty().subscribe(this::refresh);
    }

    ListView<Ungraded> root() {
        return list;
    }

    private void refresh() {
        Ranked ranked = model.ranked();
        List<Ungraded> now = ranked == null ? List.of() : ranked.output().grading().ungraded();
        if (!list.getItems().equals(now)) {
            list.getItems().setAll(now);
        }
    }

    private static final class Cell extends ListCell<Ungraded> {
        private final Label where = new Label();
        private final Label why = new Label();
        private final VBox box = new VBox(where, why);

        Cell() {
            where.getStyleClass().add("pane-heading");
            where.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
            why.getStyleClass().add("quiet");
            why.setWrapText(true);
            why.setMinHeight(Region.USE_PREF_SIZE);
            box.setMinWidth(0);
            // Wrapping needs a width: the cell's, less its padding.
            box.prefWidthProperty().bind(widthProperty().subtract(28));
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Ungraded one, boolean empty) {
            super.updateItem(one, empty);
            if (empty || one == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            Integer candidate = one.candidate();
            where.setText(
                    one.problem() + (candidate == null ? "" : ", candidate " + (candidate + 1)));
            String answer =
                    one.answer().isEmpty() || one.reason().startsWith("\"")
                            ? ""
                            : ": " + one.answer().replace('\n', ' ');
            why.setText(one.kind().title() + ": " + one.reason() + answer);
            setTooltip(new Tooltip("Show this candidate"));
            setAccessibleText(where.getText() + ", " + why.getText());
            setGraphic(box);
        }
    }
}
