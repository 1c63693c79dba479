package org.prmscope.run;

import org.prmscope.core.Cancellation;
import org.prmscope.core.RunConfiguration;
import org.prmscope.core.TokenUsage;
import org.prmscope.core.VerificationChain;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.sandbox.CodeExecutor;
import org.prmscope.verify.ChainRecorder;
import org.prmscope.verify.VerificationContext;
import org.prmscope.verify.VerificationProtocol;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// Makes a chain with the run's protocol. A failure in mid-chain gives the chain so far, marked as
/// failed.
final class ProtocolVerifier implements ChainVerifier {
    private final CodeExecutor codeExecutor;
    private final LongSupplier nanoTime;

    ProtocolVerifier(CodeExecutor codeExecutor, LongSupplier nanoTime) {
        this.codeExecutor = codeExecutor;
        this.nanoTime = nanoTime;
    }

    @Override
    public VerificationChain verify(Task task, OpenVerifier verifier, Cancellation cancellation)
            throws WorkbenchException, CancelledException {
        RunConfiguration configuration = task.configuration();
        long seed = configuration.chainSeed(task.solution().id(), task.chainIndex());
        AtomicReference<ChainRecorder> recorder = new AtomicReference<>();
        try (ChainDecoder decoder = verifier.newChain(seed)) {
            VerificationContext context =
                    new VerificationContext(
                            decoder,
                            verifier.tokenizer(),
                            verifier.template(),
                            codeExecutor,
                            configuration,
                            task.chainIndex(),
                            seed,
                            nanoTime,
                            opened -> {
                                recorder.set(opened);
                                task.live().accept(new Recorded(opened, decoder));
                            });
            return VerificationProtocol.of(configuration.protocol())
                    .verify(task.solution(), context, cancellation);
        } catch (WorkbenchException e) {
            ChainRecorder begun = recorder.get();
            if (begun == null) {
                throw e;
            }
            return begun.snapshot();
        }
    }

    private record Recorded(ChainRecorder recorder, ChainDecoder decoder) implements LiveChain {
        @Override
        public VerificationChain chain() {
            return recorder.snapshot();
        }

        @Override
        public TokenUsage usage() {
            return decoder.usage();
        }
    }
}
