package org.prmscope.decode;

import org.jspecify.annotations.Nullable;

/// Reads what may come next; samples nothing.
final class NextCall extends ChainCall {
    private @Nullable NextToken answer;

    NextCall(EngineChain chain, int[] labels) {
        super(chain, labels);
    }

    @Override
    boolean isComplete() {
        return answer != null;
    }

    @Override
    void accept(NextToken next, FullRow full) {
        answer = next;
    }

    NextToken answer() {
        NextToken found = answer;
        if (found == null) {
            throw new IllegalStateException("the call did not end well");
        }
        return found;
    }
}
