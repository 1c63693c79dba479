package org.prmscope.decode;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Computation;
import org.prmscope.core.WorkbenchException;
import org.prmscope.tokenizer.Tokenizer;

import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Decodes many chains with one model, as many at a time as its rows allow.
///
/// Every chain is used by a thread of its own, which blocks in its calls; one platform thread owns
/// the model and works at all calls together. What a chain appends is computed only as far as no
/// row holds it already. See [Scheduler] for who comes first and what gives way where memory is
/// short.
///
/// The methods are thread-safe; the chains are not, as [ChainDecoder] says.
public final class DecodeEngine implements AutoCloseable {
    /// Alternatives kept for every sampled token.
    public static final int ALTERNATIVES = EngineChain.ALTERNATIVES;

    private final CausalLm lm;
    private final EngineLimits limits;
    private final Tokenizer tokenizer;
    private final Set<Integer> endIds;
    private final LoopRule loopRule;
    private final EngineMeter meter;
    private final Scheduler scheduler;
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Object closing = new Object();
    private final Thread thread;
    private boolean closed;

    /// @param lm used by the engine's thread alone from now on, and closed with the engine
    /// @param endIds tokens that end generation
    /// @param nanoTime a clock in nanoseconds, such as `System::nanoTime`
    public DecodeEngine(
            CausalLm lm,
            EngineLimits limits,
            Tokenizer tokenizer,
            List<Integer> endIds,
            LoopRule loopRule,
            LongSupplier nanoTime,
            Speculation speculation) {
        this.lm = lm;
        this.limits = limits;
        this.tokenizer = tokenizer;
        this.endIds = Set.copyOf(endIds);
        this.loopRule = loopRule;
        meter = new EngineMeter(nanoTime, limits.maxRows());
        scheduler = new Scheduler(lm, limits, meter, speculation);
        thread = Thread.ofPlatform().name("decode-engine").daemon(true).unstarted(this::work);
        thread.start();
    }

    /// An empty chain; it takes memory when its first tokens are computed.
    ///
    /// @param seed of the chain's draws
    public ChainDecoder newChain(long seed) {
        return newChain(new Sampler(seed));
    }

    /// An empty chain whose tokens are chosen in another way.
    public ChainDecoder newChain(TokenChooser chooser) {
        return new EngineChain(
                this,
                tokenizer,
                endIds,
                loopRule,
                lm.shape().contextLength(),
                lm.shape().vocabularySize(),
                lm.shape().kvBytesPerToken(),
                chooser);
    }

    /// How the model is computed.
    public Computation computation() {
        return lm.computation();
    }

    /// Whether chains can still be computed: it is open, its model is sound, and no run ended in a
    /// way that leaves its rows in doubt. Otherwise the model must be opened again.
    public boolean isUsable() {
        return !isClosed() && lm.isSound() && !scheduler.isInDoubt();
    }

    /// What was done so far.
    public EngineStatistics statistics() {
        return meter.snapshot(lm.rows().bytes(), limits.kvBytes());
    }

    /// Ends all calls that are under way as cancelled, waits for the model's run to end, and closes
    /// the model. Chains stay readable.
    @Override
    public void close() {
        synchronized (closing) {
            if (!closed) {
                closed = true;
                inbox.add(DecodeEngine::wake);
            }
        }
        scheduler.stop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Hands a call to the engine's thread; the caller then waits for it.
    void submit(ChainCall call) throws DecodingException {
        // Kept for the life of the call, which is that of its cancellation.
        var _ =
                call.cancellation.onCancel(() -> {
                    scheduler.interrupt();
                    inbox.add(DecodeEngine::wake);
                });
        synchronized (closing) {
            if (closed) {
                throw new DecodingException(
                        new WorkbenchException.Report(
                                "The model is closed",
                                "the chain at token " + call.chain.position(),
                                "",
                                "",
                                "Open the model again"));
            }
            inbox.add(() -> scheduler.arrive(call));
        }
    }

    void release(EngineChain chain) {
        synchronized (closing) {
            if (!closed) {
                inbox.add(() -> scheduler.release(chain));
            }
        }
    }

    /// Does nothing but end the wait for something to do.
    private static void wake() {}

    private void work() {
        try {
            while (!isClosed()) {
                @Nullable Runnable message = scheduler.hasWork() ? expected() : inbox.take();
                long start = meter.now();
                long spent = meter.spentNanos();
                while (message != null) {
                    deliver(message);
                    message = inbox.poll();
                }
                if (scheduler.hasWork() && !isClosed()) {
                    turn();
                    meter.turn(meter.now() - start, spent);
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if somebody does, it is to end it.
            synchronized (closing) {
                closed = true;
            }
        } finally {
            finish();
        }
    }

    /// The next message; waits a little where one is expected soon.
    private @Nullable Runnable expected() throws InterruptedException {
        long end = meter.now() + scheduler.patience();
        while (true) {
            long left = Math.min(end - meter.now(), scheduler.patience());
            Runnable message = left > 0 ? inbox.poll(left, TimeUnit.NANOSECONDS) : inbox.poll();
            if (left <= 0 || message == null || isClosed()) {
                return message;
            }
            deliver(message);
        }
    }

    private void deliver(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException | Error e) {
            scheduler.endAll(e, true);
        }
    }

    private void turn() {
        @Nullable Throwable broken = null;
        try {
            scheduler.turn();
        } catch (RuntimeException | Error e) {
            // A bug here must not leave callers waiting; what the rows hold is in doubt.
            broken = e;
        }
        WorkbenchException lost = scheduler.takeLoss();
        if (lost != null) {
            scheduler.endAll(lost, true);
        } else if (broken != null) {
            scheduler.endAll(broken, true);
        }
    }

    private void finish() {
        synchronized (closing) {
            closed = true;
        }
        try {
            for (Runnable message = inbox.poll(); message != null; message = inbox.poll()) {
                message.run();
            }
            scheduler.endAll(new CancelledException(), false);
        } finally {
            lm.close();
        }
    }

    private boolean isClosed() {
        synchronized (closing) {
            return closed;
        }
    }
}
