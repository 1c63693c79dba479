package org.prmscope.ui.compare;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.Excluded;
import org.prmscope.compare.PairedOutcomes;
import org.prmscope.compare.ReplayedRun;
import org.prmscope.plot.Mark;
import org.prmscope.scaling.StoppingRule;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.PaneParts;
import org.prmscope.ui.fx.PlotPane;

import java.util.ArrayList;
import java.util.List;

/// All compared solutions together: curves, paired outcomes, figures of each run, scores, and
/// stopping rules replayed.
final class SetPane {
    private static final double PLOT_HEIGHT = 230;
    private static final List<StoppingRule> RULES =
            List.of(
                    new StoppingRule.DecidedVote(),
                    new StoppingRule.Agreement(2),
                    new StoppingRule.Agreement(3),
                    new StoppingRule.UnchangedRound());

    private final CompareViewModel model;
    private final BackgroundTasks.Lane replaying;
    private final PlotPane curves = new PlotPane();
    private final PlotPane scores = new PlotPane();
    private final VBox notes = new VBox();
    private final RunsTable runs;
    private final List<PairTable> pairs = new ArrayList<>();
    private final Label noPair = PaneParts.quiet("Choose a second run to see who is right where.");
    private final VBox pairBox = new VBox(PaneParts.heading("Paired outcomes"), noPair);
    private final VBox replays = new VBox();
    private List<ReplayedRun> replaysShown = List.of();
    private final ComboBox<StoppingRule> rule = new ComboBox<>();
    private final Tab tab;

    SetPane(CompareViewModel model) {
        this.model = model;
        replaying = model.session().tasks().lane();
        runs = new RunsTable(model);
        noPair.managedProperty().bind(noPair.visibleProperty());
        for (PlotPane plot : List.of(curves, scores)) {
            plot.setPrefHeight(PLOT_HEIGHT);
            plot.setMinHeight(PLOT_HEIGHT);
        }
        // A point of a curve stands for the solutions it has right.
        curves.setOnPick(mark -> pick(mark, ": right"));
        scores.setOnPick(mark -> pick(mark, ""));
        rule.getItems().setAll(RULES);
        rule.setValue(RULES.getFirst());
        rule.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable StoppingRule of) {
                        return of == null ? "" : of.title();
                    }

                    @Override
                    public StoppingRule fromString(String text) {
                        return RULES.getFirst();
                    }
                });
        rule.setAccessibleText("Stopping rule");
        rule.setMaxWidth(Double.MAX_VALUE);
        rule.valueProperty().subscribe(this::replay);
        for (VBox box : List.of(notes, pairBox, replays)) {
            box.getStyleClass().add("pane-part");
        }
        tab =
                new Tab(
                        "Set",
                        PaneParts.page(
                                new VBox(
                                        notes,
                                        curves,
                                        runs,
                                        pairBox,
                                        scores,
                                        PaneParts.heading("Stopping rule, replayed"),
                                        rule,
                                        replays)));
        model.figuresProperty().subscribe(this::show);
    }

    Tab tab() {
        return tab;
    }

    PlotPane curves() {
        return curves;
    }

    PlotPane scores() {
        return scores;
    }

    private void pick(Mark mark, String what) {
        String name = mark.lines().isEmpty() ? "a mark" : String.join(" · ", head(mark.lines()));
        model.select(name + what, mark.key());
    }

    private static List<String> head(List<String> lines) {
        return lines.subList(0, Math.min(2, lines.size()));
    }

    private void show(CompareViewModel.@Nullable Figures figures) {
        if (figures == null) {
            return;
        }
        curves.show(figures.curves());
        scores.show(figures.scores());
        showNotes();
        runs.show(figures.set().figures());
        showPairs(figures.set().pairs());
        replay();
    }

    private void showNotes() {
        notes.getChildren().clear();
        if (model.stateProperty().get() instanceof CompareState.Ready(Comparison all, var _)) {
            addNotes(all);
        }
        notes.setManaged(!notes.getChildren().isEmpty());
    }

    private void addNotes(Comparison of) {
        of.notes().forEach(note -> notes.getChildren().add(PaneParts.quiet("! " + note)));
        if (!of.excluded().isEmpty()) {
            Label left =
                    PaneParts.quiet(
                            "! %s not compared: %s"
                                    .formatted(
                                            Figures.count(of.excluded().size(), "solution"),
                                            of.excluded().getFirst().detail()));
            StringBuilder tip = new StringBuilder();
            for (Excluded each : of.excluded().subList(0, Math.min(20, of.excluded().size()))) {
                tip.append(each.solutionId()).append(": ").append(each.detail()).append('\n');
            }
            left.setTooltip(new Tooltip(tip.toString().strip()));
            notes.getChildren().add(left);
        }
    }

    private void showPairs(List<PairedOutcomes> all) {
        noPair.setVisible(all.isEmpty());
        while (pairs.size() > all.size()) {
            pairBox.getChildren().remove(pairs.removeLast());
        }
        while (pairs.size() < all.size()) {
            PairTable table = new PairTable(model);
            pairs.add(table);
            pairBox.getChildren().add(table);
        }
        for (int pair = 0; pair < all.size(); pair++) {
            pairs.get(pair).show(all.get(pair));
        }
    }

    private void replay() {
        CompareViewModel.Figures figures = model.figuresProperty().get();
        StoppingRule wanted = rule.getValue();
        if (figures == null || wanted == null) {
            return;
        }
        int count = figures.set().figures().size();
        replaying.submit(
                cancellation -> {
                    List<ReplayedRun> replayed = new ArrayList<>();
                    for (int run = 0; run < count; run++) {
                        replayed.add(figures.set().replay(run, wanted));
                    }
                    return replayed;
                },
                this::showReplays,
                failure -> model.session().dialogs().showFailure("Replaying the rule", failure));
    }

    private void showReplays(List<ReplayedRun> replayed) {
        if (replayed.equals(replaysShown)) {
            return;
        }
        replaysShown = replayed;
        replays.getChildren().clear();
        for (ReplayedRun run : replayed) {
            replays.getChildren().add(sentence(run));
        }
    }

    private Node sentence(ReplayedRun run) {
        String letter = Comparison.letter(run.run());
        String pointless = run.pointless();
        if (pointless != null) {
            return PaneParts.quiet(letter + ": " + pointless);
        }
        Label text =
                PaneParts.quiet(
                        "%s: −%d %% tokens, same first error on %d of %d, accuracy %s"
                                .formatted(
                                        letter,
                                        Math.round(run.saved() * 100),
                                        run.replays().size() - run.changed().size(),
                                        run.replays().size(),
                                        CompareWords.difference(run.gain())));
        GridPane line = PaneParts.grid();
        line.addRow(0, text);
        if (!run.changed().isEmpty()) {
            line.add(
                    CompareLinks.count(model, letter + " changed by the rule", run.changed()),
                    1,
                    0);
        }
        return line;
    }
}
