package org.prmscope.ui.bestofn;

import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.prmscope.bestofn.BestOfN;
import org.prmscope.bestofn.Choice;
import org.prmscope.bestofn.Grade;
import org.prmscope.bestofn.Grading;
import org.prmscope.diagnostics.Estimate;
import org.prmscope.plot.Mark;
import org.prmscope.run.BestOfNOutput;
import org.prmscope.run.BestOfNWords;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.CountLink;
import org.prmscope.ui.fx.PaneParts;
import org.prmscope.ui.fx.PlotPane;

import java.util.List;
import java.util.Objects;

/// The curves over N, the same figures as numbers, what they say, and what they rest on.
final class FiguresPane {
    private static final double PLOT_HEIGHT = 270;
    private static final String MAY_BE_RIGHT = ": may be right";

    private final BestOfNViewModel model;
    private final PlotPane curves = new PlotPane();
    private final ComboBox<Integer> among = new ComboBox<>();
    private final GridPane numbers = new GridPane();
    private final VBox notes = new VBox();
    private final VBox says = new VBox();
    private final VBox facts = new VBox();
    private final ScrollPane root;
    private boolean filling;

    FiguresPane(BestOfNViewModel model) {
        this.model = model;
        curves.setPrefHeight(PLOT_HEIGHT);
        curves.setMinHeight(PLOT_HEIGHT);
        curves.setOnPick(this::pick);
        among.setAccessibleText("Number of candidates to choose among");
        among.getStyleClass().add("small");
        among.valueProperty()
                .subscribe(_ -> {
                    if (!filling) {
                        showNumbers();
                    }
                });
        Label heading = PaneParts.heading("Choosing among N =");
        heading.setLabelFor(among);
        HBox line = new HBox(heading, among);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("answer-line");
        ColumnConstraints first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        ColumnConstraints right = new ColumnConstraints();
        right.setHalignment(HPos.RIGHT);
        numbers.getColumnConstraints().addAll(first, right, new ColumnConstraints(), right);
        numbers.getStyleClass().add("pane-grid");
        for (VBox box : List.of(notes, says, facts)) {
            box.getStyleClass().add("pane-part");
        }
        VBox page = new VBox(notes, curves, line, numbers, says, facts);
        root = PaneParts.page(page);
        model.stateProperty().subscribe(this::refresh);
    }

    ScrollPane root() {
        return root;
    }

    PlotPane curves() {
        return curves;
    }

    private void pick(Mark mark) {
        List<String> lines = mark.lines();
        String name =
                lines.isEmpty()
                        ? "a mark"
                        : String.join(" · ", lines.subList(0, Math.min(2, lines.size())));
        model.problems().slice(name + MAY_BE_RIGHT, mark.key());
    }

    private void refresh() {
        Ranked ranked = model.ranked();
        if (ranked == null) {
            return;
        }
        curves.show(ranked.plot());
        List<Integer> counts =
                ranked.output().figures().curves().stream()
                        .findFirst()
                        .map(curve -> curve.points().stream().map(BestOfN.Point::n).toList())
                        .orElse(List.of());
        filling = true;
        if (!among.getItems().equals(counts)) {
            among.getItems().setAll(counts);
            among.setValue(counts.isEmpty() ? null : counts.getLast());
        }
        filling = false;
        showNotes(ranked);
        showNumbers();
        showSentences(ranked);
        showFacts(ranked);
    }

    private void showNotes(Ranked ranked) {
        notes.getChildren().clear();
        if (ranked.unscored() > 0) {
            notes.getChildren()
                    .add(
                            PaneParts.quiet(
                                    ("! %s without a score, not judged or unreadable: they are"
                                                    + " taken last.")
                                            .formatted(
                                                    Figures.count(
                                                            ranked.unscored(), "candidate"))));
        }
        if (ranked.output().scores().isEmpty()) {
            notes.getChildren()
                    .add(
                            PaneParts.quiet(
                                    "! No scores yet: verify the candidates, or open a file that"
                                            + " has them."));
        }
        notes.setManaged(!notes.getChildren().isEmpty());
    }

