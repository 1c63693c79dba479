package org.prmscope.decode;

import org.prmscope.core.WorkbenchException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// One step of several chains: brings their rows to the front of the pool, and gives each its
/// answer.
final class BatchRuns {
    private static final int[] NONE = {};

    private final ModelRuns model;
    private final RowPool pool;
    private final EngineMeter meter;

    /// The calls that the labels were put together for.
    private final List<ChainCall> labelled = new ArrayList<>();

    private int[] labels = NONE;
    private int[] held = NONE;
    private int[] tokens = NONE;

    BatchRuns(ModelRuns model, RowPool pool, EngineMeter meter) {
        this.model = model;
        this.pool = pool;
        this.meter = meter;
    }

    /// Computes the last token of each call's chain.
    ///
    /// @throws CancelledException if any call of the engine was cancelled
    void step(List<ChainCall> batch) throws WorkbenchException, CancelledException {
        arrange(batch);
        label(batch);
        NextToken[] answers = model.step(held, tokens, labels);
        for (ChainCall call : batch) {
            stepped(call.chain, answers);
        }
    }

    private void stepped(EngineChain chain, NextToken[] answers) {
        Row row = RowRuns.held(chain);
        row.add(tokens[row.index]);
        int position = row.length();
        chain.matched = position;
        meter.prefilled(chain.record().computed(position - 1, position));
        row.answered(position, new NextToken[] {answers[row.index]});
    }

    /// A hole in front is filled by copying; a row in the way, of a chain that waits or of none,
    /// changes places.
    private void arrange(List<ChainCall> batch) {
        int count = batch.size();
        batch.forEach(call -> call.stepping = true);
        try {
            int hole = 0;
            for (ChainCall call : batch) {
                Row row = RowRuns.held(call.chain);
                if (row.index >= count) {
                    while (isStepping(pool.rows().get(hole))) {
                        hole++;
                    }
                    pool.place(row, hole);
                }
            }
        } finally {
            batch.forEach(call -> call.stepping = false);
        }
        if (tokens.length != count) {
            tokens = new int[count];
            held = new int[count];
        }
        for (ChainCall call : batch) {
            EngineChain chain = call.chain;
            Row row = RowRuns.held(chain);
            int before = chain.position() - 1;
            row.truncate(before);
            chain.matched = before;
            held[row.index] = before;
            tokens[row.index] = chain.record().id(before);
        }
    }

    private static boolean isStepping(Row row) {
        return row.owner != null && row.owner.working != null && row.owner.working.stepping;
    }

    private void label(List<ChainCall> batch) {
        if (!labelled.equals(batch)) {
            BitSet union = new BitSet();
            for (ChainCall call : batch) {
                for (int label : call.labels) {
                    union.set(label);
                }
            }
            labels = union.stream().toArray();
            labelled.clear();
            labelled.addAll(batch);
        }
    }
}
