package org.prmscope.sandbox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeLimits;
import org.prmscope.core.CodeOutcome.Limit;
import org.prmscope.core.WorkbenchException.Report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Runs code checks with the system's Python in a bubblewrap sandbox, one interpreter process per
/// session.
///
/// Three walls stand one behind the other: [BubblewrapCommand]'s namespaces and private file
/// system; the limits and the system call filter that the Python driver puts on itself before any
/// foreign code; and this side, which counts processes and memory from outside, keeps the time and
/// kills the whole process namespace. The kernel does not count root's processes, so root becomes
/// nobody first; where that fails, the filter forbids new processes and threads altogether. A host
/// whose kernel keeps neither promise gets no sandbox. The driver shares its process with the code
/// it runs, so its replies are read as hostile input ([WorkerReply]).
public final class BubblewrapExecutor implements CodeExecutor {
    /// Exit status of a process that the kernel ended with SIGXCPU (24), as bubblewrap passes it
    /// on.
    private static final int CPU_LIMIT_STATUS = 128 + 24;

    private static final int START_MS = 10_000;
    private static final String REMEDY_INSTALL =
            "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install"
                    + " bubblewrap)";
    private static final String REMEDY_PYTHON =
            "Install Python 3 (Debian, Ubuntu: apt install python3)";
    private static final String REMEDY_NAMESPACES =
            "Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1; on"
                    + " Ubuntu 24.04 and later also kernel.apparmor_restrict_unprivileged_userns=0"
                    + " or an AppArmor profile for bwrap; in a container a seccomp profile that"
                    + " permits unshare)";

    private final ProcessStarter starter;
    private final BubblewrapCommand command;
    private final String driver;
    private final LongSupplier nanoTime;
    private final RandomGenerator nonces;
    private final String description;
    private final WorkerSource source = new FreshWorkers();

    private BubblewrapExecutor(
            ProcessStarter starter,
            BubblewrapCommand command,
            String pythonVersion,
            LongSupplier nanoTime,
            RandomGenerator nonces) {
        this.starter = starter;
        this.command = command;
        this.driver = PythonSources.read("describe.py", "driver.py");
        this.nanoTime = nanoTime;
        this.nonces = nonces;
        this.description = "bubblewrap, Python " + pythonVersion;
    }

    /// Starts one sandbox for real, to see whether this machine lets it.
    ///
    /// @param nonces a source that sandboxed code cannot predict, such as a `SecureRandom`
    /// @throws SandboxException saying why there can be none and what would help
    public static BubblewrapExecutor probe(
            HostTools tools, LongSupplier nanoTime, RandomGenerator nonces)
            throws SandboxException {
        if (tools.bubblewrap() == null) {
            throw unusable("bwrap on the PATH", "none", REMEDY_INSTALL);
        }
        if (tools.python() == null) {
            throw unusable("python3 in /usr/bin or on the PATH", "none", REMEDY_PYTHON);
        }
        ProcessStarter starter = new ProcessStarter();
        String found = "";
        try {
            for (BubblewrapCommand command : candidates(tools, starter)) {
                var executor = new BubblewrapExecutor(starter, command, "", nanoTime, nonces);
                Start start = executor.start(CodeLimits.DEFAULT);
                if (start.worker() != null) {
                    start.worker().close();
                    return new BubblewrapExecutor(
                            starter, command, start.greeting(), nanoTime, nonces);
                }
                found = start.greeting();
            }
        } catch (IOException failed) {
            found = Objects.requireNonNullElse(failed.getMessage(), failed.toString());
        }
        starter.close();
        throw unusable("a sandbox that starts", found, REMEDY_NAMESPACES);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public CodeSession open(CodeLimits limits) throws SandboxException {
        WorkerProcess worker = source.take(limits);
        return new InterpreterSession(source, worker, limits, description, nanoTime, nonces);
    }

    @Override
    public void close() {
        starter.close();
    }

    /// A started worker with its Python's version, or null with what went wrong.
    private record Start(@Nullable WorkerProcess worker, String greeting) {}

    private Start start(CodeLimits limits) throws IOException {
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
        Process process = starter.start(command.line(limits, driver), environment);
        WorkerProcess worker = new WorkerProcess(process, nanoTime);
        WorkerProcess.Answer answer = worker.greeting(START_MS);
        if (answer instanceof WorkerProcess.Answer.Replied(WorkerReply reply, String _)
                && reply.kind() == WorkerReply.Kind.HELLO) {
            String weakness = reply.stderr();
            String version = reply.message();
            return new Start(worker, weakness.isEmpty() ? version : version + ", " + weakness);
        }
        worker.close();
        String complaint = answer.complaints().strip();
        return new Start(null, complaint.isEmpty() ? answer.toString() : complaint);
    }

    private final class FreshWorkers implements WorkerSource {
        @Override
        public WorkerProcess take(CodeLimits limits) throws SandboxException {
            try {
                Start start = start(limits);
                if (start.worker() == null) {
                    throw unusable("a sandbox that starts", start.greeting(), REMEDY_NAMESPACES);
                }
                return start.worker();
            } catch (IOException failed) {
                throw new SandboxException(
                        report(
                                "a sandbox that starts",
                                Objects.requireNonNullElse(failed.getMessage(), ""),
                                REMEDY_NAMESPACES),
                        failed);
            }
        }

        @Override
        public int graceMs() {
            return 0;
        }

        @Override
        public @Nullable Limit limitBehind(int exitStatus) {
            return exitStatus == CPU_LIMIT_STATUS ? Limit.TIME : null;
        }

        @Override
        public void giveBack(WorkerProcess worker, CodeLimits limits) {
            worker.close();
        }
    }

    /// The strictest way first; bubblewraps before 0.8 and locked-down machines need a later one.
    private static List<BubblewrapCommand> candidates(HostTools tools, ProcessStarter starter)
            throws IOException {
        Path bubblewrap = Objects.requireNonNull(tools.bubblewrap());
        Path python = Objects.requireNonNull(tools.python()).toRealPath();
        Path home = null;
        if (!python.startsWith("/usr")) {
            PythonInstallation installation = PythonInstallation.of(python, starter);
            python = installation.executable();
            home = installation.home();
        }
        List<BubblewrapCommand> candidates = new ArrayList<>();
        List<@Nullable Path> users = new ArrayList<>();
        if (tools.setpriv() != null && isRoot()) {
            users.add(tools.setpriv());
        }
        users.add(null);
        for (Path setpriv : users) {
            candidates.add(new BubblewrapCommand(bubblewrap, setpriv, python, home, true));
            candidates.add(new BubblewrapCommand(bubblewrap, setpriv, python, home, false));
        }
        return candidates;
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static SandboxException unusable(String expected, String found, String remedy) {
        return new SandboxException(report(expected, found, remedy));
    }

    private static Report report(String expected, String found, String remedy) {
        return new Report("bubblewrap cannot run code checks", "", expected, found, remedy);
    }
}
