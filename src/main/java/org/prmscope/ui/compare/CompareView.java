package org.prmscope.ui.compare;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Excluded;
import org.prmscope.core.WorkbenchException;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.EmptyState;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.SideWidths;
import org.prmscope.ui.fx.Theme;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs side by side: the solution in view at the left, all solutions together at the right.
public final class CompareView {
    /// The figures get a third of the window within limits; the steps need the rest.
    private static final SideWidths.Side FIGURES = new SideWidths.Side(0.31, 335, 460);

    private final StackPane root = new StackPane();
    private final SplitPane content = new SplitPane();
    private final TabPane tabs = new TabPane();
    private final StepTable table;
    private final RunsPanel runsPanel;
    private final CompareExports exports;
    private final Runnable chooseRuns;
    private @Nullable Node notice;

    /// @param chooseRuns opens the panel of runs
    /// @param closePanel closes it
    public CompareView(
            CompareViewModel model,
            MathRenderer renderer,
            Theme theme,
            DialogService dialogs,
            Runnable chooseRuns,
            Runnable closePanel) {
        this.chooseRuns = chooseRuns;
        runsPanel = new RunsPanel(model, ZoneId.systemDefault(), closePanel);
        table = new StepTable(model, renderer, theme.fontScaleProperty());
        SetPane set = new SetPane(model);
        exports = new CompareExports(model, set, theme, dialogs);
        tabs.getStyleClass().add("inspector");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getTabs()
                .addAll(
                        set.tab(),
                        new SolutionPane(model, renderer).tab(),
                        new FacetsPane(model).tab());
        tabs.setMinWidth(300);
        VBox above = new VBox(new SolutionHead(model), table, new BudgetBars(model));
        above.setMinWidth(0);
        above.setMinHeight(150);
        VBox.setVgrow(table, Priority.ALWAYS);
        SplitPane left = new SplitPane(above, new ChainColumnsView(model.chains()));
        left.setOrientation(Orientation.VERTICAL);
        left.getStyleClass().add("regions");
        left.setDividerPositions(0.56);
        left.setMinWidth(360);
        content.getItems().addAll(left, tabs);
        content.getStyleClass().add("regions");
        SideWidths.keep(content, null, FIGURES);
        root.getStyleClass().addAll("content", "compare");
        root.getStylesheets()
                .add(
                        Objects.requireNonNull(CompareView.class.getResource("compare.css"))
                                .toExternalForm());
        root.getChildren().add(content);
        model.stateProperty().subscribe(this::refresh);
    }

    private void refresh(CompareState state) {
        Node next = notice(state);
        content.setVisible(next == null);
        root.getChildren().remove(notice);
        notice = next;
        if (next != null) {
            root.getChildren().add(next);
        } else if (state instanceof CompareState.Ready(var comparison, var _)) {
            tabs.getTabs()
                    .getFirst()
                    .setText("Set: " + Figures.count(comparison.solutions().size()));
        }
    }

    private @Nullable Node notice(CompareState state) {
        return switch (state) {
            case CompareState.NoSet() ->
                    EmptyState.of(
                            "⇆",
                            "No set to compare on",
                            "Open a file of solutions first (Ctrl+O), then run them twice.");
            case CompareState.Loading() -> EmptyState.loading("Reading the runs", "");
            case CompareState.NothingChosen(int runs) ->
                    EmptyState.of(
                                    "⇆",
                                    runs == 0 ? "Nothing was run on this set yet" : "No run chosen",
                                    "Run both spends the same tokens once on parallel chains and"
                                            + " once on sequential rounds, and shows what each"
                                            + " buys.")
                            .withAction(
                                    runs == 0 ? "Plan a pair of runs…" : "Choose runs…",
                                    chooseRuns);
            case CompareState.GoesOn(String title, int done, int total) ->
                    EmptyState.of(
                            "▶",
                            title,
                            (total == 0
                                            ? ""
                                            : "%s of %s. "
                                                    .formatted(
                                                            Figures.count(done),
                                                            Figures.count(total, "chain")))
                                    + "Solutions are compared as soon as they are done in all"
                                    + " columns.");
            case CompareState.NothingCommon(List<Excluded> excluded) ->
                    EmptyState.of("∅", "These runs have no solution in common", reasons(excluded))
                            .withAction("Choose runs…", chooseRuns);
            case CompareState.Failed(WorkbenchException.Report report) ->
                    EmptyState.of("!", report.what(), report.text());
            case CompareState.Ready _ -> null;
        };
    }

    /// Why, in a few lines: the same reason for many solutions is said once.
    private static String reasons(List<Excluded> excluded) {
        Map<String, Integer> counted = new java.util.LinkedHashMap<>();
        excluded.forEach(each -> counted.merge(each.detail(), 1, Integer::sum));
        StringBuilder text = new StringBuilder();
        counted.entrySet().stream()
                .sorted((a, b) -> b.getValue() - a.getValue())
                .limit(4)
                .forEach(each ->
                        text.append(Figures.count(each.getValue(), "solution"))
                                .append(": ")
                                .append(each.getKey())
                                .append('\n'));
        return text.toString().strip();
    }

    /// The node to put into the window.
    public Region root() {
        return root;
    }

    /// The panel with the runs of the set, up to date.
    public Region runsPanel() {
        runsPanel.open();
        return runsPanel;
    }

    /// What can be exported, by title.
    public Map<String, Runnable> exports() {
        return exports.menu();
    }

    /// Shows a tab at the right.
    ///
    /// @param tab from 0: set, solution, facets
    public void showTab(int tab) {
        tabs.getSelectionModel().select(tab);
    }

    /// Puts the focus on the steps.
    public void focus() {
        table.focusRows();
    }
}
