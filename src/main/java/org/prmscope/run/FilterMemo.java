package org.prmscope.run;

import org.prmscope.core.Rejection;
import org.prmscope.synthesis.filter.ChainFilter;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What filters that read whole records said of chains, so that trying other filters beside them
/// reads no record again. Keeps the filters used last. Thread-safe.
final class FilterMemo {
    private static final int FILTERS_KEPT = 6;

    /// A chain's place; one that was made again took another time.
    private record Chain(long run, ChainKey key, double wallMs) {
        static Chain of(ChainResult chain) {
            return new Chain(
                    chain.runId(),
                    new ChainKey(chain.solutionId(), chain.chainIndex()),
                    chain.wallMs());
        }
    }

    private final Map<ChainFilter, Map<Chain, List<Rejection>>> said =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<ChainFilter, Map<Chain, List<Rejection>>> eldest) {
                    return size() > FILTERS_KEPT;
                }
            };

    /// What these filters said of a chain; those that were not asked are missing.
    synchronized Map<ChainFilter, List<Rejection>> of(ChainResult chain, List<ChainFilter> asked) {
        Chain place = Chain.of(chain);
        Map<ChainFilter, List<Rejection>> known = new HashMap<>();
        for (ChainFilter filter : asked) {
            Map<Chain, List<Rejection>> answers = said.get(filter);
            List<Rejection> answer = answers == null ? null : answers.get(place);
            if (answer != null) {
                known.put(filter, answer);
            }
        }
        return known;
    }

    synchronized void put(ChainResult chain, Map<ChainFilter, List<Rejection>> answers) {
        Chain place = Chain.of(chain);
        answers.forEach((filter, answer) ->
                said.computeIfAbsent(filter, _ -> new HashMap<>()).put(place, answer));
    }
}
