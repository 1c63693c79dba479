package org.prmscope.ui.steps;

import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.fxml.FXMLLoader;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.Solution;
import org.prmscope.core.VerificationChain;
import org.prmscope.ui.fx.ChainStrip;
import org.prmscope.ui.fx.Chip;
import org.prmscope.ui.fx.Chips;
import org.prmscope.ui.fx.DialogService;
import org.prmscope.ui.fx.EmptyState;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.fx.MathText;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The centre: the problem on top, the steps as cards below, one of them open.
public final class StepsView implements BlockActions {
    private static final double PROBLEM_HEIGHT = 110;

    /// Characters of an id that are never cut; of longer ones the end stays.
    private static final int LONG_ID = 20;

    private final StepsViewModel model;
    private final ScratchViewModel scratch;
    private final ChainsViewModel chains;
    private final DialogService dialogs;
    private final MathRenderer renderer;
    private final StepDetailView detail;
    private final MathText problem;
    private final FactsPane line = new FactsPane();
    private final Label position = new Label();
    private final List<StepCardView> views = new ArrayList<>();
    private final Parent root;

    @FXML private StackPane body;
    @FXML private VBox shown;
    @FXML private VBox head;
    @FXML private HBox chainBar;
    @FXML private Label chainTitle;
    @FXML private ChainStrip chainStrip;
    @FXML private Label chainRounds;
    @FXML private ScrollPane problemScroll;
    @FXML private ScrollPane scroll;
    @FXML private VBox cards;

