package org.prmscope.ui.compare;

import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import org.prmscope.compare.Comparison;
import org.prmscope.compare.PairedOutcomes;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.CountLink;
import org.prmscope.ui.fx.PaneParts;

/// Who of two runs is right where, with the paired test. Can be filled again.
final class PairTable extends VBox {
    private final CompareViewModel model;
    private final GridPane grid = PaneParts.grid();
    private final Label rightOfB = PaneParts.head("");
    private final Label wrongOfB = PaneParts.head("");
    private final Label rightOfA = new Label();
    private final Label wrongOfA = new Label();
    private final CountLink both = new CountLink();
    private final CountLink onlyA = new CountLink();
    private final CountLink onlyB = new CountLink();
    private final CountLink neither = new CountLink();
    private final Label test = PaneParts.quiet("");
    private final Label missing = PaneParts.quiet("");

    PairTable(CompareViewModel model) {
        this.model = model;
        getStyleClass().add("pane-part");
        grid.addRow(0, PaneParts.head(""), rightOfB, wrongOfB);
        grid.addRow(1, rightOfA, both, onlyA);
        grid.addRow(2, wrongOfA, onlyB, neither);
        grid.managedProperty().bind(grid.visibleProperty());
        missing.managedProperty().bind(missing.visibleProperty());
        getChildren().addAll(grid, test, missing);
    }

    void show(PairedOutcomes pair) {
        String a = Comparison.letter(pair.a());
        String b = Comparison.letter(pair.b());
        boolean any = pair.n() > 0;
        grid.setVisible(any);
        missing.setVisible(any && !pair.noGold().isEmpty());
        if (!any) {
            test.setText(
                    "%s and %s: no gold label, so there is no right or wrong to count."
                            .formatted(a, b));
            return;
        }
        rightOfB.setText(b + " right");
        wrongOfB.setText(b + " wrong");
        rightOfA.setText(a + " right");
        wrongOfA.setText(a + " wrong");
        CompareLinks.fill(both, model, "both %s and %s right".formatted(a, b), pair.both());
        CompareLinks.fill(onlyA, model, "only %s right".formatted(a), pair.onlyA());
        CompareLinks.fill(onlyB, model, "only %s right".formatted(b), pair.onlyB());
        CompareLinks.fill(
                neither, model, "neither %s nor %s right".formatted(a, b), pair.neither());
        test.setText(
                "%s · n = %s · F1 %s−%s %s"
                        .formatted(
                                CompareWords.mcNemar(pair.test()),
                                Figures.count(pair.n()),
                                a,
                                b,
                                CompareWords.difference(pair.f1())));
        missing.setText(
                Figures.count(pair.noGold().size(), "solution") + " without gold left out.");
    }
}
