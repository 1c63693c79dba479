package org.prmscope.ui.steps;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.ChainEvent;
import org.prmscope.ui.fx.MathRenderer;

import java.util.ArrayList;
import java.util.List;

/// The blocks of the opened step; blocks that only grew are updated in place.
final class StepDetailView extends VBox {
    private final MathRenderer renderer;
    private final BlockActions actions;
    private final ScratchViewModel scratch;
    private final List<BlockView<?>> views = new ArrayList<>();
    private final VBox blocks = new VBox();
    private final VBox events = new VBox();
    private final Label absence = new Label();
    private @Nullable ScratchView scratchView;
    private int index = -1;
    private boolean raw;

    StepDetailView(MathRenderer renderer, BlockActions actions, ScratchViewModel scratch) {
        this.renderer = renderer;
        this.actions = actions;
        this.scratch = scratch;
        getStyleClass().add("step-detail");
        setMinWidth(0);
        blocks.setMinWidth(0);
        absence.getStyleClass().add("step-absence");
        absence.setWrapText(true);
        events.getStyleClass().add("step-events");
        for (var part : List.of(absence, events)) {
            part.managedProperty().bind(part.visibleProperty());
        }
        getChildren().addAll(absence, blocks, events);
        scratch.scratchProperty().subscribe(this::placeScratch);
    }

    /// Shows the state of the opened step.
    void show(StepDetail detail) {
        if (detail.index() != index) {
            index = detail.index();
            views.clear();
            blocks.getChildren().clear();
        }
        absence.setText(detail.absence());
        absence.setVisible(!detail.absence().isEmpty());
        int kept = 0;
        while (kept < detail.blocks().size()
                && kept < views.size()
                && tryUpdate(views.get(kept), detail.blocks().get(kept))) {
            kept++;
        }
        boolean changed = kept != views.size() || kept != detail.blocks().size();
        while (views.size() > kept) {
            views.removeLast();
        }
        for (StepBlock block : detail.blocks().subList(kept, detail.blocks().size())) {
            BlockView<?> view = view(block);
            view.rawProperty().set(raw);
            views.add(view);
        }
        if (changed) {
            blocks.getChildren().setAll(views);
            placeScratch(scratch.scratchProperty().get());
        }
        events.getChildren().setAll(detail.events().stream().map(StepDetailView::event).toList());
        events.setVisible(!detail.events().isEmpty());
    }

    /// Shows every block as the chain's own text, or rendered.
    void setRaw(boolean on) {
        raw = on;
        views.forEach(view -> view.rawProperty().set(on));
    }

    private static boolean tryUpdate(BlockView<?> view, StepBlock block) {
        return switch (view) {
            case ProseBlockView prose -> {
                boolean same = prose.block().getClass() == block.getClass();
                if (same) {
                    prose.update(block);
                }
                yield same;
            }
            case CodeBlockView code -> update(code, block, StepBlock.Code.class);
            case OutputBlockView output -> update(output, block, StepBlock.Output.class);
            case JudgementBlockView judged -> update(judged, block, StepBlock.Judgement.class);
            case RoundStartView round -> update(round, block, StepBlock.RoundStart.class);
        };
    }

    private static <B extends StepBlock> boolean update(
            BlockView<B> view, StepBlock block, Class<B> kind) {
        if (!kind.isInstance(block)) {
            return false;
        }
        view.update(kind.cast(block));
        return true;
    }

    private BlockView<?> view(StepBlock block) {
        return switch (block) {
            case StepBlock.Critique critique -> new ProseBlockView(critique, renderer, actions);
            case StepBlock.Comment comment -> new ProseBlockView(comment, renderer, actions);
            case StepBlock.Passage passage -> new ProseBlockView(passage, renderer, actions);
            case StepBlock.Code code -> new CodeBlockView(code, actions);
            case StepBlock.Output output -> new OutputBlockView(output, actions);
            case StepBlock.Judgement judgement -> new JudgementBlockView(judgement, actions);
            case StepBlock.RoundStart round -> new RoundStartView(round, actions);
        };
    }

    /// Keeps the scratch run under the check it is a copy of.
    private void placeScratch(ScratchViewModel.@Nullable Scratch now) {
        if (now == null || now.step() != index) {
            blocks.getChildren().remove(scratchView);
            scratchView = null;
            return;
        }
        if (scratchView != null && blocks.getChildren().contains(scratchView)) {
            return;
        }
        int at = 0;
        for (BlockView<?> view : views) {
            at++;
            if (view.block() instanceof StepBlock.Code code && code.round() == now.round()) {
                break;
            }
        }
        ScratchView fresh = scratchView == null ? new ScratchView(scratch) : scratchView;
        scratchView = fresh;
        blocks.getChildren().add(Math.min(at, blocks.getChildren().size()), fresh);
        fresh.focusCode();
    }

    private static Label event(ChainEvent event) {
        String glyph =
                switch (event.kind()) {
                    case CODE_RAN -> "✓";
                    case CODE_FAILED, FAILED -> "✗";
                    case FALLBACK_ROUNDS_SPENT,
                            FALLBACK_TOKENS_SPENT,
                            LOOP,
                            TRUNCATED,
                            BUDGET_SPENT,
                            CONTEXT_FULL ->
                            "!";
                    case STOP_TRIMMED, CONTROL_TEXT_ESCAPED -> "·";
                };
        Label label = new Label(glyph + "  " + event.detail());
        label.getStyleClass().add(glyph.equals("!") ? "event-warning" : "event");
        label.setWrapText(true);
        return label;
    }
}
