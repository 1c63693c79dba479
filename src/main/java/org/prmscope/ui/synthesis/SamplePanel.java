package org.prmscope.ui.synthesis;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.prmscope.core.Scaling;
import org.prmscope.ui.fx.NumberSpinner;
import org.prmscope.ui.fx.PaneParts;

/// Asks how many chains to sample and says what that run is.
final class SamplePanel extends VBox {
    private final DataViewModel view;
    private final SampleViewModel model;
    private final Runnable close;
    private final IntegerProperty count = new SimpleIntegerProperty(SampleViewModel.USUAL_CHAINS);
    private final Spinner<Integer> chains = NumberSpinner.whole(count, 1, Scaling.MAX_CHAINS, 1);
    private final CheckBox unlabelled = new CheckBox("also solutions without gold labels");
    private final VBox facts = new VBox(4);
    private final Button start = new Button("Sample");

    SamplePanel(DataViewModel view, Runnable close) {
        this.view = view;
        this.close = close;
        model = new SampleViewModel(view);
        getStyleClass().addAll("data-panel", "sample-panel");
        setSpacing(12);
        chains.setPrefWidth(105);
        chains.setAccessibleText("Chains a solution");
        count.subscribe(_ -> refresh());
        unlabelled.setOnAction(_ -> refresh());
        Label label = new Label("chains a solution");
        label.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(8, chains, label);
        line.setAlignment(Pos.CENTER_LEFT);
        start.getStyleClass().add("accent");
        start.setDefaultButton(true);
        start.setMinWidth(USE_PREF_SIZE);
        start.setOnAction(_ -> start());
        Button cancel = new Button("Cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> close.run());
        HBox buttons = new HBox(8, start, cancel);
        getChildren()
                .addAll(
                        PaneParts.heading("Sample chains"),
                        line,
                        unlabelled,
                        facts,
                        PaneParts.quiet(
                                "Verifier (v) and options (o) are those of the inspect view. It is"
                                        + " an ordinary run: one that is cancelled keeps its"
                                        + " finished chains."),
                        buttons);
        setPrefWidth(440);
        view.desk()
                .activeProperty()
                .addListener((_, _, _) -> {
                    if (getScene() != null) {
                        refresh();
                    }
                });
    }

    void open() {
        unlabelled.setSelected(view.labelled().isEmpty());
        unlabelled.setVisible(view.labelled().size() < view.solutions().size());
        unlabelled.setManaged(unlabelled.isVisible());
        refresh();
    }

    /// Puts the caret into the number.
    void focus() {
        chains.getEditor().requestFocus();
        chains.getEditor().selectAll();
    }

    private void refresh() {
        boolean all = unlabelled.isSelected();
        facts.getChildren().clear();
        model.facts(count.get(), all)
                .forEach(each -> facts.getChildren().add(PaneParts.plain(each)));
        for (String warning : model.warnings(count.get(), all)) {
            Label label = PaneParts.plain("! " + warning);
            label.getStyleClass().add("data-notice");
            facts.getChildren().add(label);
        }
        start.setDisable(!model.canStart(all));
    }

    private void start() {
        NumberSpinner.commit(chains);
        boolean all = unlabelled.isSelected();
        close.run();
        model.start(count.get(), all);
    }
}
