package org.prmscope.bench;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ComputeMode;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.CausalLm;
import org.prmscope.decode.DecodeEngine;
import org.prmscope.decode.EngineLimits;
import org.prmscope.decode.EngineStatistics;
import org.prmscope.decode.LoopRule;
import org.prmscope.decode.Speculation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Measures a model on this machine; takes minutes with a large one. Nothing else should run
/// meanwhile.
public final class ModelBench {
    private static final int CHAINS = 8;
    private static final int STEPS = 72;
    private static final int ROUNDS = 3;
    private static final int PREFILL = 256;
    private static final int FIRST_TOKEN_PROMPT = 128;
    private static final int LONG_PROMPT = 1_024;
    private static final double SHORT_PREFILL_SECONDS = 1.5;

    private final BenchSubject subject;
    private final Plan plan;
    private final LongSupplier nanoTime;
    private final Consumer<String> progress;

    /// What is measured besides the speed of computing.
    ///
    /// @param genPrm whether the recorded solution is verified: some 17 chains of about 2,000
    ///   tokens
    /// @param kvBytes what the key-value rows may take
    public record Plan(
            String version,
            String commit,
            String date,
            String machine,
            boolean genPrm,
            long kvBytes) {}

    public ModelBench(
            BenchSubject subject, Plan plan, LongSupplier nanoTime, Consumer<String> progress) {
        this.subject = subject;
        this.plan = plan;
        this.nanoTime = nanoTime;
        this.progress = progress;
    }

    /// Measures everything.
    ///
    /// @throws WorkbenchException if the model cannot be opened or fails
    public BenchReport run() throws WorkbenchException, InterruptedException {
        progress.accept("prefill");
        List<BenchReport.Prefill> prefill;
        int context;
        try (CausalLm first = subject.open(ComputeMode.FAST)) {
            context = first.shape().contextLength();
            prefill = prefill(first);
        }
        BenchReport.GenPrm genPrm = plan.genPrm() ? genPrm() : null;
        try (DecodeEngine engine = engine(Speculation.OFF, CHAINS)) {
            EngineMeasurements measurements =
                    new EngineMeasurements(engine, subject.tokenizer().size(), nanoTime);
            progress.accept("first token");
            double firstToken = measurements.firstTokenMs(FIRST_TOKEN_PROMPT);
            // The first steps of a program are slow: its own code is not compiled yet.
            progress.accept("warming up");
            measurements.decode(CHAINS, STEPS);
            List<BenchReport.Decode> decode = new ArrayList<>();
            for (int chains = 1; chains <= CHAINS; chains *= 2) {
                progress.accept("decode of %d chains".formatted(chains));
                decode.add(best(measurements, chains));
            }
            progress.accept("cancel");
            BenchReport.Cancel cancel = measurements.cancel(Math.min(LONG_PROMPT, context / 2));
            // Before the arrays that the next measurement needs.
            OptionalLong peak = PeakMemory.bytes();
            progress.accept("memory bandwidth and the plain loop");
            LoopMeasurement loops = new LoopMeasurement(subject, measurements, nanoTime);
            LoopMeasurement.Measured measured = loops.measure(engine.computation().threads());
            return new BenchReport(
                    plan.version(),
                    plan.commit(),
                    plan.date(),
                    plan.machine(),
                    subject.identity(),
                    engine.computation(),
                    subject.loadMs(),
                    measured.bandwidth(),
                    prefill,
                    firstToken,
                    FIRST_TOKEN_PROMPT,
                    measured.bare(),
                    decode,
                    cancel,
                    genPrm,
                    peak.isPresent() ? (Long) peak.getAsLong() : null);
        }
    }

    /// The fastest of some rounds: what disturbs a measurement only makes it slower.
    private static BenchReport.Decode best(EngineMeasurements measurements, int chains)
            throws WorkbenchException, InterruptedException {
        BenchReport.Decode best = measurements.decode(chains, STEPS);
        for (int round = 1; round < ROUNDS; round++) {
            BenchReport.Decode next = measurements.decode(chains, STEPS);
            best = next.tokensPerSecond() > best.tokensPerSecond() ? next : best;
        }
        return best;
    }

