package org.prmscope.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Scaling;

import java.util.List;
import java.util.stream.IntStream;

class BudgetPlanTest {
    /// 32,768 tokens as ThinkPRM (arXiv 2504.16828) spreads them.
    private static final List<Scaling> PAPER =
            List.of(
                    Scaling.parallel(4).withBudget(32_768),
                    Scaling.sequential(4).withBudget(32_768));

    @Test
    void aLimitBeyondAllNumbersIsNoFailure() {
        RunConfiguration usual = RunConfiguration.of(Protocol.GENPRM);
        RunConfiguration endless =
                new RunConfiguration(
                        usual.protocol(),
                        usual.codeMode(),
                        usual.sampling(),
                        Integer.MAX_VALUE,
                        usual.maxCodeRounds(),
                        true,
                        1,
                        usual.codeLimits(),
                        Scaling.parallel(2).withBudget(8_192),
                        0);
        assertEquals(List.of(), BudgetPlan.of(endless, 8).warnings());
    }

    private static BudgetPlan plan(Protocol protocol, Scaling scaling) {
        return BudgetPlan.of(RunConfiguration.of(protocol).withScaling(scaling), 8);
    }

    private static Scaling mixed(int chains, int rounds, int budget) {
        return new Scaling(chains, rounds, Scaling.TRIGGERS, budget);
    }

    @Test
    void thePapersSpreadsAreSaidAsThePaperDoes() {
        List<String> texts =
                PAPER.stream().map(scaling -> plan(Protocol.THINKPRM, scaling).text()).toList();
        assertEquals(
                List.of(
                        "32,768 tokens a solution: 4 chains of 8,192 each.",
                        "32,768 tokens a solution: 1 chain of 32,768; in a chain 4 rounds of at"
                                + " least 8,192, and what one leaves the next may use."),
                texts);
        PAPER.forEach(
                scaling -> assertEquals(List.of(), plan(Protocol.THINKPRM, scaling).warnings()));
    }

    @Test
    void whatDoesNotDivideIsSaid() {
        BudgetPlan plan = plan(Protocol.THINKPRM, mixed(3, 2, 2_000));
        assertEquals(666, plan.perChain());
        assertEquals(333, plan.perRound());
        assertEquals(2, plan.remainder());
        assertEquals(
                "2,000 tokens a solution: 3 chains of 666 each, the first 2 with one token more; in"
                        + " a chain 2 rounds of at least 333, and what one leaves the next may use.",
                plan.text());
        assertTrue(plan(Protocol.THINKPRM, mixed(3, 1, 1_000)).text().contains(", the first with"));
    }

    @Test
    void planIsWhatTheEngineGives() {
        for (int chains = 1; chains <= 7; chains++) {
            for (int budget : new int[] {64, 1_000, 8_192}) {
                Scaling scaling = mixed(chains, 3, budget);
                BudgetPlan plan = plan(Protocol.GENPRM, scaling);
                int given =
                        IntStream.range(0, chains)
                                .mapToObj(scaling::chainBudget)
                                .mapToInt(one -> one == null ? 0 : one)
                                .sum();
                int planned = plan.perChain() == null ? 0 : plan.perChain();
                assertEquals(given, planned * chains + plan.remainder());
            }
        }
    }

    @Test
    void withoutABudgetThereIsNothingToSplit() {
        BudgetPlan plan = plan(Protocol.GENPRM, mixed(2, 3, 100).withBudget(null));
        assertNull(plan.perChain());
        assertEquals(
                "No budget: 2 chains of 3 rounds, each within the protocol's own limits.",
                plan.text());
        assertEquals(List.of(), plan.warnings());
    }

    @Test
    void sharesTooSmallForAJudgementAreWarnedOf() {
        assertEquals(
                List.of(
                        "A chain gets 100 tokens; the verdicts on 8 steps alone take about 128, so"
                                + " most judgements will be invalid."),
                plan(Protocol.GENPRM, mixed(4, 1, 400)).warnings());
        RunConfiguration rounds =
                RunConfiguration.of(Protocol.THINKPRM).withScaling(mixed(1, 4, 4_000));
        assertEquals(
                List.of(
                        "A round gets 1,000 tokens; a round over a solution took 1,500 on average,"
                                + " so many judgements will be cut off."),
                BudgetPlan.of(rounds, 8, 1_500).warnings());
        assertEquals(List.of(), BudgetPlan.of(rounds, 8, 900).warnings());
    }

    @Test
    void budgetsThatCannotBeSpentAreWarnedOf() {
        assertEquals(
                List.of(
                        "A chain gets 20,000 tokens and can use 8,192 at most (the protocol's own"
                                + " limit), so part of the budget cannot be spent."),
                plan(Protocol.THINKPRM, mixed(1, 1, 20_000)).warnings());
        assertEquals(List.of(), plan(Protocol.GENPRM, mixed(1, 1, 16_384)).warnings());
    }
}
