package org.prmscope;

import org.prmscope.core.Cancellation;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome;
import org.prmscope.core.CodeResult;
import org.prmscope.core.Sampling;
import org.prmscope.core.TokenOrigin;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.CancelledException;
import org.prmscope.decode.ChainDecoder;
import org.prmscope.decode.Generation;
import org.prmscope.decode.GenerationRequest;
import org.prmscope.decode.onnx.OnnxNatives;
import org.prmscope.model.SystemMemory;
import org.prmscope.run.CudaProbe;
import org.prmscope.run.HealthCheck;
import org.prmscope.run.OpenVerifier;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.VerifierSource;
import org.prmscope.sandbox.CodeExecutors;
import org.prmscope.sandbox.CodeSession;
import org.prmscope.store.Workspace;
import org.prmscope.store.WorkspaceException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Tries everything the program needs, really, and says what came of it.
final class Examination {
    private static final int OLDEST_JAVA = 25;
    private static final int SELF_TEST_TOKENS = 24;

    private final UserFolders folders;
    private final VerifierSource verifiers;
    private final CudaProbe cuda;
    private final Supplier<CodeExecutors.Choice> executors;
    private final LongSupplier nanoTime;
    private final InstantSource clock;

    Examination(
            UserFolders folders,
            VerifierSource verifiers,
            CudaProbe cuda,
            Supplier<CodeExecutors.Choice> executors,
            LongSupplier nanoTime,
            InstantSource clock) {
        this.folders = folders;
        this.verifiers = verifiers;
        this.cuda = cuda;
        this.executors = executors;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    List<HealthCheck> all(Path workspace) {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(java());
        checks.add(onnxRuntime());
        checks.add(cpu());
        checks.add(cuda());
        checks.add(codeChecks());
        checks.add(selfTest());
        checks.add(workspace(workspace));
        checks.add(
                new HealthCheck(
                        "Folders",
                        HealthCheck.State.OK,
                        "cache %s, log %s".formatted(folders.cache(), folders.log()),
                        ""));
        return checks;
    }

    private static HealthCheck java() {
        int feature = Runtime.version().feature();
        return new HealthCheck(
                "Java",
                feature >= OLDEST_JAVA ? HealthCheck.State.OK : HealthCheck.State.ERROR,
                Runtime.version() + ", " + System.getProperty("java.home", ""),
                feature >= OLDEST_JAVA ? "" : "Install a JDK 25 or newer.");
    }

    private HealthCheck onnxRuntime() {
        try {
            OnnxNatives.load(folders.cache());
            return new HealthCheck(
                    "ONNX Runtime",
                    HealthCheck.State.OK,
                    ProgramFacts.host().onnxRuntime()
                            + ", libraries in "
                            + System.getProperty("onnxruntime.native.path", "the jar"),
                    "");
        } catch (WorkbenchException e) {
            return failed("ONNX Runtime", e);
        }
    }

    private static HealthCheck cpu() {
        return new HealthCheck(
                "Device CPU",
                HealthCheck.State.OK,
                "usable: %d threads, %s free"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                OnnxVerifierSource.text(new SystemMemory().getAsLong())),
                "");
    }

    private HealthCheck cuda() {
        String name = "Device CUDA";
        return switch (cuda.probe()) {
            case CudaProbe.Finding.Usable(String device) ->
                    new HealthCheck(name, HealthCheck.State.OK, "usable: " + device, "");
            case CudaProbe.Finding.Absent(String reason) ->
                    new HealthCheck(name, HealthCheck.State.OK, "not usable: " + reason, "");
            case CudaProbe.Finding.Unusable(String reason, String remedy) ->
                    new HealthCheck(
                            name, HealthCheck.State.NOTICE, "not usable: " + reason, remedy);
        };
    }

    private HealthCheck codeChecks() {
        try (CodeExecutors.Choice choice = executors.get()) {
            return codeChecks(choice);
        }
    }

