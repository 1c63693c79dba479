package org.prmscope.ui.training;

import javafx.scene.control.SplitPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.prmscope.ui.fx.SideWidths;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/// Trainings at the left; at the right the form, or the one in view with its curves.
public final class TrainingView {
    private static final SideWidths.Side LIST = new SideWidths.Side(0.3, 240, 330);

    private final TrainingViewModel model;
    private final SplitPane root = new SplitPane();
    private final TrainingListPane list;
    private final TrainingFormPane form;
    private final TrainingPage page;

    /// @param openModel opens a model folder as a verifier
    public TrainingView(TrainingViewModel model, Consumer<Path> openModel) {
        this.model = model;
        list = new TrainingListPane(model);
        form = new TrainingFormPane(model);
        page = new TrainingPage(model, openModel);
        StackPane right = new StackPane(form.root(), page.root());
        right.setMinWidth(300);
        list.setMinWidth(240);
        root.getItems().addAll(list, right);
        root.getStyleClass().addAll("regions", "training");
        root.getStylesheets()
                .add(
                        Objects.requireNonNull(TrainingView.class.getResource("training.css"))
                                .toExternalForm());
        SideWidths.keep(root, LIST, null);
        model.list().selectedProperty().subscribe(this::show);
        model.list().entriesProperty().subscribe(this::show);
        show();
    }

    private void show() {
        boolean isForm = model.list().shown() == null;
        form.root().setVisible(isForm);
        page.root().setVisible(!isForm);
    }

    /// The node to put into the window.
    public Region root() {
        return root;
    }

    /// Puts the focus on the trainings.
    public void focus() {
        list.focusList();
    }
}
