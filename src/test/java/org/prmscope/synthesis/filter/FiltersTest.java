package org.prmscope.synthesis.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.ChainEvent;
import org.prmscope.core.ChainSection;
import org.prmscope.core.CodeCheck;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.GoldLabels;
import org.prmscope.core.Protocol;
import org.prmscope.core.Rejection;
import org.prmscope.core.RejectionReason;
import org.prmscope.core.SectionKind;
import org.prmscope.core.Solution;
import org.prmscope.core.StepLabel;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenSpan;
import org.prmscope.core.TokenTrace;
import org.prmscope.decode.LoopRule;

import java.util.List;

class FiltersTest {
    private static final CodeResult RAN =
            new CodeResult(new CodeOutcome.Completed(), "True\n", "", 1, "test");

    private static List<RejectionReason> reasons(ChainFilter filter, SampledChain chain) {
        return filter.examine(chain).stream().map(Rejection::reason).toList();
    }

    private static List<RejectionReason> process(String gold, String verdicts) {
        return reasons(
                ProcessFilter.DEFAULT, Samples.chain(Samples.solution("s", gold), 0, verdicts));
    }

    @Test
    void aChainMayStopAtTheFirstGoldErrorOrJudgeAllStepsButNothingBetween() {
        assertEquals(List.of(), process("+-??", "+-.."));
        assertEquals(List.of(), process("+-??", "+---"));
        assertEquals(List.of(RejectionReason.COUNT), process("+-??", "+--."));
        assertEquals(
                List.of(RejectionReason.STEP_VERDICT, RejectionReason.COUNT),
                process("++-?", "-..."));
        assertEquals(List.of(RejectionReason.COUNT), process("+++", "++."));
        assertEquals(List.of(RejectionReason.COUNT), process("-0", ".+"));
    }

    @Test
    void aNeutralStepCountsAsCorrect() {
        assertEquals(List.of(), process("+0+", "+++"));
        assertEquals(
                List.of(RejectionReason.STEP_VERDICT, RejectionReason.COUNT),
                process("00+", "-.."));
    }

    @Test
    void aSolutionThatGoldDoesNotLabelFarEnoughIsNamedAsSuch() {
        assertEquals(List.of(RejectionReason.NO_GOLD), process("+?-", "++-"));
        Solution none = Solution.of("s", "p", List.of("a"));
        assertEquals(
                List.of(RejectionReason.NO_GOLD),
                reasons(ProcessFilter.DEFAULT, Samples.chain(none, 0, "+")));
    }

    @Test
    void aChainThatContradictsGoldInItsAnswerIsNotKept() {
        SampledChain chain = Samples.chain(Samples.solution("s", "++"), 0, "++", false);
        assertEquals(List.of(RejectionReason.ANSWER), reasons(ProcessFilter.DEFAULT, chain));
        assertEquals(List.of(), reasons(new ProcessFilter(true, false), chain));
    }

    @Test
    void onlyTheOutcomeCounts() {
        OutcomeFilter outcome = new OutcomeFilter(OutcomeFilter.Gold.LABELS);
        Solution wrong = Samples.solution("s", "++-");
        assertEquals(List.of(), reasons(outcome, Samples.chain(wrong, 0, "-..")));
        assertEquals(List.of(), reasons(outcome, Samples.chain(wrong, 0, "+++", false)));
        assertEquals(
                List.of(RejectionReason.ANSWER), reasons(outcome, Samples.chain(wrong, 0, "+++")));
        assertEquals(
                List.of(RejectionReason.UNREADABLE),
                reasons(outcome, Samples.chain(wrong, 0, "+?-")));
        assertEquals(
                List.of(RejectionReason.NO_GOLD),
                reasons(
                        new OutcomeFilter(OutcomeFilter.Gold.ANSWER),
                        Samples.chain(wrong, 0, "-..")));
    }

    @Test
    void oneLabelThatDisagreesTakesTheWholeSolutionWithIt() {
        Filtering filtering = new Filtering(new FilterPlan(List.of(new ConsensusFilter(1)), 0));
        Solution solution = Samples.solution("a", "+-?");
        filtering.add(Samples.chain(solution, 0, "+-."));
        filtering.add(Samples.chain(solution, 1, "-.."));
        filtering.add(Samples.chain(Samples.solution("b", "+"), 0, "+"));
        List<ExaminedChain> chains = filtering.finish();
        assertEquals(
                List.of(1, 1, 0), chains.stream().map(one -> one.rejections().size()).toList());
        Rejection reason = chains.getFirst().rejections().getFirst();
        assertEquals(RejectionReason.CONSENSUS, reason.reason());
        assertTrue(
                reason.detail().startsWith("1 of 2 chains disagree with gold; chain 2: Step 1"),
                reason.detail());
    }

