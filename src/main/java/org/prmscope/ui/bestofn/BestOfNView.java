package org.prmscope.ui.bestofn;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.EmptyState;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.SideWidths;
import org.prmscope.ui.fx.Theme;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Problems at the left, the candidates of one in the middle, the curves over N at the right.
public final class BestOfNView {
    private static final SideWidths.Side PROBLEMS = new SideWidths.Side(0.28, 260, 470);
    private static final SideWidths.Side FIGURES = new SideWidths.Side(0.32, 345, 470);

    private final BestOfNViewModel model;
    private final Runnable openFile;
    private final StackPane root = new StackPane();
    private final SplitPane content = new SplitPane();
    private final TabPane tabs = new TabPane();
    private final ProblemsPane problems;
    private final BestOfNExports exports;
    private final Label progressText = new Label();
    private final ProgressBar progressBar = new ProgressBar();
    private final VBox progress;
    private @Nullable Node notice;

    /// @param inspect opens a solution, by id, in the inspect view
    /// @param openFile asks for a file of solutions
    public BestOfNView(
            BestOfNViewModel model,
            MathRenderer renderer,
            Theme theme,
            DialogService dialogs,
            Consumer<String> inspect,
            Runnable openFile) {
        this.model = model;
        this.openFile = openFile;
        problems = new ProblemsPane(model.problems());
        CandidatesPane candidates = new CandidatesPane(model, renderer, inspect);
        FiguresPane figures = new FiguresPane(model);
        UngradedPane ungraded = new UngradedPane(model);
        exports = new BestOfNExports(model, figures.curves(), theme, dialogs);
        tabs.getStyleClass().add("inspector");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getTabs()
                .addAll(new Tab("Curves", figures.root()), new Tab("Ungraded", ungraded.root()));
        tabs.setMinWidth(300);
        problems.setMinWidth(200);
        candidates.setMinWidth(200);
        progress = progress();
        content.getItems().addAll(problems, candidates, tabs);
        content.getStyleClass().add("regions");
        SideWidths.keep(content, PROBLEMS, FIGURES);
        root.getStyleClass().addAll("content", "bestofn");
        root.getStylesheets()
                .add(
                        Objects.requireNonNull(BestOfNView.class.getResource("bestofn.css"))
                                .toExternalForm());
        root.getChildren().add(content);
        model.stateProperty().subscribe(this::refresh);
    }

    private VBox progress() {
        Label title = new Label("Comparing the final answers");
        title.getStyleClass().add("empty-title");
        progressText.getStyleClass().add("empty-text");
        progressBar.setPrefWidth(280);
        Button cancel = new Button("Cancel");
        cancel.setOnAction(_ -> model.stopGrading());
        VBox box = new VBox(title, progressBar, progressText, cancel);
        box.getStyleClass().addAll("empty-state", "importing");
        box.setAlignment(Pos.CENTER);
        return box;
    }

    private void refresh(BestOfNState state) {
        Node next = notice(state);
        content.setVisible(next == null);
        if (next == null || !next.equals(notice)) {
            root.getChildren().remove(notice);
            notice = next;
            if (next != null) {
                root.getChildren().add(next);
            }
        }
        if (state instanceof BestOfNState.Ready(Ranked ranked)) {
            tabs.getTabs()
                    .getLast()
                    .setText(
                            "Ungraded: "
                                    + Figures.count(ranked.output().grading().ungraded().size()));
        }
    }

    private @Nullable Node notice(BestOfNState state) {
        return switch (state) {
            case BestOfNState.NoSet() ->
                    EmptyState.of(
                                    "∑",
                                    "No set to choose from",
                                    "Open a file with several candidate solutions a problem.")
                            .withAction("Open file…", openFile);
            case BestOfNState.Reading() -> EmptyState.loading("Looking for candidates", "");
            case BestOfNState.NoCandidates(String set) ->
                    EmptyState.of(
                                    "∑",
                                    "This set has no candidates",
                                    set
                                            + " has one solution a problem. Best of N needs"
                                            + " several: open a file of search-and-learn, such as"
                                            + " best_of_n_completions.jsonl, GSM8K's"
                                            + " example_model_solutions.jsonl, or BiRM's test"
                                            + " files.")
                            .withAction("Open file…", openFile);
            case BestOfNState.Grading(int done, int total) -> {
                progressText.setText(
                        "%s of %s"
                                .formatted(Figures.count(done), Figures.count(total, "candidate")));
                progressBar.setProgress(total == 0 ? -1 : done / (double) total);
                yield progress;
            }
            case BestOfNState.Stopped() ->
                    EmptyState.of(
                                    "■",
                                    "The answers were not compared",
                                    "It was cancelled; without grades there is nothing to count.")
                            .withAction("Compare them", model::gradeAgain);
            case BestOfNState.Failed(WorkbenchException.Report report) ->
                    EmptyState.of("!", report.what(), report.text())
                            .withAction("Try again", model::gradeAgain);
            case BestOfNState.Ready _ -> null;
        };
    }

    /// The node to put into the window.
    public Region root() {
        return root;
    }

    /// What can be exported, by title.
    public Map<String, Runnable> exports() {
        return exports.menu();
    }

    /// Shows a tab at the right.
    ///
    /// @param tab from 0: curves, ungraded; others do nothing
    public void showTab(int tab) {
        if (tab < tabs.getTabs().size()) {
            tabs.getSelectionModel().select(tab);
        }
    }

    /// Puts the caret into the filter.
    public void focusFilter() {
        problems.focusFilter();
    }

    /// Puts the focus on the problems.
    public void focus() {
        problems.focusTable();
    }
}
