package org.prmscope;

import org.jspecify.annotations.Nullable;
import org.prmscope.bench.BenchSubject;
import org.prmscope.bench.ModelBench;
import org.prmscope.cli.WorkbenchOpener;
import org.prmscope.core.Cancellation;
import org.prmscope.core.ModelIdentity;
import org.prmscope.core.WorkbenchException;
import org.prmscope.decode.onnx.CudaFacts;
import org.prmscope.model.ModelFolder;
import org.prmscope.model.SystemMemory;
import org.prmscope.run.CudaProbe;
import org.prmscope.run.HealthCheck;
import org.prmscope.run.StoredWorkspace;
import org.prmscope.run.VerifierChoice;
import org.prmscope.run.Workbench;
import org.prmscope.run.WorkspaceWorkbench;
import org.prmscope.sandbox.CodeExecutors;
import org.prmscope.sandbox.HostTools;
import org.prmscope.store.TemporaryWorkspaces;
import org.prmscope.store.Workspace;
import org.prmscope.store.WorkspaceException;
import org.prmscope.train.finetune.FineTuning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/// The composition root: makes every part once and hands it to those that need it.
final class Assembly implements WorkbenchOpener {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final UserFolders folders;
    private final LongSupplier nanoTime = System::nanoTime;
    private final InstantSource clock = InstantSource.system();
    private final TemporaryWorkspaces temporary =
            new TemporaryWorkspaces(Path.of(System.getProperty("java.io.tmpdir", "")));
    private final BuiltinFiles builtin;
    private final OnnxLoader loader;
    private final OnnxVerifierSource verifiers;

    Assembly(UserFolders folders) {
        this.folders = folders;
        builtin = new BuiltinFiles(folders.cache());
        loader = new OnnxLoader(folders.cache(), threads(), new SystemMemory());
        verifiers =
                new OnnxVerifierSource(
                        builtin, folders.cache(), loader, new SystemMemory(), nanoTime);
    }

    /// One thread a core: decoding is bound by memory, and hyper-threads only add heat.
    private static int threads() {
        return Math.max(1, Math.min(16, Runtime.getRuntime().availableProcessors()));
    }

    @Override
    public Workbench open(@Nullable Path workspace) throws WorkbenchException {
        if (workspace != null) {
            return workbench(workspace, () -> {});
        }
        temporary.removeLeft();
        try {
            return openTemporary();
        } catch (WorkspaceException e) {
            if (e.kind() != WorkspaceException.Kind.LOCKED) {
                throw e;
            }
            // Another process took the new one for a leftover, in the moment before it was locked.
            return openTemporary();
        }
    }

    private Workbench openTemporary() throws WorkbenchException {
        Path file = temporary.make();
        boolean opened = false;
        try {
            Workbench workbench = workbench(file, () -> TemporaryWorkspaces.delete(file));
            opened = true;
            return workbench;
        } finally {
            if (!opened) {
                TemporaryWorkspaces.delete(file);
            }
        }
    }

    /// The user's own workspace; the sample set is there from the first start.
    ///
    /// @param workspace another workspace to open; null for the user's own
    Workbench openForWindow(@Nullable Path workspace) throws WorkbenchException {
        Workbench workbench =
                workbench(workspace == null ? folders.workspace() : workspace, () -> {});
        try {
            if (workbench.sets().isEmpty()) {
                workbench.open(builtin.sampleSet(), _ -> {}, new Cancellation());
            }
        } catch (WorkbenchException | RuntimeException e) {
            // The window goes on, and may come back to this file.
            workbench.close();
            throw e;
        }
        // Ready by the time somebody presses Verify; the window does not wait for it.
        Thread.ofVirtual().name("prmscope-ready").start(() -> loadBuiltin(workbench));
        Thread.ofVirtual().name("prmscope-tidy").start(temporary::removeLeft);
        return workbench;
    }

    private static void loadBuiltin(Workbench workbench) {
        try {
            workbench.load(workbench.verifiers().getFirst(), new Cancellation());
        } catch (WorkbenchException e) {
            // A run that was started at once loads it itself, and tells the user if it cannot.
            LOG.info("the built-in verifier was not loaded ahead", e);
        }
    }

    private Workbench workbench(Path file, Runnable afterClose) throws WorkbenchException {
        StoredWorkspace workspace =
                new StoredWorkspace(
                        Workspace.open(file, clock, folders.cache()), clock, afterClose);
        CodeExecutors.Choice code = chooseExecutor();
        return new WorkspaceWorkbench(
                new WorkspaceWorkbench.Parts(
                        workspace,
                        verifiers,
                        new ModelFolderShop(
                                verifiers,
                                () -> CudaFacts.of(System.getenv()).usable(),
                                new SystemMemory(),
                                "prmscope " + version()),
                        new LibtorchTrainingShop(this, "prmscope " + version()),
                        Assembly::cuda,
                        code.executor(),
                        String.join("; ", code.passedOver()),
                        ProgramFacts.host(),
                        ProgramFacts::residentBytes,
                        clock,
                        nanoTime));
    }

    private static CudaProbe.Finding cuda() {
        CudaFacts facts = CudaFacts.of(System.getenv());
        if (facts.usable()) {
            return new CudaProbe.Finding.Usable(
                    facts.devices().getFirst().text() + ", driver for CUDA " + facts.driver());
        }
        return facts.devices().isEmpty()
                ? new CudaProbe.Finding.Absent(facts.problem())
                : new CudaProbe.Finding.Unusable(
                        String.join("; ", facts.lines()),
                        "Install CUDA 12 and cuDNN 9, or name the folder of their libraries with"
                                + " PRMSCOPE_CUDA_PATH.");
    }

    private CodeExecutors.Choice chooseExecutor() {
        return CodeExecutors.choose(
                HostTools.find(
                        System.getenv().getOrDefault("PATH", ""),
                        Path.of(System.getProperty("java.home", "")),
                        System.getProperty("java.class.path", "")),
                folders.cache(),
                nanoTime,
                new SecureRandom());
    }

    @Override
    public int withExecutor(WithExecutor work) throws WorkbenchException {
        try (CodeExecutors.Choice choice = chooseExecutor()) {
            return work.run(choice.executor());
        }
    }

    @Override
    public BenchSubject subject(VerifierChoice choice) throws WorkbenchException {
        ModelFolder folder = verifiers.folder(choice);
        ModelIdentity identity =
                folder.identity(new Cancellation()).orElseThrow(OnnxLoader::cancelled);
        return new MeasuredVerifier(
                folder,
                OnnxVerifierSource.named(identity, choice),
                loader,
                folders.cache(),
                choice.options(),
                chooseExecutor(),
                nanoTime);
    }

    @Override
    public ModelBench.Plan plan(String commit, boolean genPrm) {
        return new ModelBench.Plan(
                version(),
                commit,
                clock.instant().toString(),
                ProgramFacts.machine(),
                genPrm,
                new SystemMemory().getAsLong() / 2);
    }

    @Override
    public FineTuning.Machine machine() {
        return new FineTuning.Machine(folders.cache(), new SystemMemory(), nanoTime);
    }

    @Override
    public LongSupplier nanoTime() {
        return nanoTime;
    }

    @Override
    public List<HealthCheck> examine(@Nullable Path workspace) {
        return new Examination(
                        folders, verifiers, Assembly::cuda, this::chooseExecutor, nanoTime, clock)
                .all(workspace == null ? folders.workspace() : workspace);
    }

    @Override
    public String version() {
        return ProgramFacts.version();
    }
}
