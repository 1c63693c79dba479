package org.prmscope.ui.synthesis;

import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ProgressIndicator;
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
import org.prmscope.ui.panel.OverlayPane;

import java.util.Objects;
import java.util.function.Consumer;

/// The chains as a table, the selected one beside gold below it, filters, balance and labels at the
/// right.
public final class DataView {
    private static final SideWidths.Side FIGURES = new SideWidths.Side(0.32, 330, 460);
    private static final double TABLE_SHARE = 0.45;
    private static final double READING_SHARE = 0.24;

    private final DataViewModel model;
    private final OverlayPane overlay;
    private final Runnable openFile;
    private final StackPane root = new StackPane();
    private final StackPane centre = new StackPane();
    private final SplitPane content = new SplitPane();
    private final SplitPane reading = new SplitPane();
    private final TabPane tabs = new TabPane();
    private final ChainsPane chains;
    private final PairPane pair;
    private final FiltersPane filters;
    private final SamplePanel samplePanel;
    private final ExportPanel exportPanel;
    private final DataTools tools;
    private final Progress filtering;
    private final Progress sampling;
    private @Nullable Node notice;

    /// @param overlay where panels open
    /// @param inspect opens a solution, by id, in the inspect view
    /// @param openFile asks for a file of solutions
    public DataView(
            DataViewModel model,
            MathRenderer renderer,
            DialogService dialogs,
            OverlayPane overlay,
            Consumer<String> inspect,
            Runnable openFile) {
        this.model = model;
        this.overlay = overlay;
        this.openFile = openFile;
        chains = new ChainsPane(model, this::read);
        pair = new PairPane(model, renderer, inspect);
        filters = new FiltersPane(model);
        tabs.getStyleClass().add("inspector");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getTabs()
                .addAll(
                        new Tab("Filters", filters.root()),
                        new Tab("Balance", new BalancePane(model).root()),
                        new Tab("Rollout labels", new LabelsPane(model.labels()).root()));
        tabs.setMinWidth(300);
        samplePanel = new SamplePanel(model, overlay::hide);
        exportPanel = new ExportPanel(model.export(), dialogs, overlay::hide);
        tools = new DataTools(model, this::sample, this::export);
        filtering = new Progress("Filtering the chains", model::stopApplying);
        sampling = new Progress("Sampling chains", model.desk()::cancel);
        reading.setOrientation(Orientation.VERTICAL);
        reading.getItems().addAll(chains, pair);
        reading.setDividerPositions(TABLE_SHARE);
        reading.getStyleClass().add("regions");
        centre.getChildren().add(reading);
        centre.setMinWidth(300);
        content.getItems().addAll(centre, tabs);
        content.getStyleClass().add("regions");
        SideWidths.keep(content, null, FIGURES);
        root.getStyleClass().addAll("content", "data");
        String css =
                Objects.requireNonNull(DataView.class.getResource("data.css")).toExternalForm();
        root.getStylesheets().add(css);
        samplePanel.getStylesheets().add(css);
        exportPanel.getStylesheets().add(css);
        root.getChildren().add(content);
        model.stateProperty().subscribe(this::refresh);
    }

    /// Something that takes a while, in place of the chains.
    private static final class Progress extends VBox {
        private final ProgressBar bar = new ProgressBar();
        private final Label text = new Label();

        Progress(String title, Runnable stop) {
            Label head = new Label(title);
            head.getStyleClass().add("empty-title");
            text.getStyleClass().add("empty-text");
            bar.setPrefWidth(280);
            Button cancel = new Button("Cancel");
            cancel.setOnAction(_ -> stop.run());
            getChildren().addAll(head, bar, text, cancel);
            getStyleClass().addAll("empty-state", "importing");
            setAlignment(Pos.CENTER);
        }

        Progress at(int done, int total, String otherwise) {
            text.setText(
                    total == 0
                            ? otherwise
                            : "%s of %s"
                                    .formatted(Figures.count(done), Figures.count(total, "chain")));
            bar.setProgress(
                    total == 0 ? ProgressIndicator.INDETERMINATE_PROGRESS : done / (double) total);
            return this;
        }
    }

