package org.prmscope.decode;

/// Watches one stretch of sampled tokens for loops, token by token.
///
/// Keeps the last `maxPeriod` ids and, for every period, how many tokens in a row were equal to the
/// one a period earlier; a token costs `maxPeriod` comparisons.
final class LoopDetector {
    private final LoopRule rule;
    private final int[] recent;
    private final int[] equalRun;
    private int size;

    LoopDetector(LoopRule rule) {
        this.rule = rule;
        recent = new int[rule.maxPeriod()];
        equalRun = new int[rule.maxPeriod() + 1];
    }

    /// Whether the stretch ends in a loop once `id` is added.
    boolean accept(int id) {
        boolean loop = false;
        for (int period = rule.minPeriod(); period <= Math.min(rule.maxPeriod(), size); period++) {
            int earlier = recent[(size - period) % recent.length];
            equalRun[period] = earlier == id ? equalRun[period] + 1 : 0;
            int repeated = equalRun[period] + period;
            loop |= repeated >= Math.max((long) rule.minRepeats() * period, rule.minTokens());
        }
        recent[size % recent.length] = id;
        size++;
        return loop;
    }
}
