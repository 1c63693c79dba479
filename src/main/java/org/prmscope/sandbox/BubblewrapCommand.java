package org.prmscope.sandbox;

import org.jspecify.annotations.Nullable;
import org.prmscope.core.CodeLimits;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line that puts a Python behind bubblewrap's walls.
///
/// Inside there is a private, read-only root with `/usr`, the loader's cache and nothing of
/// `/home`, `/root` or `/etc`; a private `/proc`, a minimal `/dev`, a size-limited `/tmp` to work
/// in; new user, process, network, IPC, host name and control group namespaces; no capability; no
/// variable of the environment; a user number that owns nothing.
///
/// @param setpriv becomes the user nobody first: the kernel does not count root's processes
/// @param pythonHome the interpreter's installation where that is not below `/usr`, else null
/// @param nestedNamespacesOff also forbids namespaces inside the sandbox; needs bubblewrap 0.8
record BubblewrapCommand(
        Path bubblewrap,
        @Nullable Path setpriv,
        Path python,
        @Nullable Path pythonHome,
        boolean nestedNamespacesOff) {
    private static final String NOBODY = "65534";
    private static final long TMP_BYTES = 64L << 20;
    private static final long FILE_BYTES = 32L << 20;

    List<String> line(CodeLimits limits, String driver) {
        List<String> line = new ArrayList<>();
        if (setpriv != null) {
            line.addAll(List.of(setpriv.toString(), "--reuid", NOBODY, "--regid", NOBODY));
            line.addAll(List.of("--clear-groups", "--no-new-privs", "--"));
        }
        line.add(bubblewrap.toString());
        line.addAll(List.of("--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY));
        if (nestedNamespacesOff) {
            line.add("--disable-userns");
        }
        line.addAll(List.of("--die-with-parent", "--new-session", "--clearenv"));
        line.addAll(List.of("--cap-drop", "ALL", "--hostname", "sandbox"));
        addFiles(line);
        addEnvironment(line);
        line.addAll(List.of("--", python.toString(), "-s", "-B", "-c", driver));
        line.add(Long.toString(limits.memoryBytes()));
        line.add(Integer.toString(limits.processes()));
        line.add(Long.toString(FILE_BYTES));
        return line;
    }

    private void addFiles(List<String> line) {
        line.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String folder : List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")) {
            if (Files.isSymbolicLink(Path.of(folder))) {
                line.addAll(List.of("--symlink", "usr" + folder, folder));
            } else if (folder.startsWith("/lib") && Files.isDirectory(Path.of(folder))) {
                line.addAll(List.of("--ro-bind", folder, folder));
            }
        }
        line.addAll(List.of("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"));
        if (pythonHome != null) {
            line.addAll(List.of("--ro-bind", pythonHome.toString(), pythonHome.toString()));
        }
        line.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"));
        line.addAll(List.of("--size", Long.toString(TMP_BYTES), "--tmpfs", "/tmp"));
        line.addAll(List.of("--remount-ro", "/", "--chdir", "/tmp"));
    }

    private static void addEnvironment(List<String> line) {
        // A fixed hash seed makes the order of a printed set the same in every run.
        for (String variable :
                List.of(
                        "PATH=/usr/bin:/bin",
                        "HOME=/tmp",
                        "LANG=C.UTF-8",
                        "TZ=UTC",
                        "PYTHONHASHSEED=0",
                        "OPENBLAS_NUM_THREADS=1",
                        "OMP_NUM_THREADS=1")) {
            int equals = variable.indexOf('=');
            line.addAll(List.of("--setenv", variable.substring(0, equals)));
            line.add(variable.substring(equals + 1));
        }
    }
}
