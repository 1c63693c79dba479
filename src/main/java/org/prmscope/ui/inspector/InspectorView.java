package org.prmscope.ui.inspector;

import javafx.fxml.FXML;
import javafx.fxml.FXMLLoader;
import javafx.geometry.HPos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.LabelScore;
import org.prmscope.ui.figures.Figures;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.Notice;
import org.prmscope.ui.fx.TokenPane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The inspector: tokens with their alternatives, the decision's scores, the run's record.
public final class InspectorView {
    private final InspectorViewModel model;
    private final TokenPane tokens = new TokenPane();
    private final Map<InspectorViewModel.Tab, Tab> tabs =
            new EnumMap<>(InspectorViewModel.Tab.class);
    private final Parent root;

    @FXML private TabPane tabPane;
    @FXML private Tab tokensTab;
    @FXML private Tab decisionTab;
    @FXML private Tab recordTab;
    @FXML private ToggleButton stepScope;
    @FXML private ToggleButton chainScope;
    @FXML private VBox tokensHost;
    @FXML private Label tokenTitle;
    @FXML private Label tokenNote;
    @FXML private GridPane alternatives;
    @FXML private VBox decision;
    @FXML private VBox entries;
    @FXML private Button copyRecord;

    @SuppressWarnings("NullAway.Init") // The loader fills the fields.
    public InspectorView(InspectorViewModel model, DialogService dialogs) {
        this.model = model;
        FXMLLoader loader = new FXMLLoader(InspectorView.class.getResource("Inspector.fxml"));
        loader.setController(this);
        try {
            root = loader.load();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        tokensHost.getChildren().add(tokens);
        VBox.setVgrow(tokens, Priority.ALWAYS);
        copyRecord.setOnAction(event -> {
            dialogs.copy(model.recordText());
            dialogs.show(Notice.done("Record copied"));
        });
        bindTabs();
        bindScope();
        bindTokens();
        model.decisionProperty().subscribe(this::showDecision);
        model.entriesProperty().subscribe(this::showEntries);
    }

    /// The node to put into the window.
    public Parent root() {
        return root;
    }

    private void bindTabs() {
        tabs.put(InspectorViewModel.Tab.TOKENS, tokensTab);
        tabs.put(InspectorViewModel.Tab.DECISION, decisionTab);
        tabs.put(InspectorViewModel.Tab.RECORD, recordTab);
        model.tabProperty().subscribe(tab -> tabPane.getSelectionModel().select(tabs.get(tab)));
        tabPane.getSelectionModel()
                .selectedItemProperty()
                .subscribe(selected ->
                        tabs.forEach((tab, node) -> {
                            if (node.equals(selected)) {
                                model.tabProperty().set(tab);
                            }
                        }));
    }

    private void bindScope() {
        stepScope.setOnAction(event -> model.wholeChainProperty().set(false));
        chainScope.setOnAction(event -> model.wholeChainProperty().set(true));
        model.wholeChainProperty()
                .subscribe(whole -> {
                    stepScope.setSelected(!whole);
                    chainScope.setSelected(whole);
                });
    }

    private void bindTokens() {
        model.tokensProperty()
                .subscribe(view ->
                        tokens.show(view.trace(), view.span(), Set.copyOf(view.decisions())));
        tokens.hoveredProperty()
                .subscribe(position -> model.hover(position == null ? -1 : position));
        tokens.caretProperty()
                .subscribe(position -> {
                    if (position != null) {
                        model.pin(position);
                    }
                });
        model.tokenProperty().subscribe(this::showToken);
    }

    private void showToken(@Nullable TokenFacts token) {
        alternatives.getChildren().clear();
        if (token == null) {
            tokenTitle.setText("");
            tokenNote.setText("Point at a token to see what else could have stood there.");
            return;
        }
        tokenTitle.setText("at “" + token.text() + "”");
        String absence = token.absence();
        tokenNote.setText(
                absence.isEmpty()
                        ? "token %s of the chain, id %d"
                                .formatted(Figures.count(token.position() + 1L), token.id())
                        : absence);
        int row = 0;
        for (TokenFacts.Candidate candidate : token.candidates()) {
            candidate(row++, candidate);
        }
        if (!Double.isNaN(token.otherMass())) {
            addRow(row, "all others", token.otherMass(), "muted", "");
        }
    }

    private void candidate(int row, TokenFacts.Candidate candidate) {
        addRow(
                row,
                candidate.text(),
                candidate.probability(),
                candidate.written() ? "written-token" : "other-token",
                candidate.rank() == 0
                        ? "written, outside the kept alternatives"
                        : candidate.written()
                                ? "written, rank " + candidate.rank()
                                : "rank " + candidate.rank());
    }

    private void addRow(int row, String text, double probability, String style, String tip) {
        Label name = new Label(text);
        name.getStyleClass().addAll("candidate", style);
        name.setMaxWidth(Double.MAX_VALUE);
        Label figure = new Label(Figures.probability(probability));
        figure.getStyleClass().addAll("figure", style);
        figure.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setHalignment(figure, HPos.RIGHT);
        ProgressBar bar = new ProgressBar(probability);
        bar.getStyleClass().add("candidate-bar");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setFocusTraversable(false);
        if (!tip.isEmpty()) {
            name.setTooltip(new Tooltip(tip));
        }
        alternatives.addRow(row, name, figure, bar);
    }

    private void showDecision(@Nullable DecisionFacts facts) {
        decision.getChildren().clear();
        if (facts == null) {
            decision.getChildren().add(muted("No verification to show a decision of."));
            return;
        }
        Label title = new Label(facts.title());
        title.getStyleClass().add("decision-title");
        decision.getChildren().add(title);
        if (!facts.verdict().isEmpty()) {
            decision.getChildren().add(new Label(facts.verdict()));
        }
        Double probability = facts.probability();
        var definition = facts.definition();
        if (probability == null || definition == null) {
            decision.getChildren().add(muted(facts.absence()));
        } else {
            Label big = new Label(Figures.probability(probability));
            big.getStyleClass().add("decision-figure");
            big.setTooltip(new Tooltip(Double.toString(probability)));
            decision.getChildren().addAll(new Label(definition.shortName()), big);
            decision.getChildren().add(labels(facts));
            decision.getChildren()
                    .add(muted(definition.shortName() + " = " + definition.formula()));
        }
        if (!facts.context().isEmpty()) {
            Label context = new Label(facts.context());
            context.getStyleClass().add("decision-context");
            context.setWrapText(true);
            decision.getChildren()
                    .addAll(
                            muted("Read at token " + Figures.count(facts.position() + 1L) + ":"),
                            context);
        }
    }

    private static GridPane labels(DecisionFacts facts) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("decision-grid");
        grid.addRow(0, muted("label"), muted("logit"), muted("log P"), muted("P"));
        int row = 1;
        for (LabelScore score : facts.labels()) {
            Double logit = score.logit();
            grid.addRow(
                    row++,
                    new Label(score.label()),
                    figure(logit == null ? Figures.DASH : Figures.score(logit)),
                    figure(Figures.score(score.logProbability())),
                    figure(Figures.probability(Math.exp(score.logProbability()))));
        }
        if (!Double.isNaN(facts.margin())) {
            grid.addRow(row, muted("difference"), figure(Figures.score(facts.margin())));
        }
        return grid;
    }

    private void showEntries(List<RecordEntry> record) {
        entries.getChildren().clear();
        copyRecord.setDisable(record.isEmpty());
        if (record.isEmpty()) {
            entries.getChildren().add(muted("No verification to show the record of."));
            return;
        }
        String group = "";
        GridPane grid = new GridPane();
        for (RecordEntry entry : record) {
            if (!entry.group().equals(group)) {
                group = entry.group();
                Label head = new Label(group);
                head.getStyleClass().add("record-group");
                grid = new GridPane();
                grid.getStyleClass().add("record-grid");
                entries.getChildren().addAll(head, grid);
            }
            Label name = muted(entry.name());
            name.getStyleClass().add("record-name");
            Label value = new Label(entry.value());
            value.getStyleClass().add("record-value");
            value.setWrapText(true);
            grid.addRow(grid.getRowCount(), name, value);
        }
    }

    private static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        return label;
    }

    private static Label figure(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("figure");
        return label;
    }
}