    private static HealthCheck codeChecks(CodeExecutors.Choice choice) {
        String passedOver = String.join("; ", choice.passedOver());
        try (CodeSession session = choice.executor().open(CodeLimits.DEFAULT)) {
            CodeResult result = session.run("print(6 * 7)", new Cancellation());
            boolean works =
                    result.outcome() instanceof CodeOutcome.Completed
                            && result.stdout().strip().equals("42");
            String detail =
                    "%s; a check took %.0f ms"
                            .formatted(choice.executor().description(), result.wallMs());
            if (!works) {
                return new HealthCheck(
                        "Code checks",
                        HealthCheck.State.ERROR,
                        detail,
                        result.outcome().toString());
            }
            return new HealthCheck(
                    "Code checks",
                    passedOver.isEmpty() ? HealthCheck.State.OK : HealthCheck.State.NOTICE,
                    detail,
                    passedOver);
        } catch (WorkbenchException e) {
            return failed("Code checks", e);
        }
    }

    /// The built-in verifier decodes greedily after a fixed prompt; its output must be readable
    /// text.
    private HealthCheck selfTest() {
        VerifierChoice builtin = new VerifierChoice("Built-in verifier", VerifierChoice.BUILTIN);
        Cancellation never = new Cancellation();
        try (OpenVerifier verifier = verifiers.open(builtin, never);
                ChainDecoder chain = verifier.newChain(0)) {
            chain.append(verifier.template().begin(Optional.empty()), TokenOrigin.PROMPT);
            chain.append(
                    verifier.template().userTurn("Question: What is 2 + 3?\n\n2 + 3 = 5."),
                    TokenOrigin.PROMPT);
            chain.append(verifier.template().assistantStart(), TokenOrigin.PROMPT);
            long start = nanoTime.getAsLong();
            Generation generation =
                    chain.generate(
                            new GenerationRequest(
                                    Sampling.GREEDY, SELF_TEST_TOKENS, List.of(), true, List.of()),
                            never);
            double seconds = (nanoTime.getAsLong() - start) / 1e9;
            String said = chain.snapshot().text(generation.tokens());
            if (said.isBlank() || said.indexOf('\uFFFD') >= 0) {
                return new HealthCheck(
                        "Verifier",
                        HealthCheck.State.ERROR,
                        "the built-in verifier wrote no readable text: \"" + said + "\"",
                        "Delete the cache folder, so that the model is unpacked again.");
            }
            return new HealthCheck(
                    "Verifier",
                    HealthCheck.State.OK,
                    String.format(
                            Locale.ROOT,
                            "built-in, %s, loaded in %.0f ms; self-test: %d tokens, %.0f tok/s",
                            verifier.facts().identity().precision(),
                            verifier.facts().loadMs(),
                            generation.tokens().length(),
                            generation.tokens().length() / seconds),
                    "");
        } catch (WorkbenchException e) {
            return failed("Verifier", e);
        } catch (CancelledException e) {
            throw new IllegalStateException("nobody cancels the self-test", e);
        }
    }

    private HealthCheck workspace(Path file) {
        if (!Files.exists(file)) {
            return new HealthCheck(
                    "Workspace", HealthCheck.State.OK, file + " (made at the first start)", "");
        }
        try (Workspace workspace = Workspace.openReadOnly(file, clock, folders.cache())) {
            return new HealthCheck(
                    "Workspace",
                    HealthCheck.State.OK,
                    "%s, %d sets".formatted(file, workspace.sets().size()),
                    "");
        } catch (WorkspaceException e) {
            if (e.kind() == WorkspaceException.Kind.LOCKED) {
                return new HealthCheck(
                        "Workspace",
                        HealthCheck.State.NOTICE,
                        file + ", in use by a running PRMScope",
                        "");
            }
            if (e.kind() == WorkspaceException.Kind.OLDER_VERSION) {
                return new HealthCheck(
                        "Workspace",
                        HealthCheck.State.OK,
                        file + ", made by an older PRMScope; brought up to date when it is opened",
                        "");
            }
            return failed("Workspace", e);
        }
    }

    private static HealthCheck failed(String name, WorkbenchException e) {
        return new HealthCheck(
                name, HealthCheck.State.ERROR, e.report().situation(), e.report().remedy());
    }
}
