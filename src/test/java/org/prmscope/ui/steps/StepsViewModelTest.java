package org.prmscope.ui.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.FirstError;
import org.prmscope.core.Protocol;
import org.prmscope.core.Solution;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.run.ChainResult;
import org.prmscope.ui.fake.ChainText;
import org.prmscope.ui.fake.Samples;

import java.util.ArrayList;
import java.util.List;

class StepsViewModelTest {
    private final StepsViewModel model = new StepsViewModel();
    private final Solution pens = Samples.pens("pens");
    private final VerificationChain chain = Samples.pensChain(pens);

    private StepDetail detail() {
        StepDetail detail = model.detailProperty().get();
        assertNotNull(detail);
        return detail;
    }

    private void showFinished() {
        model.show(pens, StepsViewModel.Phase.LOADING);
        model.showChain(chain);
    }

    @Test
    void finishedChainOpensTheFirstFinding() {
        showFinished();
        assertEquals(2, model.openProperty().get());
        assertEquals("step 3 of 4", model.position());
        assertEquals("3", model.cards().get(2).number());
    }

    @Test
    void openedStepHasItsBlocksInTheOrderTheyWereWritten() {
        showFinished();
        List<StepBlock> blocks = detail().blocks();
        assertEquals(
                List.of("Critique", "Code", "Output", "Code", "Output", "Comment", "Judgement"),
                blocks.stream().map(block -> block.getClass().getSimpleName()).toList());
        StepBlock.Code first = assertInstanceOf(StepBlock.Code.class, blocks.get(1));
        assertEquals(1, first.round());
        assertNotNull(first.check());
        assertInstanceOf(CodeOutcome.Raised.class, first.check().result().outcome());
        StepBlock.Code second = assertInstanceOf(StepBlock.Code.class, blocks.get(3));
        assertEquals(2, second.round());
        assertEquals("claimed = 350\nprint(boxes * pens, boxes * pens == claimed)", second.code());
        StepBlock.Output output = assertInstanceOf(StepBlock.Output.class, blocks.get(4));
        assertEquals("360 False", output.text());
        assertFalse(output.imagined());
        assertEquals(2, detail().events().size());
    }

    @Test
    void rawIsTheChainsOwnTextWithItsTags() {
        showFinished();
        assertTrue(detail().raw().startsWith("<analyze>"));
        assertTrue(detail().raw().endsWith("</output>\n"));
        assertFalse(detail().raw().contains(pens.steps().get(2)), "prompt text is not the step's");
        for (StepBlock block : detail().blocks()) {
            assertEquals(chain.tokens().text(block.span()), block.raw());
        }
    }

    @Test
    void stepThatWasNotReachedHasNoNumberAndSaysWhy() {
        showFinished();
        model.open(3);
        StepCard card = model.cards().get(3);
        assertInstanceOf(Verdict.NotReached.class, card.verdict());
        assertNull(card.confidence());
        assertEquals(0, card.tokens());
        assertTrue(detail().blocks().isEmpty());
        assertTrue(detail().absence().contains("step 3"), detail().absence());
    }

    @Test
    void invalidJudgementHasNoNumber() {
        Solution solution = Samples.plain("p-1", 3, new FirstError.None(), 0);
        model.show(solution, StepsViewModel.Phase.LOADING);
        model.showChain(Samples.chain(solution, new FirstError.Unknown(), 3));
        assertEquals(1, model.openProperty().get());
        assertInstanceOf(Verdict.Invalid.class, model.cards().get(1).verdict());
        assertNull(model.cards().get(1).confidence());
    }

    @Test
    void growingChainTouchesOnlyCardsThatChanged() {
        model.show(pens, StepsViewModel.Phase.LIVE);
        int half = chain.tokens().size() / 2;
        model.update(ChainText.cut(chain, half));
        List<StepCard> before = List.copyOf(model.cards());
        List<Integer> touched = new ArrayList<>();
        model.cards()
                .addListener(
                        (javafx.collections.ListChangeListener<StepCard>)
                                change -> {
                                    while (change.next()) {
                                        touched.add(change.getFrom());
                                    }
                                });
        model.update(ChainText.cut(chain, half + 5));
        int writing = model.openProperty().get();
        assertEquals(List.of(writing), touched.stream().distinct().toList());
        assertSame(before.getFirst(), model.cards().getFirst());
    }

    @Test
    void growingChainFollowsTheStepBeingWrittenUntilTheUserOpensOne() {
        model.show(pens, StepsViewModel.Phase.LIVE);
        int last = -1;
        for (int size = 1; size <= chain.tokens().size(); size += 7) {
            model.update(ChainText.cut(chain, size));
            assertTrue(model.openProperty().get() >= last, "goes forward only");
            last = model.openProperty().get();
        }
        assertEquals(2, last);
        model.open(0);
        model.update(chain);
        assertEquals(0, model.openProperty().get());
        model.showChain(chain);
        assertEquals(0, model.openProperty().get(), "an opened step stays open at the end");
        model.show(pens, StepsViewModel.Phase.LIVE);
        assertTrue(model.followingProperty().get());
    }

    @Test
    void everyPrefixOfAChainCanBeShown() {
        model.show(pens, StepsViewModel.Phase.LIVE);
        for (int size = 0; size <= chain.tokens().size(); size++) {
            model.update(ChainText.cut(chain, size));
            assertEquals(4, model.cards().size());
            assertNotNull(model.detailProperty().get());
        }
    }

    @Test
    void lightResultShowsVerdictsAtOnce() {
        model.show(pens, ChainResult.of(1, Protocol.GENPRM, chain));
        assertEquals(2, model.openProperty().get());
        assertInstanceOf(Verdict.Incorrect.class, model.cards().get(2).verdict());
        assertFalse(detail().absence().isEmpty());
        model.showChain(chain);
        assertTrue(detail().absence().isEmpty());
    }

    @Test
    void decisionOnTheWholeSolutionIsACardOfItsOwn() {
        Solution solution = Samples.plain("t-1", 3, new FirstError.None(), 0);
        model.show(solution, StepsViewModel.Phase.LOADING);
        model.showChain(Samples.thinkPrm(solution));
        assertEquals(4, model.cards().size());
        StepCard whole = model.cards().getLast();
        assertEquals("Σ", whole.number());
        assertNotNull(whole.confidence());
        model.open(3);
        assertEquals("whole solution", model.position());
        assertEquals(2, detail().blocks().size(), "preamble and decision");
    }

    @Test
    void codeBeforeACheckIsWhatItsNamespaceHolds() {
        showFinished();
        assertEquals(3, model.codeBefore(2, 2).size());
        assertEquals(2, model.codeBefore(2, 1).size());
        assertTrue(model.codeBefore(0, 1).isEmpty());
    }

    @Test
    void keysStopAtTheEnds() {
        showFinished();
        assertTrue(model.openNext(1));
        assertFalse(model.openNext(1));
        assertEquals(3, model.openProperty().get());
    }
}
