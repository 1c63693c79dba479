package org.prmscope.ui.training;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.training.Curve;
import org.prmscope.run.training.CurvePoint;
import org.prmscope.run.training.TrainingEnd;
import org.prmscope.run.training.TrainingSnapshot;
import org.prmscope.run.training.TrainingState;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.PlotPane;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// One training: where it stands, its curves, and what can be done with it.
final class TrainingPage {
    private static final double LOSS_HEIGHT = 330;
    private static final double SMALL_HEIGHT = 190;

    private final TrainingViewModel model;
    private final Label name = new Label();
    private final Label path = new Label();
    private final Label state = new Label();
    private final Button resume = new Button("▶ Resume");
    private final Button cancel = new Button("■ Cancel");
    private final Button edit = new Button("Change plan…");
    private final ProgressBar bar = new ProgressBar();
    private final FlowPane figures = new FlowPane();
    private final VBox trouble = new VBox();
    private final PlotPane loss = new PlotPane();
    private final PlotPane rate = new PlotPane();
    private final PlotPane norm = new PlotPane();
    private final PlotPane speed = new PlotPane();
    private final ScrollPane root;

    /// @param openModel opens a model folder as a verifier
    TrainingPage(TrainingViewModel model, Consumer<Path> openModel) {
        this.model = model;
        VBox page =
                new VBox(
                        head(),
                        bar,
                        figures,
                        trouble,
                        lookLine(),
                        loss,
                        smallPlots(),
                        new TrainingExportPane(model, openModel));
        page.getStyleClass().add("training-page");
        page.setMinWidth(0);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("training-bar");
        figures.getStyleClass().add("training-figures");
        trouble.getStyleClass().add("training-part");
        trouble.managedProperty().bind(trouble.visibleProperty());
        loss.setMinHeight(LOSS_HEIGHT);
        loss.setPrefHeight(LOSS_HEIGHT);
        VBox.setVgrow(loss, Priority.ALWAYS);
        root = new ScrollPane(page);
        root.setFitToWidth(true);
        root.setFitToHeight(true);
        root.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        root.getStyleClass().add("inspector-scroll");
        model.list().entriesProperty().subscribe(this::refresh);
        model.list().selectedProperty().subscribe(this::refresh);
        model.list().currentProperty().subscribe(this::refresh);
        model.activeProperty().subscribe(this::refresh);
        model.lookProperty().subscribe(this::plotLoss);
        for (PlotPane plot : List.of(loss, rate, norm, speed)) {
            plot.setNumbers(() -> CurveTable.of(model.list().laid()));
        }
        refresh();
    }

    ScrollPane root() {
        return root;
    }

    private Node head() {
        name.getStyleClass().add("training-title");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        path.getStyleClass().add("quiet");
        path.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        state.getStyleClass().add("training-state");
        state.setMinWidth(0);
        for (Button each : List.of(resume, cancel, edit)) {
            each.setMinWidth(Region.USE_PREF_SIZE);
            each.managedProperty().bind(each.visibleProperty());
        }
        resume.getStyleClass().add("success");
        resume.setTooltip(
                new Tooltip("Go on from the checkpoint with the folder's plan (Ctrl+Shift+G)"));
        resume.setOnAction(_ -> model.resume());
        cancel.getStyleClass().add("danger");
        cancel.setTooltip(
                new Tooltip("Stop after this step and write a checkpoint (Ctrl+Shift+Period)"));
        cancel.setOnAction(_ -> model.cancel());
        edit.setTooltip(new Tooltip("Take the plan into the form"));
        edit.setOnAction(_ -> {
            TrainingEntry entry = model.list().shown();
            if (entry != null) {
                model.edit(entry);
            }
        });
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(name, state, gap, edit, resume, cancel);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("training-line");
        return new VBox(line, path);
    }

    private Node lookLine() {
        ToggleButton raw = new ToggleButton("Each step");
        raw.getStyleClass().add("facet");
        raw.setTooltip(new Tooltip("A point for each step (b)"));
        raw.setOnAction(_ -> model.toggleRaw());
        ToggleButton log = new ToggleButton("Log axis");
        log.getStyleClass().add("facet");
        log.setTooltip(new Tooltip("A logarithmic axis of the loss (g)"));
        log.setOnAction(_ -> model.toggleLog());
        ComboBox<Smoothing> smoothing = new ComboBox<>();
        smoothing.getItems().setAll(Smoothing.values());
        smoothing.setAccessibleText("Mean of the lines");
        smoothing.setTooltip(new Tooltip("What the lines average (h)"));
        smoothing.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable Smoothing of) {
                        return of == null ? "" : of.title();
                    }

