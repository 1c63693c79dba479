package org.prmscope.ui.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.prmscope.core.TokenSpan;
import org.prmscope.ui.fake.RecordingDialogs;
import org.prmscope.ui.fx.BackgroundTasks;
import org.prmscope.ui.fx.MathRenderer;
import org.prmscope.ui.session.Session;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.util.List;

class StepDetailViewTest {
    private static final TokenSpan SPAN = new TokenSpan(0, 4);

    private static StepDetail detail(StepBlock... blocks) {
        return new StepDetail(0, "", List.of(blocks), List.of(), "", SPAN, true);
    }

    private static StepBlock critique(String text) {
        return new StepBlock.Critique(text, text, SPAN, false);
    }

    private static StepBlock output(String text) {
        return new StepBlock.Output(1, text, false, text, SPAN);
    }

    @Test
    void aChainThatBeginsAgainLeavesNoBlockOfTheOneBefore() throws Exception {
        FxToolkit.registerPrimaryStage();
        WaitForAsyncUtils.waitForAsyncFx(
                60_000,
                () -> {
                    BlockActions none =
                            new BlockActions() {
                                @Override
                                public void copy(String text) {}

                                @Override
                                public void scratch(StepBlock.Code block, boolean run) {}
                            };
                    Session session =
                            new Session(
                                    new BackgroundTasks(Runnable::run, Runnable::run),
                                    new RecordingDialogs());
                    try (MathRenderer renderer = new MathRenderer()) {
                        StepDetailView view =
                                new StepDetailView(renderer, none, new ScratchViewModel(session));
                        view.show(detail(critique("done"), output("False")));
                        assertEquals(2, view.lookupAll(".step-block").size());
                        view.show(detail(critique("new")));
                        assertEquals(1, view.lookupAll(".step-block").size());
                        view.show(detail(critique("new and longer"), output("True")));
                        assertEquals(2, view.lookupAll(".step-block").size());
                    }
                });
    }
}
