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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Chooses two to four runs of the set, resumes unfinished ones, and makes new ones.
final class RunsPanel extends VBox {
    private final CompareViewModel model;
    private final ZoneId zone;
    private final GridPane list = new GridPane();
    private final List<Row> rows = new ArrayList<>();
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

    /// Rows stay while there are as many, so that the box that is ticked keeps the focus.
    void refresh() {
        List<RunEntry> runs = model.runs().runs();
        if (rows.isEmpty() || rows.size() != runs.size()) {
            build(runs);
        }
        for (int at = 0; at < rows.size(); at++) {
            rows.get(at).show(runs.get(at));
        }
        recipes.refresh();
    }

    private void build(List<RunEntry> runs) {
        rows.clear();
        list.getChildren().clear();
        if (runs.isEmpty()) {
            list.add(PaneParts.quiet("No run yet: verify some solutions, or run a pair."), 0, 0);
        }
        for (RunEntry entry : runs) {
            rows.add(new Row(rows.size(), entry));
        }
    }

    /// The parts of one run.
    private final class Row {
        private final Label letter = new Label();
        private final CheckBox box = new CheckBox();
        private final Label details = new Label();
        private final Label date = new Label();
        private final Label state = new Label();
        private final Label tokens = PaneParts.figure("");
        private final Button resume = new Button("Resume");
        private RunEntry entry;

        Row(int row, RunEntry entry) {
            this.entry = entry;
            letter.setMinWidth(16);
            box.setMnemonicParsing(false);
            box.setMinWidth(USE_PREF_SIZE);
            box.setOnAction(_ -> toggle());
            details.getStyleClass().add("quiet");
            details.setMinWidth(40);
            date.getStyleClass().add("quiet");
            date.setMinWidth(USE_PREF_SIZE);
            state.setMinWidth(USE_PREF_SIZE);
            resume.getStyleClass().add("small");
            resume.setMinWidth(USE_PREF_SIZE);
            resume.setTooltip(new Tooltip("Make the chains that it lacks"));
            resume.managedProperty().bind(resume.visibleProperty());
            resume.setOnAction(_ -> resume());
            list.addRow(row, letter, box, details, date, state, tokens, resume);
        }

        private void toggle() {
            model.runs().toggle(entry.id());
        }

        private void resume() {
            model.runs().resume(entry);
        }

        void show(RunEntry now) {
            entry = now;
            int column = model.runs().chosenProperty().get().indexOf(now.id());
            String name = column < 0 ? "" : Comparison.letter(column);
            letter.setText(name);
            letter.getStyleClass().setAll("label", "run-letter");
            if (column >= 0) {
                letter.getStyleClass().add("run-" + name.toLowerCase(Locale.ROOT));
            }
            box.setText(now.title());
            box.setSelected(column >= 0);
            details.setText(now.details());
            date.setText(now.date(zone));
            state.setText(now.state());
            tokens.setText(
                    "%s · %s tok"
                            .formatted(
                                    Figures.count(now.summary().solutions(), "solution"),
                                    Figures.count(now.summary().generated())));
            resume.setVisible(now.canResume());
            resume.setDisable(model.recipes().obstacle() != null || model.runs().queue().isBusy());
        }
    }
}