                    @Override
                    public Smoothing fromString(String text) {
                        return Smoothing.TEN;
                    }
                });
        smoothing
                .valueProperty()
                .addListener((property, before, now) -> {
                    if (now != null) {
                        model.smooth(now);
                    }
                });
        model.lookProperty()
                .subscribe(look -> {
                    raw.setSelected(look.isRaw());
                    log.setSelected(look.isLog());
                    smoothing.setValue(look.smoothing());
                });
        Label mean = new Label("Mean");
        mean.getStyleClass().add("quiet");
        mean.setLabelFor(smoothing);
        HBox line = new HBox(raw, log, mean, smoothing);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().addAll("training-line", "facets");
        return line;
    }

    private Node smallPlots() {
        HBox line = new HBox(rate, norm, speed);
        line.getStyleClass().add("training-line");
        for (PlotPane plot : List.of(rate, norm, speed)) {
            plot.setMinSize(150, SMALL_HEIGHT);
            plot.setPrefSize(200, SMALL_HEIGHT);
            HBox.setHgrow(plot, Priority.ALWAYS);
        }
        return line;
    }

    private void refresh() {
        TrainingEntry entry = model.list().shown();
        if (entry == null) {
            return;
        }
        TrainingSnapshot current = model.list().currentProperty().get();
        TrainingSnapshot own =
                current != null && TrainingListViewModel.isOf(current, entry.path())
                        ? current
                        : null;
        boolean goesOn = own != null && !own.isOver();
        name.setText(entry.name());
        path.setText(entry.path().toString());
        path.setTooltip(new Tooltip(entry.path().toString()));
        state.setText(goesOn && own != null ? phase(own) : shortState(entry));
        resume.setVisible(entry.canResume() && !goesOn);
        resume.setText(entry.folder().checkpoint() == 0 ? "▶ Start" : "▶ Resume");
        resume.setDisable(model.activeProperty().get() || model.obstacleProperty().get() != null);
        cancel.setVisible(goesOn);
        cancel.setDisable(own != null && own.phase() == TrainingSnapshot.Phase.STOPPING);
        edit.setVisible(!goesOn && !entry.folder().curves().equals(entry.path()));
        edit.setText(entry.folder().job() == null ? "Give the plan…" : "Change plan…");
        Curve curve = entry.curve();
        progress(entry, curve, goesOn);
        showFigures(entry, curve, own);
        showTrouble(entry);
        plotLoss();
        List<CurvePlots.Laid> laid = model.list().laid();
        rate.show(CurvePlots.rate(laid));
        norm.show(CurvePlots.gradientNorm(laid));
        speed.show(CurvePlots.speed(laid));
    }

    /// What failed is told below in full.
    private static String shortState(TrainingEntry entry) {
        return switch (entry.folder().state()) {
            case TrainingState.Stopped(int step, _) ->
                    "stopped, checkpoint at step " + Figures.count(step);
            case TrainingState.Unreadable _ -> "";
            case TrainingState.Running _,
                    TrainingState.Resumable _,
                    TrainingState.Finished _,
                    TrainingState.Elsewhere _ ->
                    entry.state();
        };
    }

    private static String phase(TrainingSnapshot now) {
        return switch (now.phase()) {
            case PREPARING -> "reading base and chats…";
            case TRAINING -> "training";
            case STOPPING -> "stops after this step and writes a checkpoint…";
            case OVER -> "";
        };
    }

    private void plotLoss() {
        loss.show(CurvePlots.loss(model.list().laid(), model.lookProperty().get()));
    }

    private void progress(TrainingEntry entry, Curve curve, boolean goesOn) {
        CurvePoint last = curve.last();
        int of = entry.folder().job() == null ? 0 : entry.folder().job().steps();
        int step = last == null ? entry.folder().checkpoint() : last.step();
        bar.setVisible(of > 0);
        bar.setManaged(of > 0);
        bar.setProgress(step == 0 && goesOn ? -1 : of == 0 ? 0 : Math.min(1.0, (double) step / of));
    }

    private void showFigures(TrainingEntry entry, Curve curve, @Nullable TrainingSnapshot own) {
        figures.getChildren().clear();
        CurvePoint last = curve.last();
        int of = entry.folder().job() == null ? 0 : entry.folder().job().steps();
        int step = last == null ? 0 : last.step();
        figure("step", Figures.count(step) + (of == 0 ? "" : " of " + Figures.count(of)));
        if (last == null) {
            return;
        }
        figure("loss", number(last.loss()));
        if (!curve.evaluations().isEmpty()) {
            Curve.Evaluation evaluation = curve.evaluations().getLast();
            figure(
                    "evaluation",
                    number(evaluation.loss()) + " at " + Figures.count(evaluation.step()));
        }
        figure("learning rate", String.format(Locale.ROOT, "%.2e", last.rate()));
        figure("gradient norm", number(last.gradientNorm()));
        figure("tokens/s", Figures.count(Math.round(last.tokensPerSecond())));
        figure("tokens seen", Figures.count(curve.tokens()));
        if (own != null && !own.isOver()) {
            Double left = curve.leftMs(of - step);
            figure("time left", left == null ? Figures.DASH : Figures.clock(left));
            figure(
                    "checkpoint",
                    own.checkpoint() == 0
                            ? Figures.DASH
                            : "step " + Figures.count(own.checkpoint()));
        } else if (entry.folder().checkpoint() > 0) {
            figure("checkpoint", "step " + Figures.count(entry.folder().checkpoint()));
        }
        if (curve.unread() > 0) {
            figure("unreadable lines", Figures.count(curve.unread()));
        }
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "not a number";
    }

    private void figure(String title, String value) {
        Label head = new Label(title);
        head.getStyleClass().add("quiet");
        Label figure = new Label(value);
        figure.getStyleClass().add("figure");
        VBox box = new VBox(head, figure);
        box.setAccessibleText(title + " " + value);
        figures.getChildren().add(box);
    }

    private void showTrouble(TrainingEntry entry) {
        trouble.getChildren().clear();
        switch (entry.folder().state()) {
            case TrainingState.Stopped(_, TrainingEnd.Failed end) ->
                    trouble.getChildren().add(new ReportPane(end.report()));
            case TrainingState.Unreadable(WorkbenchException.Report report) ->
                    trouble.getChildren().add(new ReportPane(report));
            case TrainingState.Running _,
                    TrainingState.Resumable _,
                    TrainingState.Finished _,
                    TrainingState.Elsewhere _ -> {}
        }
        WorkbenchException.Report problem = entry.problem();
        if (problem != null) {
            trouble.getChildren().add(new ReportPane(problem));
        }
        trouble.setVisible(!trouble.getChildren().isEmpty());
    }
}