    @Test
    void aShareOfTheChainsMayBeEnoughForConsensus() {
        Filtering filtering = new Filtering(new FilterPlan(List.of(new ConsensusFilter(0.5)), 0));
        Solution solution = Samples.solution("a", "+");
        filtering.add(Samples.chain(solution, 0, "+"));
        filtering.add(Samples.chain(solution, 1, "-"));
        assertTrue(filtering.finish().stream().allMatch(one -> one.rejections().isEmpty()));
    }

    @Test
    void aChainThatFailedIsNoSampleWhateverThePlan() {
        Filtering filtering = new Filtering(new FilterPlan(List.of(new ConsensusFilter(1)), 0));
        Solution solution = Samples.solution("a", "+");
        filtering.add(Samples.chain(solution, 0, "+"));
        filtering.add(
                Samples.with(
                        solution,
                        Protocol.THINKPRM,
                        1,
                        Samples.verdicts("."),
                        null,
                        0,
                        TokenTrace.EMPTY,
                        List.of(),
                        List.of(),
                        List.of(new ChainEvent(ChainEvent.Kind.FAILED, null, "out of memory")),
                        ChainEnd.FAILED));
        List<ExaminedChain> chains = filtering.finish();
        assertEquals(List.of(), chains.get(0).rejections());
        assertEquals(
                new Rejection("run", RejectionReason.UNFINISHED, null, "out of memory"),
                chains.get(1).rejections().getFirst());
    }

    private static SampledChain genPrm(
            List<ChainSection> sections, List<CodeCheck> checks, List<ChainEvent> events) {
        return Samples.with(
                Samples.solution("s", "+-?"),
                Protocol.GENPRM,
                0,
                Samples.verdicts("+-."),
                null,
                10,
                TokenTrace.EMPTY,
                sections,
                checks,
                events,
                ChainEnd.COMPLETED);
    }

    private static CodeCheck check(int step, int round, CodeOutcome outcome) {
        return new CodeCheck(step, round, "1", new CodeResult(outcome, "", "", 1, "t"), "");
    }

    @Test
    void codeMustHaveRunForEveryStepThatWasJudged() {
        CodeCheck first = new CodeCheck(0, 1, "1", RAN, "out");
        CodeCheck second = new CodeCheck(1, 1, "1", RAN, "out");
        FormatFilter all = FormatFilter.DEFAULT;
        assertEquals(List.of(), reasons(all, genPrm(List.of(), List.of(first, second), List.of())));
        assertEquals(
                List.of(RejectionReason.NO_CODE),
                reasons(all, genPrm(List.of(), List.of(first), List.of())));
        CodeCheck raised = check(1, 2, new CodeOutcome.Raised("NameError", "x", 1));
        SampledChain failed = genPrm(List.of(), List.of(first, second, raised), List.of());
        assertEquals(List.of(RejectionReason.CODE_FAILED), reasons(all, failed));
        assertEquals(
                List.of(), reasons(new FormatFilter(true, FormatFilter.Code.TRIED, true), failed));
        assertEquals(
                List.of(),
                reasons(
                        new FormatFilter(true, FormatFilter.Code.ANY, true),
                        genPrm(List.of(), List.of(), List.of())));
        assertEquals(
                List.of(RejectionReason.CODE_DROPPED),
                reasons(
                        all,
                        genPrm(
                                List.of(),
                                List.of(first, second),
                                List.of(
                                        new ChainEvent(
                                                ChainEvent.Kind.FALLBACK_ROUNDS_SPENT,
                                                1,
                                                "spent")))));
    }

