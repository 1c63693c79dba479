package org.prmscope.decode.onnx;

import org.prmscope.core.Cancellation;
import org.prmscope.core.Computation;
import org.prmscope.core.DecoderShape;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.KvRows;
import org.prmscope.decode.NextToken;

import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// A decoder graph over a pool of key-value rows.
///
/// The graph must be one that the import prepared: beside the logits it names the best candidates,
/// the normaliser and the asked labels' logits of the positions it is asked for, so that no array
/// over the vocabulary leaves it.
///
/// Cancellation ends a run between two operators. Not thread-safe, except that closing it waits for
/// a run: native code must not write to memory that was given back. Cancel first to be quick.
public final class OnnxCausalLm implements CausalLm {
    /// Tokens of one forward run on the CPU, for each thread. Longer runs were hardly faster (2
    /// threads, 1.5B int4: 66, 73, 76, 76 and 71 tokens/s at 32, 64, 128, 256 and 512), and another
    /// chain waits for a run.
    private static final int CHUNK_PER_THREAD = 64;

    private static final int MAX_CHUNK = 512;

    private static final int[] FIRST = {0};
    private static final int[] NONE = {};

    private final GraphSession session;
    private final OnnxModelFiles files;
    private final DecoderShape shape;
    private final Computation computation;
    private final int chunk;
    private final Lock running = new ReentrantLock();
    private final OnnxKvRows rows;
    private final RowAttention attention;
    private final RunTensors forwards;
    private final RunTensors steps;
    private final float[] row;
    private final GraphSession.ElementType cacheElement;
    private final OnnxGraphCheck graph;
    private LongSupplier nanoTime = () -> 0;
    private long runtimeNanos;
    private boolean closed;

    private OnnxCausalLm(
            GraphSession session,
            OnnxModelFiles files,
            OnnxGraphCheck graph,
            int maxRows,
            int chunk) {
        this.session = session;
        this.files = files;
        this.chunk = chunk;
        this.graph = graph;
        shape = files.shape();
        computation =
                new Computation(
                        session.device(), files.threads(), files.mode(), maxRows, files.kernels());
        cacheElement = graph.cacheElement();
        boolean packs = files.attention() == AttentionKind.CONCAT;
        rows = new OnnxKvRows(session, shape, cacheElement, packs, running);
        attention =
                switch (files.attention()) {
                    case SHARED ->
                            new InPlaceAttention(
                                    session,
                                    files.names(),
                                    shape.layers(),
                                    rows,
                                    session.replays());
                    case CONCAT ->
                            new PackedAttention(session, files.names(), shape, rows, cacheElement);
                };
        forwards = new RunTensors(session, files, graph);
        steps = new RunTensors(session, files, graph);
        row = new float[shape.vocabularySize()];
    }

    /// Loads a graph on the CPU and computes one token with it, so that broken weights are found
    /// here. The pool has one row with room for little then.
    ///
    /// @param cache folder for ONNX Runtime's libraries, see [OnnxNatives]
    /// @param maxRows chains that one step will compute together, for the record
    /// @throws WorkbenchException if the graph cannot be loaded, is no decoder of the given shape,
    ///   or computes NaN
    public static OnnxCausalLm openOnCpu(Path cache, OnnxModelFiles files, int maxRows)
            throws WorkbenchException {
        return open(
                JavaGraphSession.open(OnnxNatives.load(cache), files),
                files,
                maxRows,
                cpuChunk(files.threads()));
    }

    /// @param session of these files; belongs to the model and is closed with it, or here if this
    ///   fails
    /// @param chunk tokens of one forward run at most
    static OnnxCausalLm open(GraphSession session, OnnxModelFiles files, int maxRows, int chunk)
            throws WorkbenchException {
        OnnxCausalLm lm = null;
        boolean sound = false;
        try {
            OnnxGraphCheck graph = new OnnxGraphCheck(files, session);
            graph.check();
            lm = new OnnxCausalLm(session, files, graph, maxRows, chunk);
            lm.rows.resize(1, Math.min(chunk, files.shape().contextLength()), new int[0]);
            lm.probe();
            sound = true;
            return lm;
        } finally {
            if (!sound) {
                if (lm == null) {
                    session.close();
                } else {
                    lm.close();
                }
            }
        }
    }

