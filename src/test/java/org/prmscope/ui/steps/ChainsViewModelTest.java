package org.prmscope.ui.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.ChainSection;
import org.prmscope.core.FirstError;
import org.prmscope.core.Protocol;
import org.prmscope.core.Scaling;
import org.prmscope.core.Solution;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.VerificationChain;
import org.prmscope.run.ChainResult;
import org.prmscope.ui.fake.FakeWorkbench;
import org.prmscope.ui.fake.Samples;
import org.prmscope.ui.fx.VerdictMark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class ChainsViewModelTest {
    private final List<Integer> opened = new ArrayList<>();
    private final ChainsViewModel model = new ChainsViewModel(opened::add);
    private final Solution solution = Samples.plain("gsm8k-1", 4, new FirstError.At(1), 1);

    private List<ChainResult> chains(Scaling scaling, int count) {
        List<ChainResult> chains = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            chains.add(
                    ChainResult.of(
                            1, Protocol.GENPRM, FakeWorkbench.chainOf(solution, scaling, index)));
        }
        return chains;
    }

    @Test
    void cellsShowEachChainsVerdictOnTheOpenedStep() {
        model.stepProperty().set(1);
        model.show(chains(Scaling.parallel(4), 4), Set.of(), 4, 0);
        assertEquals("chain 1 of 4", model.titleProperty().get());
        assertEquals(
                List.of(
                        VerdictMark.INCORRECT,
                        VerdictMark.INCORRECT,
                        VerdictMark.INCORRECT,
                        VerdictMark.CORRECT),
                model.cellsProperty().get().stream().map(ChainsViewModel.Cell::mark).toList());
        model.stepProperty().set(3);
        assertEquals(VerdictMark.NOT_REACHED, model.cellsProperty().get().getFirst().mark());
    }

    @Test
    void nextChainIsTheNextThatCanBeShown() {
        model.show(chains(Scaling.parallel(4), 2), Set.of(3), 4, 0);
        model.chooseNext(1);
        model.chooseNext(1);
        assertEquals(List.of(1, 3), opened);
        model.chooseNext(1);
        assertEquals(3, model.chosenProperty().get());
        model.chooseNext(-1);
        assertEquals(1, model.chosenProperty().get());
    }

    @Test
    void chainThatWasNotBegunCannotBeChosen() {
        model.show(chains(Scaling.parallel(4), 2), Set.of(2), 4, 0);
        model.choose(3);
        assertEquals(List.of(), opened);
        assertNull(model.picked());
        assertEquals("chain 4: not made yet", model.cellsProperty().get().getLast().tip());
    }

    @Test
    void roundsSayWhereTheChainChangedItsMind() {
        model.stepProperty().set(1);
        model.show(chains(Scaling.sequential(3), 1), Set.of(), 1, 0);
        assertEquals("", model.titleProperty().get());
        assertEquals("3 rounds · step 2: ✓ ✗ ✗, flips at round 2", model.roundsProperty().get());
    }

    @Test
    void laterRoundsAreMarkedWithTheirPhrasesAndKeepTheirOwnVerdicts() {
        VerificationChain chain = FakeWorkbench.chainOf(solution, Scaling.sequential(3), 0);
        List<StepBlock> blocks = StepBlocks.ofStep(chain, 1, false);
        List<StepBlock.RoundStart> starts =
                blocks.stream()
                        .filter(StepBlock.RoundStart.class::isInstance)
                        .map(StepBlock.RoundStart.class::cast)
                        .toList();
        assertEquals(List.of(1, 2, 3), starts.stream().map(StepBlock.RoundStart::round).toList());
        assertEquals("Let me double check", starts.get(1).trigger());
        List<VerdictMark> marks =
                blocks.stream()
                        .filter(StepBlock.Judgement.class::isInstance)
                        .map(block -> ((StepBlock.Judgement) block).verdict())
                        .map(verdict -> verdict == null ? null : VerdictMark.of(verdict.verdict()))
                        .toList();
        assertEquals(
                List.of(VerdictMark.CORRECT, VerdictMark.INCORRECT, VerdictMark.INCORRECT), marks);
    }

    @Test
    void theTokensOfAStepAreCountedOverAllRounds() {
        VerificationChain chain = FakeWorkbench.chainOf(solution, Scaling.sequential(3), 0);
        int ofRounds =
                chain.rounds().stream()
                        .mapToInt(round -> round.verdicts().get(1).generatedTokens())
                        .sum();
        assertTrue(ofRounds > chain.verdicts().get(1).generatedTokens());
        assertEquals(ofRounds, chain.generatedFor(1));
        assertEquals(ofRounds, StepCards.of(solution, chain, false).get(1).tokens());
    }

    @Test
    void theTokensOfAStepAreItsOwnTextInTheLastRoundThatCameToIt() {
        VerificationChain chain = FakeWorkbench.chainOf(solution, Scaling.sequential(3), 0);
        for (int step = 0; step < solution.steps().size(); step++) {
            Integer one = step;
            List<ChainSection> own =
                    chain.sections().stream()
                            .filter(section -> one.equals(section.step()))
                            .toList();
            TokenSpan span = StepBlocks.span(chain, step);
            if (own.isEmpty()) {
                assertEquals(0, span.length());
                continue;
            }
            TokenSpan last = own.getLast().tokens();
            assertTrue(span.start() <= last.start() && last.end() <= span.end(), "step " + step);
            for (ChainSection section : chain.sections()) {
                TokenSpan tokens = section.tokens();
                assertTrue(
                        one.equals(section.step())
                                || tokens.end() <= span.start()
                                || span.end() <= tokens.start(),
                        "step %d has text of step %s".formatted(step, section.step()));
            }
        }
    }
}