    @SuppressWarnings("NullAway.Init") // The loader fills the fields.
    public StepsView(
            StepsViewModel model,
            ScratchViewModel scratch,
            ChainsViewModel chains,
            DialogService dialogs,
            MathRenderer renderer) {
        this.model = model;
        this.scratch = scratch;
        this.chains = chains;
        this.dialogs = dialogs;
        this.renderer = renderer;
        detail = new StepDetailView(renderer, this, scratch);
        problem = new MathText(renderer);
        FXMLLoader loader = new FXMLLoader(StepsView.class.getResource("Steps.fxml"));
        loader.setController(this);
        try {
            root = loader.load();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        line.getStyleClass().add("problem-line");
        line.setMinHeight(Region.USE_PREF_SIZE);
        position.getStyleClass().add("position");
        position.setMinWidth(Region.USE_PREF_SIZE);
        head.getChildren().addFirst(line);
        problem.getStyleClass().add("problem-text");
        problemScroll.setContent(problem);
        // As tall as the problem, up to the style sheet's limit.
        problem.heightProperty()
                .subscribe(height -> {
                    problemScroll.setPrefViewportHeight(height.doubleValue() + 2);
                    problemScroll.setMinViewportHeight(
                            Math.min(height.doubleValue() + 2, PROBLEM_HEIGHT));
                });
        body.getChildren()
                .addFirst(
                        EmptyState.of(
                                "▤",
                                "No solution selected",
                                "Choose one in the table at the left."));
        bind();
    }

    /// The node to put into the window.
    public Parent root() {
        return root;
    }

    private void bind() {
        model.solutionProperty().subscribe(this::showSolution);
        model.cards().addListener(this::cardsChanged);
        model.cards().forEach(card -> insert(views.size(), card));
        model.openProperty().subscribe(() -> placeDetail(true));
        model.detailProperty()
                .subscribe(next -> {
                    if (next != null) {
                        detail.show(next);
                    }
                });
        model.rawProperty().subscribe(on -> detail.setRaw(on));
        chains.cellsProperty().subscribe(this::showChains);
        chains.chosenProperty().subscribe(this::showChains);
        chainTitle.textProperty().bind(chains.titleProperty());
        chainRounds.textProperty().bind(chains.roundsProperty());
        chainRounds.textProperty().subscribe(this::showChains);
        chainStrip.setOnChoose(chains::choose);
        showChains();
    }

    private void showChains() {
        List<ChainsViewModel.Cell> cells = chains.cellsProperty().get();
        chainStrip.show(
                cells.stream().map(cell -> new ChainStrip.Cell(cell.mark(), cell.tip())).toList(),
                chains.chosenProperty().get());
        boolean many = cells.size() > 1;
        chainTitle.setVisible(many);
        chainTitle.setManaged(many);
        chainStrip.setVisible(many);
        chainStrip.setManaged(many);
        boolean shownBar = many || !chains.roundsProperty().get().isEmpty();
        chainBar.setVisible(shownBar);
        chainBar.setManaged(shownBar);
    }

    private void showSolution(@Nullable Solution solution) {
        shown.setVisible(solution != null);
        body.getChildren().getFirst().setVisible(solution == null);
        if (solution == null) {
            return;
        }
        problem.setText(solution.problem());
        problemScroll.setVvalue(0);
        Label id = new Label(solution.id());
        id.getStyleClass().add("solution-id");
        id.setTooltip(new Tooltip(solution.id()));
        if (solution.id().length() > LONG_ID) {
            id.getStyleClass().add("long-id");
        } else {
            id.setMinWidth(Region.USE_PREF_SIZE);
        }
        List<Node> facts = new ArrayList<>(List.of(id));
        if (!solution.generator().isEmpty()) {
            Chip generator = new Chip(solution.generator(), Chip.Tone.NEUTRAL);
            generator.setMinWidth(40);
            generator.setTooltip(new Tooltip(solution.generator()));
            facts.add(generator);
        }
        facts.add(Chips.goldFirstError(solution.goldFirstError()));
        line.show(facts, List.of(position));
        scroll.setVvalue(0);
    }

    private void cardsChanged(ListChangeListener.Change<? extends StepCard> change) {
        while (change.next()) {
            int replaced = Math.min(change.getRemovedSize(), change.getAddedSize());
            for (int i = 0; i < replaced; i++) {
                int at = change.getFrom() + i;
                views.get(at).show(model.cards().get(at));
            }
            for (int i = replaced; i < change.getAddedSize(); i++) {
                int at = change.getFrom() + i;
                insert(at, model.cards().get(at));
            }
            for (int i = replaced; i < change.getRemovedSize(); i++) {
                int at = change.getFrom() + replaced;
                views.remove(at);
                cards.getChildren().remove(at);
            }
        }
        placeDetail(false);
    }

    private void insert(int at, StepCard card) {
        StepCardView view = new StepCardView(renderer, () -> model.open(card.index()));
        view.show(card);
        views.add(at, view);
        cards.getChildren().add(at, view);
    }

    private void placeDetail(boolean reveal) {
        position.setText(model.position());
        int open = model.openProperty().get();
        for (int i = 0; i < views.size(); i++) {
            if (i != open) {
                views.get(i).setDetail(null);
            }
        }
        if (open >= 0 && open < views.size()) {
            StepCardView view = views.get(open);
            view.setDetail(detail);
            if (reveal) {
                reveal(view);
            }
        }
    }

    /// Scrolls so that the card's head is in view, without moving when it already is.
    private void reveal(Region card) {
        scroll.applyCss();
        scroll.layout();
        Node content = scroll.getContent();
        Bounds bounds = card.getBoundsInParent();
        double all = content.getLayoutBounds().getHeight();
        double room = scroll.getViewportBounds().getHeight();
        if (all <= room) {
            scroll.setVvalue(0);
            return;
        }
        double top = scroll.getVvalue() * (all - room);
        if (bounds.getMinY() < top
                || Math.min(bounds.getMaxY(), bounds.getMinY() + room) > top + room) {
            double target = Math.max(0, Math.min(bounds.getMinY() - 8, all - room));
            scroll.setVvalue(target / (all - room));
        }
    }

    @Override
    public void copy(String text) {
        dialogs.copy(text);
        dialogs.show(org.prmscope.ui.fx.Notice.done("Copied"));
    }

    @Override
    public void scratch(StepBlock.Code block, boolean run) {
        int step = model.openProperty().get();
        scratch.open(step, block.round(), block.code(), model.codeBefore(step, block.round()));
        if (run) {
            scratch.run();
        }
    }

    /// Runs the scratch copy in hand, or the opened step's last check as a new one.
    public void rerunCode() {
        if (scratch.scratchProperty().get() != null) {
            scratch.run();
            return;
        }
        VerificationChain chain = model.chainProperty().get();
        StepDetail open = model.detailProperty().get();
        if (chain == null || open == null) {
            return;
        }
        StepBlock.Code last = null;
        for (StepBlock block : open.blocks()) {
            if (block instanceof StepBlock.Code code) {
                CodeCheck check = code.check();
                last = check == null ? last : code;
            }
        }
        if (last != null) {
            scratch(last, true);
        }
    }

    /// Copies the opened step's text and everything the chain says of it.
    public void copyOpenStep() {
        StepDetail open = model.detailProperty().get();
        if (open != null && open.index() < model.cards().size()) {
            copy(model.cards().get(open.index()).text() + "\n\n" + open.raw());
        }
    }
}
