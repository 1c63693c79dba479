package org.prmscope.ui.compare;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import org.prmscope.compare.Comparison;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.PaneParts;

import java.time.ZoneId;
import java.util.List;

/// Chooses two to four runs of the set, resumes unfinished ones, and makes new ones.
final class RunsPanel extends VBox {
    private final CompareViewModel model;
    private final ZoneId zone;
    private final GridPane list = new GridPane();
    private final RecipesPane recipes;

    /// @param done closes the panel
    RunsPanel(CompareViewModel model, ZoneId zone, Runnable done) {
        this.model = model;
        this.zone = zone;
        getStyleClass().addAll("options-panel", "runs-panel");
        Label title = new Label("Runs of this set");
        title.getStyleClass().add("panel-title");
        list.getStyleClass().add("panel-grid");
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("panel-scroll");
        scroll.setMaxHeight(200);
        scroll.setMinHeight(60);
        recipes = new RecipesPane(model, done);
        getChildren().addAll(title, scroll, recipes);
        model.runs().runs().addListener((ListChangeListener<RunEntry>) change -> refresh());
        model.runs().chosenProperty().subscribe(this::refresh);
    }

    /// Brings everything up to date, the file of recipes too; call before it is opened.
    void open() {
        refresh();
        model.recipes().list().read();
    }

    void refresh() {
        list.getChildren().clear();
        List<RunEntry> runs = model.runs().runs();
        if (runs.isEmpty()) {
            list.add(PaneParts.quiet("No run yet: verify some solutions, or run a pair."), 0, 0);
        }
        int row = 0;
        for (RunEntry entry : runs) {
            addRun(row++, entry);
        }
        recipes.refresh();
    }

    private void addRun(int row, RunEntry entry) {
        int column = model.runs().chosenProperty().get().indexOf(entry.id());
        CheckBox box = new CheckBox(entry.title());
        box.setMnemonicParsing(false);
        box.setMinWidth(USE_PREF_SIZE);
        box.setSelected(column >= 0);
        box.setOnAction(event -> model.runs().toggle(entry.id()));
        Label letter = new Label(column < 0 ? "" : Comparison.letter(column));
        letter.getStyleClass().add("run-letter");
        if (column >= 0) {
            letter.getStyleClass()
                    .add("run-" + Comparison.letter(column).toLowerCase(java.util.Locale.ROOT));
        }
        letter.setMinWidth(16);
        Label details = new Label(entry.details());
        details.getStyleClass().add("quiet");
        details.setMinWidth(40);
        Label date = new Label(entry.date(zone));
        date.getStyleClass().add("quiet");
        date.setMinWidth(USE_PREF_SIZE);
        Label state = new Label(entry.state());
        state.setMinWidth(USE_PREF_SIZE);
        Label tokens =
                PaneParts.figure(
                        "%s · %s tok"
                                .formatted(
                                        Figures.count(entry.summary().solutions(), "solution"),
                                        Figures.count(entry.summary().generated())));
        list.addRow(row, letter, box, details, date, state, tokens);
        if (entry.canResume()) {
            Button resume = new Button("Resume");
            resume.getStyleClass().add("small");
            resume.setMinWidth(USE_PREF_SIZE);
            resume.setTooltip(new Tooltip("Make the chains that it lacks"));
            resume.setDisable(model.recipes().obstacle() != null || model.runs().queue().isBusy());
            resume.setOnAction(event -> model.runs().resume(entry));
            list.add(resume, 6, row);
        }
    }
}
