package org.prmscope.ui.workbench;

import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.ui.figures.Figures;

import java.util.List;

/// The rows of a file that did not load, each with where, what was expected and what was found.
final class RejectedRowsPanel extends VBox {
    RejectedRowsPanel(List<WorkbenchException.Report> rows) {
        getStyleClass().add("rejected-panel");
        Label title = new Label(Figures.count(rows.size(), "row") + " did not load");
        title.getStyleClass().add("panel-title");
        ListView<WorkbenchException.Report> list = new ListView<>();
        list.getItems().setAll(rows);
        list.setCellFactory(view -> new ReportCell());
        list.setPrefSize(760, Math.min(460, 60 + 64.0 * rows.size()));
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(title, list);
    }

    private static final class ReportCell extends ListCell<WorkbenchException.Report> {
        private final Label what = new Label();
        private final Label rest = new Label();
        private final VBox box = new VBox(2, what, rest);

        ReportCell() {
            what.setWrapText(true);
            rest.setWrapText(true);
            rest.getStyleClass().add("muted");
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(WorkbenchException.@Nullable Report report, boolean empty) {
            super.updateItem(report, empty);
            if (empty || report == null) {
                setGraphic(null);
                return;
            }
            what.setText(
                    report.where().isEmpty()
                            ? report.what()
                            : report.where() + ": " + report.what());
            rest.setText(
                    "expected %s · found %s%s"
                            .formatted(
                                    report.expected().isEmpty() ? Figures.DASH : report.expected(),
                                    report.found().isEmpty() ? Figures.DASH : report.found(),
                                    report.remedy().isEmpty() ? "" : " · " + report.remedy()));
            setGraphic(box);
        }
    }
}
