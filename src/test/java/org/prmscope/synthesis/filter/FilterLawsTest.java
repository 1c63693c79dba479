package org.prmscope.synthesis.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prmscope.core.FirstError;
import org.prmscope.core.Rejection;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.LoopRule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Laws that hold for all chains, tried on many drawn ones.
class FilterLawsTest {
    private static final int TRIALS = 300;

    private static List<ExaminedChain> apply(
            List<SampledChain> chains, long seed, Filter... filters) {
        Filtering filtering = new Filtering(new FilterPlan(List.of(filters), seed));
        chains.forEach(filtering::add);
        return filtering.finish();
    }

    private static List<ExaminedChain> kept(List<ExaminedChain> chains) {
        return chains.stream().filter(one -> one.rejections().isEmpty()).toList();
    }

    @Test
    void whatProcessKeepsOutcomeKeepsToo() {
        int both = 0;
        for (int seed = 0; seed < TRIALS; seed++) {
            for (SampledChain chain : Samples.random(seed)) {
                if (ProcessFilter.DEFAULT.examine(chain).isEmpty()) {
                    both++;
                    assertEquals(
                            List.of(),
                            new OutcomeFilter(OutcomeFilter.Gold.LABELS).examine(chain),
                            chain::toString);
                }
            }
        }
        assertTrue(both > TRIALS, "only " + both + " chains are kept at all");
    }

    @Test
    void whatConsensusKeepsProcessKeepsToo() {
        for (int seed = 0; seed < TRIALS; seed++) {
            List<SampledChain> chains = Samples.random(seed);
            List<ExaminedChain> consensus = apply(chains, 0, new ConsensusFilter(1));
            List<ExaminedChain> process = apply(chains, 0, ProcessFilter.DEFAULT);
            for (int at = 0; at < chains.size(); at++) {
                if (consensus.get(at).rejections().isEmpty()) {
                    assertEquals(List.of(), process.get(at).rejections());
                }
            }
        }
    }

    @Test
    void theOrderOfFiltersChangesNoReason() {
        for (int seed = 0; seed < TRIALS; seed++) {
            List<SampledChain> chains = Samples.random(seed);
            List<Filter> filters =
                    new ArrayList<>(
                            List.of(
                                    new OutcomeFilter(OutcomeFilter.Gold.LABELS),
                                    new LengthFilter(10, 350),
                                    new ConsensusFilter(0.5),
                                    new Cap.OfSolution(2),
                                    new Cap.OfPosition(3),
                                    new Cap.OfLabel(1.5)));
            List<Set<Rejection>> before = reasons(chains, seed, filters);
            Collections.shuffle(filters, new Random(seed));
            assertEquals(before, reasons(chains, seed, filters));
        }
    }

    private static List<Set<Rejection>> reasons(
            List<SampledChain> chains, long seed, List<Filter> filters) {
        return apply(chains, seed, filters.toArray(new Filter[0])).stream()
                .map(one -> Set.copyOf(one.rejections()))
                .toList();
    }

    @Test
    void theFirstReasonIsOfTheFirstFilterThatHasOne() {
        for (int seed = 0; seed < TRIALS; seed++) {
            for (ExaminedChain chain :
                    apply(
                            Samples.random(seed),
                            seed,
                            new Cap.OfSolution(1),
                            new LengthFilter(10, 300),
                            ProcessFilter.DEFAULT)) {
                List<String> names =
                        chain.rejections().stream().map(Rejection::filter).distinct().toList();
                List<String> order =
                        List.of("per-solution", "length", "process").stream()
                                .filter(names::contains)
                                .toList();
                assertEquals(order, names);
            }
        }
    }

    private static SampledChain withoutRecord(SampledChain sampled) {
        VerificationChain chain = sampled.chain();
        return new SampledChain(
                sampled.solution(),
                sampled.configuration(),
                new VerificationChain(
                        chain.solutionId(),
                        chain.index(),
                        chain.seed(),
                        TokenTrace.EMPTY,
                        List.of(),
                        List.of(),
                        chain.verdicts(),
                        chain.rounds(),
                        chain.solutionConfidence(),
                        chain.events(),
                        chain.end(),
                        chain.usage(),
                        chain.wallMs()));
    }

    @Test
    void filtersThatReadNoRecordSayTheSameOfAChainWithoutIt() {
        List<ChainFilter> filters =
                List.of(
                        ProcessFilter.DEFAULT,
                        new OutcomeFilter(OutcomeFilter.Gold.LABELS),
                        new LengthFilter(10, 350),
                        new FormatFilter(false, FormatFilter.Code.ANY, true));
        for (ChainFilter filter : filters) {
            assertFalse(filter.readsRecord(), filter::toString);
        }
        for (int seed = 0; seed < TRIALS; seed++) {
            for (SampledChain chain : Samples.random(seed)) {
                for (ChainFilter filter : filters) {
                    assertEquals(filter.examine(chain), filter.examine(withoutRecord(chain)));
                }
            }
        }
    }

