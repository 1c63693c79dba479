package org.prmscope.bench;

import org.prmscope.core.Cancellation;
import org.prmscope.core.ChainEnd;
import org.prmscope.core.Protocol;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.Verdict;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.DecodeEngine;
import org.prmscope.verify.VerificationContext;
import org.prmscope.verify.VerificationProtocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/// Verifies the recorded solution with the GenPRM protocol; its code is executed.
final class GenPrmMeasurement {
    private final BenchSubject subject;
    private final RecordedSolution recorded = RecordedSolution.read();
    private final LongSupplier nanoTime;

    GenPrmMeasurement(BenchSubject subject, LongSupplier nanoTime) {
        this.subject = subject;
        this.nanoTime = nanoTime;
    }

    /// One chain that was verified.
    ///
    /// @param resent tokens a script that sends the conversation with every request would prefill
    record Verified(VerificationChain chain, long resent) {
        /// Whether every step was judged as recorded; a full context ends a chain earlier.
        boolean isWhole() {
            return chain.end() == ChainEnd.COMPLETED
                    && chain.verdicts().stream()
                            .allMatch(step ->
                                    step.verdict() instanceof Verdict.Correct
                                            || step.verdict() instanceof Verdict.Incorrect);
        }
    }

    /// Chains `from` to `from + count - 1`, all at once.
    List<Verified> together(DecodeEngine engine, int from, int count)
            throws WorkbenchException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Verified>> running = new ArrayList<>();
            for (int chain = from; chain < from + count; chain++) {
                int index = chain;
                running.add(threads.submit(() -> verify(engine, index)));
            }
            List<Verified> verified = new ArrayList<>();
            for (Future<Verified> one : running) {
                EngineMeasurements.await(one);
                verified.add(one.resultNow());
            }
            return verified;
        }
    }

    private Verified verify(DecodeEngine engine, int index)
            throws WorkbenchException, CancelledException {
        int end = subject.template().endIds().getFirst();
        ForcedTokens tokens = new ForcedTokens(recorded.generated(index, subject.tokenizer()), end);
        try (CountedChain chain = new CountedChain(engine.newChain(tokens))) {
            VerificationChain verified =
                    VerificationProtocol.of(Protocol.GENPRM)
                            .verify(
                                    recorded.solution(),
                                    new VerificationContext(
                                            chain,
                                            subject.tokenizer(),
                                            subject.template(),
                                            subject.codeExecutor(),
                                            configuration(),
                                            index,
                                            index,
                                            nanoTime,
                                            _ -> {}),
                                    new Cancellation());
            return new Verified(verified, chain.resent());
        }
    }

    private static RunConfiguration configuration() {
        return RunConfiguration.of(Protocol.GENPRM).withStopAtFirstError(false);
    }
}