    private void refresh(DataState state) {
        Node next = notice(state);
        boolean whole = state instanceof DataState.NoSet || state instanceof DataState.Failed;
        content.setVisible(!whole);
        reading.setVisible(next == null);
        StackPane place = whole ? root : centre;
        if (!Objects.equals(next, notice) || (next != null && !place.equals(next.getParent()))) {
            root.getChildren().remove(notice);
            centre.getChildren().remove(notice);
            notice = next;
            if (next != null) {
                place.getChildren().add(next);
            }
        }
    }

    private @Nullable Node notice(DataState state) {
        return switch (state) {
            case DataState.NoSet() ->
                    EmptyState.of(
                                    "▤",
                                    "No set to make training data of",
                                    "Open a file of solutions with gold labels.")
                            .withAction("Open file…", openFile);
            case DataState.Reading(int done, int total) -> {
                if (total == 0) {
                    yield EmptyState.loading("Looking up sampled chains", "");
                }
                yield filtering.at(done, total, "");
            }
            case DataState.Sampling(int done, int total) ->
                    sampling.at(done, total, "The run is being started");
            case DataState.NoChains(String set, int labelled, int ofSolutions) ->
                    noChains(set, labelled, ofSolutions);
            case DataState.Stopped() ->
                    EmptyState.of(
                                    "■",
                                    "The filters were not applied",
                                    "It was cancelled; the chains are as they were.")
                            .withAction("Apply them", model::apply);
            case DataState.Failed(WorkbenchException.Report report) ->
                    EmptyState.of("!", report.what(), report.text())
                            .withAction("Try again", model::begin);
            case DataState.Ready _ -> null;
        };
    }

    private Node noChains(String set, int labelled, int ofSolutions) {
        if (labelled == 0) {
            return EmptyState.of(
                            "▤",
                            "This set has no gold labels",
                            "%s has %s, none labelled up to a first error. Filters compare chains"
                                            .formatted(set, Figures.count(ofSolutions, "solution"))
                                    + " with gold: open a labelled file, or label the steps by"
                                    + " rollouts, on the command line: prmscope synth labels.")
                    .withAction("Open file…", openFile)
                    .withAction("Sample all the same…", this::sample);
        }
        return EmptyState.of(
                        "▤",
                        "No chains sampled yet",
                        "%s has %s with gold labels. Sample several chains of each; filters then"
                                        .formatted(set, Figures.count(labelled, "solution"))
                                + " keep those whose judgements agree.")
                .withAction("Sample chains…", this::sample);
    }

    /// Gives the chain in view room, and the focus, to be read; again: gives the table its room
    /// back.
    private void read() {
        boolean isReading = reading.getDividerPositions()[0] < (TABLE_SHARE + READING_SHARE) / 2;
        reading.setDividerPositions(isReading ? TABLE_SHARE : READING_SHARE);
        if (isReading) {
            chains.focusTable();
        } else {
            pair.focusText();
        }
    }

    /// Enter's doing wherever the focus is.
    public void open() {
        read();
    }

    /// Asks how many chains to sample.
    public void sample() {
        samplePanel.open();
        overlay.toggle(samplePanel, tools.sampleButton());
        samplePanel.focus();
    }

    /// Asks where to export to.
    public void export() {
        if (model.reviewProperty().get() != null) {
            exportPanel.open();
            overlay.toggle(exportPanel, tools.exportButton());
            exportPanel.focus();
        }
    }

    /// Saves the filters under the name that is typed.
    public void save() {
        filters.save();
    }

    /// The node to put into the window.
    public Region root() {
        return root;
    }

    /// The view's part of the header.
    public DataTools tools() {
        return tools;
    }

    /// Shows a tab at the right.
    ///
    /// @param tab from 0: filters, balance, labels
    public void showTab(int tab) {
        tabs.getSelectionModel().select(tab);
    }

    /// Puts the caret into the filter of the table.
    public void focusFilter() {
        chains.focusFilter();
    }

    /// Puts the caret into the note.
    public void focusNote() {
        pair.focusNote();
    }

    /// Puts the focus on the table.
    public void focus() {
        chains.focusTable();
    }
}