    @Test
    void whatWasSaidBeforeStandsForTheRecord() {
        FilterPlan plan =
                new FilterPlan(
                        List.of(
                                FormatFilter.DEFAULT,
                                ProcessFilter.DEFAULT,
                                new LoopFilter(LoopRule.DEFAULT),
                                new Cap.OfSolution(2)),
                        1);
        for (int seed = 0; seed < TRIALS; seed++) {
            Filtering whole = new Filtering(plan);
            Filtering again = new Filtering(plan);
            for (SampledChain chain : Samples.random(seed)) {
                Map<ChainFilter, List<Rejection>> said = whole.add(chain, Map.of());
                said.keySet().removeIf(filter -> !filter.readsRecord());
                again.add(withoutRecord(chain), said);
            }
            assertEquals(whole.finish(), again.finish());
        }
    }

    @Test
    void noCapIsEverExceeded() {
        for (int seed = 0; seed < TRIALS; seed++) {
            List<SampledChain> chains = Samples.random(seed);
            Map<String, Integer> solutions = new HashMap<>();
            for (ExaminedChain chain : kept(apply(chains, seed, new Cap.OfSolution(2)))) {
                solutions.merge(chain.facts().solutionId(), 1, Integer::sum);
            }
            assertTrue(solutions.values().stream().allMatch(count -> count <= 2));

            Map<FirstError, Integer> positions = new HashMap<>();
            for (ExaminedChain chain : kept(apply(chains, seed, new Cap.OfPosition(3)))) {
                if (chain.facts().gold() instanceof FirstError.At at) {
                    positions.merge(at, 1, Integer::sum);
                }
            }
            assertTrue(positions.values().stream().allMatch(count -> count <= 3));

            int right = 0;
            int wrong = 0;
            for (ExaminedChain chain :
                    kept(apply(chains, seed, new Cap.OfLabel(1.5), new Cap.OfSolution(3)))) {
                right += chain.facts().gold() instanceof FirstError.None ? 1 : 0;
                wrong += chain.facts().gold() instanceof FirstError.At ? 1 : 0;
            }
            assertTrue(Math.max(right, wrong) <= 1.5 * Math.min(right, wrong), right + "/" + wrong);
        }
    }

    @Test
    void theSeedDecidesWhatACapLeavesOutAndNothingElse() {
        List<SampledChain> chains = new ArrayList<>();
        for (int index = 0; index < 40; index++) {
            chains.add(Samples.chain(Samples.solution("s", "+"), index, "+"));
        }
        Set<List<ExaminedChain>> seen = new HashSet<>();
        for (long seed = 0; seed < 4; seed++) {
            List<ExaminedChain> once = kept(apply(chains, seed, new Cap.OfSolution(5)));
            assertEquals(once, kept(apply(chains, seed, new Cap.OfSolution(5))));
            List<SampledChain> shuffled = new ArrayList<>(chains);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(
                    Set.copyOf(once),
                    Set.copyOf(kept(apply(shuffled, seed, new Cap.OfSolution(5)))));
            seen.add(once);
        }
        assertEquals(4, seen.size());
    }

    @Test
    void aFilterWrittenAsTextReadsBackTheSame() throws Exception {
        for (Filter filter :
                List.of(
                        new ProcessFilter(false, true),
                        ProcessFilter.DEFAULT,
                        new OutcomeFilter(OutcomeFilter.Gold.ANSWER),
                        new ConsensusFilter(0.25),
                        new FormatFilter(false, FormatFilter.Code.TRIED, true),
                        new LengthFilter(3, 4096),
                        new LoopFilter(new LoopRule(2, 9, 3, 40)),
                        new SourceFilter(List.of("a, \"b\" \\ c", "human")),
                        new Cap.OfSolution(1),
                        new Cap.OfPosition(20),
                        new Cap.OfLabel(1.5))) {
            assertEquals(filter, FilterText.parse(FilterText.of(filter)));
        }
        assertEquals(ProcessFilter.DEFAULT, FilterText.parse(" Process "));
        assertEquals(new LoopFilter(LoopRule.DEFAULT), FilterText.parse("loop"));
    }

    @Test
    void aFilterThatCannotBeReadIsReportedWithItsField() {
        assertSays("proces", "one of process, outcome");
        assertSays("length", "field max of length", "max=N");
        assertSays("length:max=many", "field max", "a whole number", "many");
        assertSays("length:max=4,max=5", "it once");
        assertSays("length:top=4", "one of min, max");
        assertSays("consensus:share=2", "above 0, at most 1");
        assertSays("process:later=never", "compare or ignore");
        assertSays("source:is=\"a", "a closing quote");
        assertSays("per-solution:max=0", "at least 1");
    }

    private static void assertSays(String text, String... parts) {
        String message =
                assertThrows(WorkbenchException.class, () -> FilterText.parse(text))
                        .report()
                        .text();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