    private void showNumbers() {
        numbers.getChildren().clear();
        Ranked ranked = model.ranked();
        Integer n = among.getValue();
        if (ranked == null || n == null) {
            return;
        }
        numbers.addRow(
                0,
                PaneParts.head("choice", "How one answer comes out of N candidates"),
                PaneParts.head("right", "Share of problems answered right"),
                PaneParts.head("95 %", "Bootstrap interval over problems"),
                PaneParts.head(
                        "possible",
                        "Problems that may be right: they are for some draw of N, or if a tie ends so:"
                                + " the share counts each by its chance. Click to see them"));
        int row = 1;
        boolean few = false;
        for (BestOfN.Curve curve : ranked.output().figures().curves()) {
            for (BestOfN.Point point : curve.points()) {
                if (point.n() == n) {
                    few |= point.share().isTooFew();
                    addRow(row++, curve.choice(), point);
                }
            }
        }
        if (few) {
            numbers.add(
                    PaneParts.quiet(
                            "* fewer than %d problems: too few to say".formatted(Estimate.FEW)),
                    0,
                    row,
                    4,
                    1);
        }
    }

    private void addRow(int row, Choice choice, BestOfN.Point point) {
        Label name = new Label(choice.title());
        name.setMinWidth(60);
        Label share = PaneParts.figure(BestOfNWording.share(point.share().value()));
        Label interval = PaneParts.figure(BestOfNWording.interval(point.share()));
        interval.getStyleClass().add("quiet");
        boolean open =
                point.share().value() != null
                        && point.upTo() > Objects.requireNonNull(point.share().value()) + 1e-9;
        if (open) {
            String upTo = BestOfNWording.share(point.upTo());
            share.setText(share.getText() + "…" + upTo);
            share.setTooltip(
                    new Tooltip(
                            "Up to %s if every answer that was not decided were right"
                                    .formatted(upTo)));
        }
        if (!point.isExact()) {
            name.setText(name.getText() + " ~");
            name.setTooltip(new Tooltip("Over a sample of the ways to draw N"));
        }
        numbers.addRow(row, name, share, interval, problems(choice, point));
    }

    private Node problems(Choice choice, BestOfN.Point point) {
        String text =
                "%s/%s"
                        .formatted(
                                Figures.count(point.right().size()),
                                Figures.count(point.share().n()));
        if (point.right().isEmpty()) {
            return PaneParts.figure(text);
        }
        String name = "%s, N = %d".formatted(choice.title(), point.n()) + MAY_BE_RIGHT;
        CountLink link = new CountLink();
        link.show(
                text,
                text + " problems, " + name,
                "Show these problems: " + name,
                () -> model.problems().slice(name, point.right()));
        return link;
    }

    private void showSentences(Ranked ranked) {
        says.getChildren().clear();
        for (BestOfN.Gain gain : ranked.output().figures().differences()) {
            String sentence = BestOfNWords.gain(gain);
            if (sentence != null) {
                says.getChildren().add(PaneParts.plain(sentence));
            }
        }
        if (ranked.output().figures().differences().isEmpty()) {
            says.getChildren().add(PaneParts.plain(BestOfNWords.WITHOUT_SCORES));
        }
    }

    private void showFacts(Ranked ranked) {
        BestOfNOutput output = ranked.output();
        Grading grading = output.grading();
        facts.getChildren()
                .setAll(
                        PaneParts.quiet(
                                "%s, %s with a right answer. Candidates: %s right, %s wrong, %s"
                                                .formatted(
                                                        Figures.count(
                                                                output.groups().size(), "problem"),
                                                        Figures.count(grading.problems().size()),
                                                        Figures.count(grading.count(Grade.RIGHT)),
                                                        Figures.count(grading.count(Grade.WRONG)),
                                                        Figures.count(
                                                                grading.count(Grade.NO_ANSWER)))
                                        + " without an answer, %s not decided."
                                                .formatted(
                                                        Figures.count(
                                                                grading.count(Grade.UNDECIDED)))),
                        PaneParts.quiet(
                                "Scores: "
                                        + (output.scores().isEmpty() ? "none" : output.scores())
                                        + "."),
                        PaneParts.quiet("Symbolic checks: " + output.algebra() + "."));
        Grading.FlagAgreement flags = grading.agreement();
        if (flags.total() > 0) {
            facts.getChildren()
                    .add(
                            PaneParts.quiet(
                                    ("The file's own word on %s: %s agree, %s right here only, %s"
                                                    + " right there only, %s not decided here.")
                                            .formatted(
                                                    Figures.count(flags.total(), "candidate"),
                                                    Figures.count(
                                                            flags.bothRight() + flags.bothWrong()),
                                                    Figures.count(flags.rightHere()),
                                                    Figures.count(flags.rightThere()),
                                                    Figures.count(flags.undecided()))));
        }
    }
}
