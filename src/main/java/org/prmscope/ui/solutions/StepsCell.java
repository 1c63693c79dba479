package org.prmscope.ui.solutions;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.StepVerdict;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.StepStrip;
import org.prmscope.ui.fx.VerdictMark;

import java.util.ArrayList;
import java.util.List;

/// The number of steps and their verdicts as a strip.
final class StepsCell extends TableCell<SolutionRow, SolutionRow.Standing> {
    private final StepStrip strip = new StepStrip();
    private final Label count = new Label();
    private final HBox box = new HBox(6, count, strip);

    StepsCell() {
        count.getStyleClass().add("step-count");
        box.setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("steps-cell");
    }

    @Override
    protected void updateItem(SolutionRow.@Nullable Standing standing, boolean empty) {
        super.updateItem(standing, empty);
        SolutionRow row = empty || getTableRow() == null ? null : getTableRow().getItem();
        if (standing == null || row == null) {
            setGraphic(null);
            return;
        }
        int steps = row.solution().steps().size();
        List<VerdictMark> marks = new ArrayList<>(steps);
        for (int step = 0; step < steps; step++) {
            marks.add(mark(standing, step));
        }
        strip.setSteps(marks);
        count.setText(Integer.toString(steps));
        setGraphic(box);
        setAccessibleText(Figures.count(steps, "step"));
    }

    private static VerdictMark mark(SolutionRow.Standing standing, int step) {
        List<StepVerdict> verdicts = standing.verdicts();
        VerdictMark mark =
                step < verdicts.size()
                        ? VerdictMark.of(verdicts.get(step).verdict())
                        : VerdictMark.NOT_REACHED;
        boolean open = standing.state() == RowState.RUNNING && mark == VerdictMark.NOT_REACHED;
        return open ? VerdictMark.PENDING : mark;
    }
}
