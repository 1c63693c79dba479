package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.TokenTrace;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.WorkbenchException;
import org.prmscope.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A chain of a [DecodeEngine].
///
/// Appended tokens are queued and computed together with the next token that is needed, so that a
/// prompt and its turns are one prefill and the last sampled token of a chain is not computed for
/// nothing.
///
/// Counts ([#usage()]): `generated` has every token sampled, the end token and tokens cut by a stop
/// string included. `prefilled` has every other token each time it is computed for this chain:
/// appended ones, continuations that were scored, and what a rewind makes the model compute again;
/// tokens that a row of the engine held already are not computed and not counted. `injected` is the
/// part of it whose origin is `INJECTED`. Queued tokens count when they are computed; guesses of
/// speculation that were wrong do not.
///
/// Log-probabilities are under the full softmax at temperature 1, whatever the sampling.
///
/// The caller's thread and the engine's take turns: while a call is under way the engine alone
/// changes the chain, otherwise the caller.
final class EngineChain implements ChainDecoder {
    /// Alternatives kept for every sampled token.
    static final int ALTERNATIVES = 5;

    /// A chain whose calls named so many labels is not given those of earlier calls any more.
    private static final int MAX_LABELS = 64;

    private final DecodeEngine engine;
    private final Tokenizer tokenizer;
    private final Set<Integer> endIds;
    private final LoopRule loopRule;
    private final int context;
    private final int vocabulary;
    private final long kvBytesPerToken;
    private final TokenChooser chooser;
    private final ChainRecord record;
    private final TreeMap<Integer, WatchedLogits> watched = new TreeMap<>();
    private int[] labels = {};
    private volatile boolean closed;
    private volatile @Nullable ChainCall call;

    /// The shortest it was since the last call.
    private int lowest = Integer.MAX_VALUE;

    /// The most tokens its row held; the engine's thread alone writes it.
    private volatile int mostHeld;

    /// The engine's: the chain's row, and how many of its tokens are the chain's first.
    @Nullable Row row;

    int matched;

    /// The engine's: the call it works at, or that waits for its place.
    @Nullable ChainCall working;

    /// The engine's: where the runs that computed this chain ended; what a reference computation
    /// repeats when it has to compute the chain again.
    final BitSet ends = new BitSet();

    EngineChain(
            DecodeEngine engine,
            Tokenizer tokenizer,
            Set<Integer> endIds,
            LoopRule loopRule,
            int context,
            int vocabulary,
            long kvBytesPerToken,
            TokenChooser chooser) {
        this.engine = engine;
        this.tokenizer = tokenizer;
        this.endIds = endIds;
        this.loopRule = loopRule;
        this.context = context;
        this.vocabulary = vocabulary;
        this.kvBytesPerToken = kvBytesPerToken;
        this.chooser = chooser;
        record = new ChainRecord(tokenizer, ALTERNATIVES);
    }

    @Override
    public int position() {
        return record.size();
    }

    @Override
    public int room() {
        return context - position();
    }

    @Override
    public void append(int[] ids, TokenOrigin origin) throws WorkbenchException {
        if (origin == TokenOrigin.GENERATED) {
            throw new IllegalArgumentException("appended tokens are not generated");
        }
        requireIdle();
        requireRoom(ids.length, "to append");
        record.fed(ids, origin);
    }

    @Override
    public Generation generate(GenerationRequest request, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        requireIdle();
        int[] ids = request.watched().stream().mapToInt(Integer::intValue).toArray();
        GenerateCall generate =
                new GenerateCall(this, request, labels(ids), tokenizer, endIds, loopRule);
        if (!generate.isComplete()) {
            run(generate, cancellation);
        }
        return generate.generation();
    }

    @Override
    public double[] score(List<int[]> continuations, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        requireIdle();
        List<int[]> copies = new ArrayList<>(continuations.size());
        for (int[] continuation : continuations) {
            if (continuation.length == 0) {
                throw new IllegalArgumentException("an empty continuation has no probability");
            }
            requireRoom(continuation.length, "to score");
            copies.add(continuation.clone());
        }
        int[] first = copies.stream().mapToInt(ids -> ids[0]).toArray();
        ScoreCall score = new ScoreCall(this, copies, labels(first));
        run(score, cancellation);
        return score.scores();
    }

    @Override
    public WatchedLogits next(List<Integer> ids, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        requireIdle();
        int[] asked = ids.stream().mapToInt(Integer::intValue).toArray();
        NextCall next = new NextCall(this, labels(asked));
        run(next, cancellation);
        return watch(next.answer(), ids);
    }

    @Override
    public Optional<WatchedLogits> watched(int position) {
        return Optional.ofNullable(watched.get(position));
    }

    @Override
    public void rewind(int position) {
        record.rewind(position);
        watched.tailMap(position, true).clear();
        lowest = Math.min(lowest, position);
    }