    @Test
    void sectionsMustBeClosedAndTheChainComeToItsEnd() {
        FormatFilter filter = new FormatFilter(true, FormatFilter.Code.ANY, true);
        ChainSection open = new ChainSection(SectionKind.CRITIQUE, 1, new TokenSpan(0, 0), false);
        ChainSection decision =
                new ChainSection(SectionKind.SOLUTION_DECISION, null, new TokenSpan(0, 0), false);
        assertEquals(
                List.of(RejectionReason.OPEN_TAG),
                reasons(filter, genPrm(List.of(open, decision), List.of(), List.of())));
        assertEquals(List.of(), reasons(filter, genPrm(List.of(decision), List.of(), List.of())));
        assertEquals(
                List.of(RejectionReason.UNFINISHED),
                reasons(
                        filter,
                        genPrm(
                                List.of(),
                                List.of(),
                                List.of(new ChainEvent(ChainEvent.Kind.TRUNCATED, 0, "limit")))));
        ChainEvent dropped = new ChainEvent(ChainEvent.Kind.FALLBACK_ROUNDS_SPENT, 1, "spent");
        assertEquals(
                List.of(RejectionReason.UNFINISHED),
                reasons(
                        filter,
                        genPrm(
                                List.of(),
                                List.of(),
                                List.of(
                                        dropped,
                                        new ChainEvent(ChainEvent.Kind.TRUNCATED, 0, "limit")))));
        assertEquals(
                List.of(),
                reasons(
                        filter,
                        genPrm(
                                List.of(),
                                List.of(),
                                List.of(
                                        dropped,
                                        new ChainEvent(ChainEvent.Kind.TRUNCATED, 1, "limit")))));
        assertEquals(
                List.of(RejectionReason.UNREADABLE),
                reasons(filter, Samples.chain(Samples.solution("s", "++"), 0, "+?")));
    }

    @Test
    void aPeriodThatRepeatsIsALoopAndAppendedTextBreaksIt() {
        LoopFilter filter = new LoopFilter(new LoopRule(2, 8, 3, 6));
        assertEquals(List.of(RejectionReason.LOOP), reasons(filter, looping(false)));
        assertEquals(List.of(), reasons(filter, looping(true)));
    }

    private static SampledChain looping(boolean broken) {
        TokenTrace.Builder trace = new TokenTrace.Builder(0);
        for (int i = 0; i < 8; i++) {
            if (i == 4 && broken) {
                trace.fed(99, TokenOrigin.INJECTED);
            }
            trace.sampled(i % 2, 0, new int[0], new float[0]);
        }
        return Samples.with(
                Samples.solution("s", "+"),
                Protocol.THINKPRM,
                0,
                Samples.verdicts("+"),
                null,
                8,
                trace.build(),
                List.of(),
                List.of(),
                List.of(),
                ChainEnd.COMPLETED);
    }

    @Test
    void labelsOfOtherSourcesAreLeftOutAndMixedOnesSaid() {
        GoldLabels sampled = new GoldLabels("Monte Carlo", List.of(StepLabel.CORRECT));
        Filtering filtering = new Filtering(new FilterPlan(List.of(), 0));
        filtering.add(Samples.chain(Samples.solution("a", "+"), 0, "+"));
        filtering.add(Samples.chain(Samples.solution("b", sampled), 0, "+"));
        List<String> notices = summary(filtering.finish()).notices();
        assertTrue(
                notices.getFirst().contains("from 2 sources: Monte Carlo; human"),
                notices::toString);

        SourceFilter filter = new SourceFilter(List.of("human"));
        assertEquals(
                List.of(RejectionReason.OTHER_SOURCE),
                reasons(filter, Samples.chain(Samples.solution("b", sampled), 0, "+")));
        assertEquals(List.of(), reasons(filter, Samples.chain(Samples.solution("a", "+"), 0, "+")));
    }

    private static FilterSummary summary(List<ExaminedChain> chains) {
        return FilterSummary.of(
                chains.stream()
                        .map(one -> new ReviewedChain(one.facts(), one.rejections(), null))
                        .toList());
    }

    @Test
    void anEmptyResultSaysSo() {
        Filtering filtering = new Filtering(new FilterPlan(List.of(new LengthFilter(0, 1)), 0));
        filtering.add(Samples.chain(Samples.solution("a", "+"), 0, "+"));
        FilterSummary summary = summary(filtering.finish());
        assertEquals(0, summary.kept());
        assertTrue(summary.notices().getFirst().startsWith("No chain is kept"));
        assertEquals(
                List.of(new FilterSummary.ReasonCount("length", RejectionReason.TOO_LONG, 1, 1)),
                summary.reasons());
        assertTrue(summary(List.of()).notices().getFirst().startsWith("The run has no chains"));
    }
}
