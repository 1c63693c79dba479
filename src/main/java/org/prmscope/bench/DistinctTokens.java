package org.prmscope.bench;

import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenTrace;

import java.util.HashSet;
import java.util.Set;

/// Counts the positions of several chains that no other chain shares with the same tokens before
/// it: the nodes of their prefix tree. What has to be prefilled at least is the nodes that nobody
/// sampled.
final class DistinctTokens {
    private static final long ROOT = 0x9E3779B97F4A7C15L;

    private final Set<Long> nodes = new HashSet<>();
    private int appended;

    /// Adds a chain. A node is known by a 64-bit hash of the path to it; two of some 10,000 paths
    /// collide with a probability below 1e-11.
    void add(TokenTrace trace) {
        long path = ROOT;
        for (int position = 0; position < trace.size(); position++) {
            path = mix(path ^ (trace.id(position) + ROOT));
            if (nodes.add(path) && trace.origin(position) != TokenOrigin.GENERATED) {
                appended++;
            }
        }
    }

    /// Distinct tokens that were given, not sampled.
    int appended() {
        return appended;
    }

    /// SplitMix64's finaliser (Steele et al., OOPSLA 2014).
    private static long mix(long value) {
        long z = value + ROOT;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