    @Override
    public DecoderShape shape() {
        return shape;
    }

    @Override
    public Computation computation() {
        return computation;
    }

    @Override
    public KvRows rows() {
        return rows;
    }

    /// Of the keys and values, and so of what is computed in.
    GraphSession.ElementType cacheElement() {
        return cacheElement;
    }

    @Override
    public int chunk() {
        return chunk;
    }

    @Override
    public boolean isSound() {
        return session.isSound();
    }

    @Override
    public NextToken[] forward(
            int row, int held, int[] tokens, int[] wanted, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        if (tokens.length < 1 || tokens.length > chunk) {
            throw new IllegalArgumentException(
                    "1 to %d tokens, not %d".formatted(chunk, tokens.length));
        }
        requireRoom(held, tokens.length);
        requireAscending(wanted, tokens.length);
        requireInVocabulary(tokens);
        requireInVocabulary(labels);
        running.lock();
        try {
            requireOpen();
            boolean together = !graph.takesOneTokenAfterPast();
            if (together || tokens.length == 1 || (held == 0 && graph.takesCacheBranch())) {
                return forwardTogether(row, held, tokens, wanted, labels, cancellation);
            }
            NextToken[] answers = new NextToken[wanted.length];
            int answered = 0;
            for (int i = 0; i < tokens.length; i++) {
                int[] one = {tokens[i]};
                boolean asked = answered < wanted.length && wanted[answered] == i;
                NextToken[] found =
                        forwardTogether(
                                row, held + i, one, asked ? FIRST : NONE, labels, cancellation);
                if (asked) {
                    answers[answered] = found[0];
                    answered++;
                }
            }
            return answers;
        } finally {
            running.unlock();
        }
    }

    @Override
    public NextToken[] step(int[] held, int[] tokens, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        int batch = tokens.length;
        if (batch < 1 || batch > rows.rows() || held.length < batch) {
            throw new IllegalArgumentException(
                    "%d tokens, %d lengths, %d rows".formatted(batch, held.length, rows.rows()));
        }
        for (int i = 0; i < batch; i++) {
            requireRoom(held[i], 1);
        }
        requireInVocabulary(tokens);
        requireInVocabulary(labels);
        running.lock();
        try {
            requireOpen();
            if (graph.takesRowsOfDifferentLengths() || areEqual(held, batch)) {
                return stepTogether(0, batch, held, tokens, labels, cancellation);
            }
            NextToken[] answers = new NextToken[batch];
            for (int i = 0; i < batch; i++) {
                int[] before = {held[i]};
                int[] one = {tokens[i]};
                answers[i] = stepTogether(i, 1, before, one, labels, cancellation)[0];
            }
            return answers;
        } finally {
            running.unlock();
        }
    }

    @Override
    public float[] row(int row, int held, int token, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        int[] tokens = {token};
        requireRoom(held, 1);
        requireInVocabulary(tokens);
        running.lock();
        try {
            requireOpen();
            int[] before = {held};
            forwards.tokens(1, 1, tokens, before);
            forwards.askForAll();
            run(forwards, row, 1, before, 1, cancellation);
            forwards.all(this.row);
            return this.row;
        } finally {
            running.unlock();
        }
    }

    @Override
    public void timeBy(LongSupplier clock) {
        nanoTime = clock;
    }

    @Override
    public long runtimeNanos() {
        return runtimeNanos;
    }

    @Override
    public void close() {
        running.lock();
        try {
            if (!closed) {
                closed = true;
                forwards.close();
                steps.close();
                attention.close();
                rows.close();
                session.close();
            }
        } finally {
            running.unlock();
        }
    }