    private List<BenchReport.Prefill> prefill(CausalLm lm) throws WorkbenchException {
        List<BenchReport.Prefill> rates = new ArrayList<>();
        int longest = Math.min(Math.max(PREFILL, lm.chunk()), lm.shape().contextLength());
        lm.rows().resize(1, longest, new int[lm.rows().rows()]);
        for (int chunk = 16; chunk <= lm.chunk(); chunk *= 2) {
            int[] tokens = new int[chunk];
            double best = 0;
            double seconds = 0;
            for (int round = 0; round < 2 || seconds < SHORT_PREFILL_SECONDS; round++) {
                long start = nanoTime.getAsLong();
                try {
                    for (int held = 0; held + chunk <= longest; held += chunk) {
                        lm.forward(0, held, tokens, new int[0], new int[0], new Cancellation());
                    }
                } catch (CancelledException e) {
                    throw new IllegalStateException("nobody could cancel this", e);
                }
                double took = (nanoTime.getAsLong() - start) / 1e9;
                seconds += took;
                best = Math.max(best, longest / chunk * chunk / took);
            }
            rates.add(new BenchReport.Prefill(chunk, best));
        }
        return rates;
    }

    private BenchReport.@Nullable GenPrm genPrm() throws WorkbenchException, InterruptedException {
        GenPrmMeasurement measurement = new GenPrmMeasurement(subject, nanoTime);
        List<GenPrmMeasurement.Verified> serial = new ArrayList<>();
        double serialMs = 0;
        double oneMs = 0;
        try (CausalLm lm = subject.open(ComputeMode.FAST)) {
            for (int chain = 0; chain < CHAINS; chain++) {
                progress.accept("GenPRM chain %d of %d alone".formatted(chain + 1, CHAINS));
                try (DecodeEngine engine = over(new Lent(lm), Speculation.OFF, 1)) {
                    long start = nanoTime.getAsLong();
                    serial.addAll(measurement.together(engine, chain, 1));
                    double took = (nanoTime.getAsLong() - start) / 1e6;
                    serialMs += took;
                    oneMs = chain == 0 ? took : oneMs;
                }
            }
            if (!serial.stream().allMatch(GenPrmMeasurement.Verified::isWhole)) {
                progress.accept("GenPRM is left out: the model's context is too short for it");
                return null;
            }
            progress.accept("GenPRM chain with speculation");
            double speculatingMs;
            EngineStatistics speculated;
            try (DecodeEngine engine = over(new Lent(lm), Speculation.AUTOMATIC, 1)) {
                long start = nanoTime.getAsLong();
                measurement.together(engine, 0, 1);
                speculatingMs = (nanoTime.getAsLong() - start) / 1e6;
                speculated = engine.statistics();
            }
            progress.accept("%d GenPRM chains together".formatted(CHAINS));
            try (DecodeEngine engine = over(new Lent(lm), Speculation.OFF, CHAINS)) {
                long start = nanoTime.getAsLong();
                List<GenPrmMeasurement.Verified> together = measurement.together(engine, 0, CHAINS);
                double togetherMs = (nanoTime.getAsLong() - start) / 1e6;
                return report(
                        serial, together, oneMs, speculatingMs, speculated, serialMs, togetherMs);
            }
        }
    }

    private static BenchReport.GenPrm report(
            List<GenPrmMeasurement.Verified> serial,
            List<GenPrmMeasurement.Verified> together,
            double oneMs,
            double speculatingMs,
            EngineStatistics speculated,
            double serialMs,
            double togetherMs) {
        GenPrmMeasurement.Verified one = serial.getFirst();
        DistinctTokens alone = new DistinctTokens();
        alone.add(one.chain().tokens());
        DistinctTokens all = new DistinctTokens();
        long prefilled = 0;
        for (GenPrmMeasurement.Verified verified : together) {
            all.add(verified.chain().tokens());
            prefilled += verified.chain().usage().prefilled();
        }
        return new BenchReport.GenPrm(
                alone.appended(),
                one.chain().usage().prefilled(),
                one.resent(),
                one.chain().usage().generated(),
                oneMs,
                speculatingMs,
                speculated.drafted(),
                speculated.accepted(),
                together.size(),
                all.appended(),
                prefilled,
                serialMs,
                togetherMs);
    }

    private DecodeEngine engine(Speculation speculation, int rows) throws WorkbenchException {
        return over(subject.open(ComputeMode.FAST), speculation, rows);
    }

    private DecodeEngine over(CausalLm lm, Speculation speculation, int rows) {
        return new DecodeEngine(
                lm,
                new EngineLimits(rows, 1, plan.kvBytes()),
                subject.tokenizer(),
                subject.template().endIds(),
                LoopRule.DEFAULT,
                nanoTime,
                speculation);
    }
}
