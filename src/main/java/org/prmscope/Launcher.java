package org.prmscope;

import org.prmscope.cli.Console;
import org.prmscope.cli.PrmScopeCommand;
import org.prmscope.core.WorkbenchException;
import org.prmscope.run.WorkspaceFiles;
import org.prmscope.ui.UiArguments;
import org.prmscope.ui.UiLauncher;

import picocli.CommandLine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The program's entry point for both the window and the command line.
///
/// Without arguments, or with files to open, the window starts, on another workspace after
/// `--workspace W` or if the first file is one; everything else is a command.
public final class Launcher {
    private static final int ENVIRONMENT = 3;
    private static final String WORKSPACE = "--workspace";

    private Launcher() {}

    static void main(String[] args) {
        UserFolders folders = UserFolders.of(System.getenv(), System.getProperties());
        try {
            folders.make();
            LogFile.open(folders.log());
            Assembly assembly = new Assembly(folders);
            CommandLine parser = PrmScopeCommand.parser(assembly, Console.ofProcess());
            if (!wantsWindow(args, parser.getSubcommands().keySet())) {
                System.exit(parser.execute(args));
            }
            openWindow(assembly, args);
        } catch (WorkbenchException e) {
            System.err.println("prmscope: " + e.getMessage());
            System.exit(ENVIRONMENT);
        }
    }

    private static void openWindow(Assembly assembly, String[] args) throws WorkbenchException {
        UiLauncher.launch(assembly::openForWindow, arguments(args));
    }

    /// What the window is to open: a workspace may be given like a file.
    static UiArguments arguments(String[] args) {
        boolean named = args.length > 1 && args[0].equals(WORKSPACE);
        List<Path> files = Arrays.stream(args).skip(named ? 2 : 0).map(Path::of).toList();
        if (named) {
            return new UiArguments(Path.of(args[1]), files);
        }
        return !files.isEmpty() && WorkspaceFiles.isWorkspace(files.getFirst())
                ? new UiArguments(files.getFirst(), files.subList(1, files.size()))
                : new UiArguments(null, files);
    }

    /// Whether the arguments are files to open, or none, rather than a command or an option.
    static boolean wantsWindow(String[] args, Set<String> commands) {
        int from = args.length > 1 && args[0].equals(WORKSPACE) ? 2 : 0;
        List<String> rest = List.of(args).subList(from, args.length);
        return rest.stream().noneMatch(arg -> arg.startsWith("-"))
                && (rest.isEmpty() || !commands.contains(rest.getFirst()));
    }
}
