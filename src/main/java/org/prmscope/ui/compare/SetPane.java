package org.prmscope.ui.compare;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;
import org.prmscope.compare.Comparison;
import org.prmscope.compare.Excluded;
import org.prmscope.compare.PairedOutcomes;
import org.prmscope.compare.ReplayedRun;
import org.prmscope.compare.RunFigures;
import org.prmscope.plot.Mark;
import org.prmscope.scaling.StoppingRule;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.PlotPane;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    private final VBox pairs = new VBox();
    private final VBox runs = new VBox();
    private final VBox replays = new VBox();
    private final ComboBox<StoppingRule> rule = new ComboBox<>();
    private final ScrollPane root;

    SetPane(CompareViewModel model) {
        this.model = model;
        replaying = model.session().tasks().lane();
        for (PlotPane plot : List.of(curves, scores)) {
            plot.setPrefHeight(PLOT_HEIGHT);
            plot.setMinHeight(PLOT_HEIGHT);
            plot.setOnPick(this::pick);
        }
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
        for (VBox box : List.of(notes, pairs, runs, replays)) {
            box.getStyleClass().add("compare-part");
        }
        root =
                PaneParts.page(
                        new VBox(
                                notes,
                                curves,
                                runs,
                                pairs,
                                scores,
                                PaneParts.heading("Stopping rule, replayed"),
                                rule,
                                replays));
        model.figuresProperty().subscribe(this::show);
    }

    ScrollPane root() {
        return root;
    }

    PlotPane curves() {
        return curves;
    }

    PlotPane scores() {
        return scores;
    }

    private void pick(Mark mark) {
        model.select(
                mark.lines().isEmpty() ? "a mark" : String.join(" · ", head(mark.lines())),
                mark.key());
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
        showRuns(figures);
        showPairs(figures);
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

    private void showRuns(CompareViewModel.Figures figures) {
        GridPane grid = PaneParts.grid();
        grid.addRow(
                0,
                PaneParts.head(""),
                PaneParts.head("F1", "ProcessBench F1 with a 95 % bootstrap interval"),
                PaneParts.head("tokens", "generated for a solution, on average"),
                PaneParts.head("✓", "right: the same first error as gold"),
                PaneParts.head("✗", "wrong: another first error than gold"),
                PaneParts.head("!", "invalid: no readable first error"));
        int row = 1;
        for (RunFigures run : figures.set().figures()) {
            String letter = Comparison.letter(run.run());
            Label name = new Label(letter);
            name.getStyleClass().addAll("run-letter", "run-" + letter.toLowerCase(Locale.ROOT));
            grid.addRow(
                    row++,
                    name,
                    PaneParts.figure(CompareWords.estimate(run.evaluation().f1())),
                    PaneParts.figure(Figures.count(Math.round(run.spending().perSolution()))),
                    PaneParts.count(model, letter + " right", run.right()),
                    PaneParts.count(model, letter + " wrong", run.wrong()),
                    PaneParts.count(model, letter + " invalid", run.invalid()));
        }
        runs.getChildren().setAll(grid);
    }

    private void showPairs(CompareViewModel.Figures figures) {
        pairs.getChildren().setAll(PaneParts.heading("Paired outcomes"));
        if (figures.set().pairs().isEmpty()) {
            pairs.getChildren()
                    .add(PaneParts.quiet("Choose a second run to see who is right where."));
            return;
        }
        for (PairedOutcomes pair : figures.set().pairs()) {
            addPair(pair);
        }
    }

    private void addPair(PairedOutcomes pair) {
        String a = Comparison.letter(pair.a());
        String b = Comparison.letter(pair.b());
        if (pair.n() == 0) {
            pairs.getChildren()
                    .add(
                            PaneParts.quiet(
                                    "%s and %s: no gold label, so there is no right or wrong to count."
                                            .formatted(a, b)));
            return;
        }
        GridPane grid = PaneParts.grid();
        grid.addRow(
                0, PaneParts.head(""), PaneParts.head(b + " right"), PaneParts.head(b + " wrong"));
        grid.addRow(
                1,
                new Label(a + " right"),
                PaneParts.count(model, "both %s and %s right".formatted(a, b), pair.both()),
                PaneParts.count(model, "only %s right".formatted(a), pair.onlyA()));
        grid.addRow(
                2,
                new Label(a + " wrong"),
                PaneParts.count(model, "only %s right".formatted(b), pair.onlyB()),
                PaneParts.count(model, "neither %s nor %s right".formatted(a, b), pair.neither()));
        pairs.getChildren()
                .addAll(
                        grid,
                        PaneParts.quiet(
                                "%s · n = %s · F1 %s−%s %s"
                                        .formatted(
                                                CompareWords.mcNemar(pair.test()),
                                                Figures.count(pair.n()),
                                                a,
                                                b,
                                                CompareWords.difference(pair.f1()))));
        if (!pair.noGold().isEmpty()) {
            pairs.getChildren()
                    .add(
                            PaneParts.quiet(
                                    Figures.count(pair.noGold().size(), "solution")
                                            + " without gold left out."));
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
            line.add(PaneParts.count(model, letter + " changed by the rule", run.changed()), 1, 0);
        }
        return line;
    }
}