    private NextToken[] forwardTogether(
            int row, int held, int[] tokens, int[] wanted, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        int[] before = {held};
        forwards.tokens(1, tokens.length, tokens, before);
        forwards.ask(1, wanted.length == 0 ? FIRST : wanted, labels);
        run(forwards, row, 1, before, tokens.length, cancellation);
        return forwards.answers(1, wanted.length, labels);
    }

    private NextToken[] stepTogether(
            int first, int batch, int[] held, int[] tokens, int[] labels, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        steps.tokens(batch, 1, tokens, held);
        steps.ask(batch, FIRST, labels);
        attention.bind(first, batch, held, 1, steps.inputs(), steps.outputs());
        long start = nanoTime.getAsLong();
        try {
            session.step(steps.inputs(), steps.outputs(), cancellation);
        } finally {
            runtimeNanos += nanoTime.getAsLong() - start;
        }
        attention.keep(first, batch, held, 1);
        return steps.answers(batch, 1, labels);
    }

    private static boolean areEqual(int[] held, int batch) {
        for (int i = 1; i < batch; i++) {
            if (held[i] != held[0]) {
                return false;
            }
        }
        return true;
    }

    private void run(
            RunTensors tensors,
            int first,
            int count,
            int[] held,
            int tokens,
            Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        attention.bind(first, count, held, tokens, tensors.inputs(), tensors.outputs());
        long start = nanoTime.getAsLong();
        try {
            session.run(tensors.inputs(), tensors.outputs(), cancellation);
        } finally {
            runtimeNanos += nanoTime.getAsLong() - start;
        }
        attention.keep(first, count, held, tokens);
    }

    private void probe() throws WorkbenchException {
        try {
            Cancellation never = new Cancellation();
            double sum = forward(0, 0, FIRST, FIRST, FIRST, never)[0].logSumExp();
            if (Double.isFinite(sum)) {
                return;
            }
            float[] logits = row(0, 0, 0, never);
            String found = "a normaliser of " + sum;
            for (int id = logits.length - 1; id >= 0; id--) {
                if (Float.isNaN(logits[id]) || logits[id] == Float.POSITIVE_INFINITY) {
                    found = "%s for token %d".formatted(logits[id], id);
                }
            }
            throw OnnxException.notNumbers(
                    new WorkbenchException.Report(
                            "The model's weights hold NaN or overflow",
                            files.source().toString(),
                            "finite logits after token 0",
                            found,
                            "Export the model again, and check the checkpoint it came from"));
        } catch (CancelledException e) {
            throw new IllegalStateException("nobody could cancel this", e);
        }
    }

    /// Tokens that one forward run on the CPU should compute at most.
    static int cpuChunk(int threads) {
        return (int) Math.min(MAX_CHUNK, (long) CHUNK_PER_THREAD * threads);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    private void requireRoom(int held, int tokens) {
        if (held < 0 || held > rows.capacity() - tokens) {
            throw new IllegalArgumentException(
                    "%d and %d tokens in a row of %d".formatted(held, tokens, rows.capacity()));
        }
    }

    private static void requireAscending(int[] wanted, int tokens) {
        int last = -1;
        for (int index : wanted) {
            if (index <= last || index >= tokens) {
                throw new IllegalArgumentException("index %d of %d".formatted(index, tokens));
            }
            last = index;
        }
    }

    private void requireInVocabulary(int[] tokens) throws OnnxException {
        for (int token : tokens) {
            if (token < 0 || token >= shape.vocabularySize()) {
                throw new OnnxException(
                        new WorkbenchException.Report(
                                "The tokenizer and the model do not belong together",
                                files.source().toString(),
                                "token ids of 0 to " + (shape.vocabularySize() - 1),
                                "token " + token,
                                "Use the tokenizer.json that the model was exported with"));
            }
        }
    }
}