    @Override
    public TokenTrace snapshot() {
        return record.snapshot();
    }

    @Override
    public TokenUsage usage() {
        return record.usage();
    }

    @Override
    public long peakKvBytes() {
        return mostHeld * kvBytesPerToken;
    }

    /// Its row holds so many tokens now; called by the engine.
    void holds(int tokens) {
        if (tokens > mostHeld) {
            mostHeld = tokens;
        }
    }

    /// Ends a call that is under way on another thread.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            ChainCall current = call;
            if (current != null) {
                current.cancellation.cancel();
            }
            engine.release(this);
        }
    }

    ChainRecord record() {
        return record;
    }

    TokenChooser chooser() {
        return chooser;
    }

    int vocabulary() {
        return vocabulary;
    }

    /// Finds out what of the row is still this chain; called by the engine when a call begins.
    void begin() {
        if (lowest != Integer.MAX_VALUE) {
            ends.clear(lowest + 1, Math.max(lowest + 1, ends.length()));
            lowest = Integer.MAX_VALUE;
        }
        Row held = row;
        matched = held == null ? 0 : record.common(held.ids(), held.length());
    }

    /// Goes along the tokens that the row already holds, as after a guess that was right.
    void follow() {
        Row held = row;
        while (held != null
                && matched < Math.min(held.length(), position())
                && held.ids()[matched] == record.id(matched)) {
            record.known(matched, matched + 1);
            matched++;
        }
    }

    /// What the model says after the chain's last token, if the row knows.
    @Nullable NextToken answer(int[] asked) {
        Row held = row;
        int position = position();
        return held == null || matched < position ? null : held.answer(position, asked);
    }

    /// Adds a sampled token.
    void keep(int id, float logit, NextToken next, List<Integer> watchedIds) {
        if (!watchedIds.isEmpty()) {
            watched.put(position(), watch(next, watchedIds));
        }
        int count = Math.min(ALTERNATIVES, next.candidates());
        int[] alternatives = new int[count];
        float[] logProbabilities = new float[count];
        for (int k = 0; k < count; k++) {
            alternatives[k] = next.id(k);
            logProbabilities[k] = (float) (next.logit(k) - next.logSumExp());
        }
        record.sampled(id, (float) (logit - next.logSumExp()), alternatives, logProbabilities);
    }

    /// Puts back what a cut token leaves.
    void takeBack(int[] ids) {
        record.fed(ids, TokenOrigin.GENERATED);
        matched = Math.min(matched, position() - ids.length);
    }

    static void check(NextToken answer, int position) throws DecodingException {
        if (Double.isNaN(answer.logSumExp())) {
            throw new DecodingException(
                    new WorkbenchException.Report(
                            "The model computed logits that are not numbers",
                            "the chain at token " + position,
                            "finite logits",
                            "NaN or infinity",
                            "Export the model again; its weights hold NaN or overflow"));
        }
    }

    private void run(ChainCall made, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        if (cancellation.isCancelled()) {
            throw new CancelledException();
        }
        if (position() == 0) {
            throw new IllegalStateException("nothing to continue: append a prompt first");
        }
        call = made;
        try {
            engine.submit(made);
            try (var _ = cancellation.onCancel(made.cancellation::cancel)) {
                if (closed) {
                    made.cancellation.cancel();
                }
                made.await();
            }
        } finally {
            call = null;
            if (closed) {
                // Closed before the call was known: it may have got a row since.
                engine.release(this);
            }
        }
    }

    /// These labels and those of the calls before, which the same positions may be asked for.
    private int[] labels(int[] asked) {
        BitSet all = new BitSet();
        for (int id : asked) {
            all.set(id);
        }
        BitSet former = new BitSet();
        for (int id : labels) {
            former.set(id);
        }
        former.or(all);
        if (former.cardinality() <= MAX_LABELS) {
            labels = former.stream().toArray();
            return labels;
        }
        return all.stream().toArray();
    }

    private WatchedLogits watch(NextToken next, List<Integer> ids) {
        List<Float> logits = new ArrayList<>(ids.size());
        for (int id : ids) {
            logits.add(next.logitOf(id));
        }
        return new WatchedLogits(ids, logits, next.logSumExp());
    }

    private void requireIdle() {
        if (closed || call != null) {
            throw new IllegalStateException(
                    closed ? "the chain is closed" : "another call of the chain is under way");
        }
    }

    private void requireRoom(int tokens, String purpose) throws DecodingException {
        if (tokens > room()) {
            throw new DecodingException(
                    new WorkbenchException.Report(
                            "The model's context is full",
                            "the chain at token " + position(),
                            "room for %d tokens %s".formatted(tokens, purpose),
                            "room for %d of %d".formatted(room(), context),
                            "Use a model with a longer context or a shorter problem"));
        }
    }
}
