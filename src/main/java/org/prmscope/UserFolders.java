package org.prmscope;

import org.prmscope.core.IoReason;
import org.prmscope.core.WorkbenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// Where the program keeps its own files, by each system's custom.
///
/// @param cache what can be made again: unpacked natives, the built-in verifier
/// @param state what belongs to the user: the workspace, the log
record UserFolders(Path cache, Path state) {
    /// Reads the environment: `PRMSCOPE_HOME` puts everything below one folder; otherwise the XDG
    /// base directories, `~/Library`, or `%LOCALAPPDATA%`. The property `prmscope.cache` overrides
    /// the cache.
    static UserFolders of(Map<String, String> environment, Properties properties) {
        Path home = Path.of(properties.getProperty("user.home", "."));
        Path cache;
        Path state;
        String own = environment.getOrDefault("PRMSCOPE_HOME", "");
        String system = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (!own.isEmpty()) {
            cache = Path.of(own, "cache");
            state = Path.of(own);
        } else if (system.startsWith("windows")) {
            Path local = folder(environment, "LOCALAPPDATA", home.resolve("AppData/Local"));
            cache = local.resolve("PRMScope/cache");
            state = local.resolve("PRMScope");
        } else if (system.startsWith("mac")) {
            cache = home.resolve("Library/Caches/PRMScope");
            state = home.resolve("Library/Application Support/PRMScope");
        } else {
            cache =
                    folder(environment, "XDG_CACHE_HOME", home.resolve(".cache"))
                            .resolve("prmscope");
            state =
                    folder(environment, "XDG_DATA_HOME", home.resolve(".local/share"))
                            .resolve("prmscope");
        }
        String override = properties.getProperty("prmscope.cache", "");
        return new UserFolders(override.isEmpty() ? cache : Path.of(override), state);
    }

    /// The XDG specification ignores relative paths.
    private static Path folder(Map<String, String> environment, String name, Path otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() || !Path.of(value).isAbsolute() ? otherwise : Path.of(value);
    }

    /// The user's own workspace.
    Path workspace() {
        return state.resolve("workspace.prmscope");
    }

    /// The log file.
    Path log() {
        return state.resolve("prmscope.log");
    }

    /// Makes both folders.
    void make() throws WorkbenchException {
        for (Path folder : new Path[] {cache, state}) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new WorkbenchException(
                        new WorkbenchException.Report(
                                "A folder of the program cannot be made",
                                folder.toString(),
                                "a place the user can write to",
                                IoReason.of(e),
                                "Set PRMSCOPE_HOME to a folder you can write to."),
                        e);
            }
        }
    }
}
